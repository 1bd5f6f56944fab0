using System.Numerics;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Crowd.Internals;

/// <summary>
/// What the statistics of every item are compared with: the mean of all ratings, and the thermometer level of each bin of means and of
/// counts.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class CrowdCuts
{
    /// <summary>The number of bins of means and of counts.</summary>
    public const int BinCount = 256;

    // The mean of all ratings, and the item means that personal networks are made with, are rounded to 1/128 of the range, so that one more
    // rating does not change most items and most personal networks.
    private const int CoarseUnit = RatingUnits.Range / 128;
    private const int CountBinsPerOctave = 8;

    private readonly int _itemShrinkage;
    private readonly byte[] _meanLevels;
    private readonly byte[] _countLevels;

    /// <param name="totalMean">The rounded mean of all ratings.</param>
    /// <param name="itemShrinkage">How many ratings of the mean of all an item's own ratings are joined by.</param>
    /// <param name="meanLevels">The level of each bin of means.</param>
    /// <param name="countLevels">The level of each bin of counts.</param>
    public CrowdCuts(int totalMean, int itemShrinkage, ReadOnlySpan<byte> meanLevels, ReadOnlySpan<byte> countLevels)
    {
        TotalMean = totalMean;
        _itemShrinkage = itemShrinkage;
        _meanLevels = meanLevels.ToArray();
        _countLevels = countLevels.ToArray();
    }

    /// <summary>
    /// The mean of all ratings, to which items' means are shrunk: rounded to 1/128 of the range, in units above the lowest rating.
    /// </summary>
    public int TotalMean { get; }

    /// <summary>Whether these are the cuts for a mean of all ratings and for the levels of all bins.</summary>
    public bool Are(int totalMean, ReadOnlySpan<byte> meanLevels, ReadOnlySpan<byte> countLevels) =>
        TotalMean == totalMean && meanLevels.SequenceEqual(_meanLevels) && countLevels.SequenceEqual(_countLevels);

    /// <summary>Whether other cuts have the same mean of all ratings and the same levels.</summary>
    public bool Are(CrowdCuts other) => ReferenceEquals(this, other) || Are(other.TotalMean, other._meanLevels, other._countLevels);

    /// <summary>The statistics of an item, from the number and the sum of its ratings.</summary>
    public ItemStatistics Of(int count, long sum)
    {
        int mean = MeanOf(count, sum);
        return new ItemStatistics(mean, _meanLevels[MeanBin(mean, TotalMean)], _countLevels[CountBin(count)]);
    }

    /// <summary>
    /// The statistics of an item for a user who has rated it: that one rating is left out of the item's mean and count, as it would
    /// otherwise tell the personal model its own answer. It still counts in the mean of all ratings and in the cuts. The mean is rounded.
    /// </summary>
    public ItemStatistics Without(int count, long sum, int ownUnits)
    {
        int mean = MeanOf(count - 1, sum - ownUnits);
        return new ItemStatistics(Coarse(mean), _meanLevels[MeanBin(mean, TotalMean)], _countLevels[CountBin(count - 1)]);
    }

    /// <summary>An item's mean, shrunk to the mean of all ratings.</summary>
    public int MeanOf(int count, long sum) => Shrunk(count, sum, TotalMean, _itemShrinkage);

    /// <summary>An item's mean, shrunk to the mean of all ratings.</summary>
    public static int Shrunk(int count, long sum, int totalMean, int shrinkage) =>
        (int)((sum + ((long)totalMean * shrinkage)) / (count + shrinkage));

    /// <summary>A mean, rounded to 1/128 of the range.</summary>
    public static int Coarse(int units) => (units + (CoarseUnit / 2)) / CoarseUnit * CoarseUnit;

    /// <summary>The bin of an item's mean.</summary>
    // Half of a bin's width is added, so that the mean of all ratings lies in the middle of a bin.
    public static int MeanBin(int mean, int totalMean) =>
        Math.Clamp((mean - totalMean + RatingUnits.Range + (CoarseUnit / 2)) / CoarseUnit, 0, BinCount - 1);

    /// <summary>The bin of an item's number of ratings: 8 bins for each doubling.</summary>
    public static int CountBin(int count)
    {
        if (count < CountBinsPerOctave)
        {
            return count;
        }

        int octave = BitOperations.Log2((uint)count);
        int within = (count >> (octave - 3)) & (CountBinsPerOctave - 1);
        return ((octave - 2) * CountBinsPerOctave) + within;
    }
}
