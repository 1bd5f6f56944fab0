namespace WeightlessNet.Orleans.Storage;

/// <summary>The sum of the crowd's log up to a position.</summary>
public sealed class CrowdCheckpoint
{
    /// <summary>Creates a checkpoint.</summary>
    /// <param name="number">See <see cref="Number"/>.</param>
    /// <param name="positions">See <see cref="Positions"/>.</param>
    /// <param name="sums">See <see cref="Sums"/>.</param>
    /// <exception cref="ArgumentNullException"><paramref name="positions"/> is null.</exception>
    /// <exception cref="ArgumentException">There is not one position for each part.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The number is not above 0.</exception>
    public CrowdCheckpoint(long number, IReadOnlyList<long> positions, ReadOnlyMemory<byte> sums)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(number);
        CheckPositions(positions, nameof(positions));
        Number = number;
        Positions = [.. positions];
        Sums = sums;
    }

    /// <summary>How many checkpoints there were, this one included.</summary>
    public long Number { get; }

    /// <summary>The sequence number of the last entry that it holds, for each part.</summary>
    public IReadOnlyList<long> Positions { get; }

    /// <summary>The sum.</summary>
    public ReadOnlyMemory<byte> Sums { get; }

    /// <summary>The number and what it holds, such as "checkpoint 3 of 120 changes in 512 bytes".</summary>
    public override string ToString()
    {
        // A damaged store may tell of any positions.
        Int128 changes = Positions.Aggregate(Int128.Zero, static (sum, position) => sum + position);
        return $"checkpoint {Number} of {changes} changes in {Sums.Length} bytes";
    }

    internal static void CheckPositions(IReadOnlyList<long> positions, string parameter)
    {
        ArgumentNullException.ThrowIfNull(positions, parameter);
        if (positions.Count != CrowdParts.Count)
        {
            throw new ArgumentException(
                $"There must be {CrowdParts.Count} positions, one for each part, not {positions.Count}.", parameter);
        }
    }
}
