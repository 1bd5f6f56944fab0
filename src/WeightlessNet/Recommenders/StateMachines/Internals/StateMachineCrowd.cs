using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.StateMachines.Internals;

/// <summary>Mean ratings over all users, for users without ratings. Integer sums, so that removing a rating is exact.</summary>
/// <remarks>Not safe for concurrent use; its owner locks.</remarks>
internal sealed class StateMachineCrowd(int itemCount)
{
    /// <summary>How many binary digits lie below the unit of a mean.</summary>
    public const int FractionBits = 8;

    // How many ratings of the overall mean are added to an item's own.
    private const int ItemShrinkage = 5;

    private readonly long[] _sums = new long[itemCount];
    private readonly int[] _counts = new int[itemCount];
    private long _totalSum;
    private long _totalCount;

    /// <summary>Adds a rating, in <see cref="RatingUnits"/>, or removes one where the sign is -1.</summary>
    public void Add(int item, int units, int sign)
    {
        _sums[item] += (long)sign * units;
        _counts[item] += sign;
        _totalSum += (long)sign * units;
        _totalCount += sign;
    }

    /// <summary>
    /// The mean rating of an item, shrunk to the mean of all ratings; the latter for an unknown item; without ratings the middle of the
    /// scale.
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
