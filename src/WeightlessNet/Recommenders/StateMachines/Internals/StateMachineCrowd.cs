using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.StateMachines.Internals;

/// <summary>What all users together say, for those of whom nothing is known. Integer sums, so that taking away is exact.</summary>
/// <remarks>Not safe for concurrent use; its owner locks.</remarks>
internal sealed class StateMachineCrowd(int itemCount)
{
    /// <summary>How many binary digits lie below the unit of a mean.</summary>
    public const int FractionBits = 8;

    // An item's mean is taken with so many ratings of the overall mean besides its own.
    private const int ItemShrinkage = 5;

    private readonly long[] _sums = new long[itemCount];
    private readonly int[] _counts = new int[itemCount];
    private long _totalSum;
    private long _totalCount;

    /// <summary>Adds a rating, in <see cref="RatingUnits"/>, or with a sign of -1 takes one away.</summary>
    public void Add(int item, int units, int sign)
    {
        _sums[item] += (long)sign * units;
        _counts[item] += sign;
        _totalSum += (long)sign * units;
        _totalCount += sign;
    }

    /// <summary>
    /// The mean rating of an item, shrunk to that of all; that of all for an unknown item; the middle where there is no rating.
    /// </summary>
    public long MeanOf(int item)
    {
        long total = _totalCount == 0
            ? (long)RatingUnits.Range << (FractionBits - 1)
            : (_totalSum << FractionBits) / _totalCount;
        return (uint)item < (uint)_counts.Length && _counts[item] > 0
            ? ((_sums[item] << FractionBits) + (ItemShrinkage * total)) / (_counts[item] + ItemShrinkage)
            : total;
    }
}
