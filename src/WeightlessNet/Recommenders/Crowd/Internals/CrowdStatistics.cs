using System.Numerics;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Crowd.Internals;

/// <summary>
/// The statistics of every item over all users, kept as integer sums: the number of ratings, the shrunk mean, and the thermometer levels of
/// both, cut so that every level has equally many ratings.
/// </summary>
/// <remarks>
/// Every answer is a function of the ratings that are held, whatever their order and whatever was forgotten. A
/// rating takes constant time, except for the rare one that moves the mean of all by 1/128 of the range: then the items are binned again,
/// once, when statistics are next requested. Not safe for concurrent use; its owner locks.
/// </remarks>
internal sealed class CrowdStatistics
{
    // People mostly rate what they chose to see: without ratings the mean is assumed at two thirds of the scale.
    private const int PriorMean = RatingUnits.Range * 2 / 3;
    private const int PriorWeight = 10;

    // The mean of all ratings, and the item means that personal networks are made with, are rounded to 1/128 of the range, so that one more
    // rating does not change most items and most personal networks.
    private const int CoarseUnit = RatingUnits.Range / 128;
    private const int BinCount = 256;
    private const int CountBinsPerOctave = 8;

    private readonly int _itemShrinkage;
    private int[] _counts;
    private long[] _sums;
    private readonly ThermometerHistogram _means;
    private readonly ThermometerHistogram _popularity;
    private long _totalSum;
    private int _totalCount;
    private int _coarseTotalMean;
    private readonly int[] _changedItems;
    private int _changedCount;
    private bool _allChanged = true;
    private bool _binsStale;

    public CrowdStatistics(int itemCount, CrowdOptions options)
    {
        _itemShrinkage = options.ItemShrinkage;
        ItemCount = itemCount;
        _counts = new int[itemCount];
        _sums = new long[itemCount];
        _changedItems = new int[Math.Max(16, itemCount / 4)];
        _means = new ThermometerHistogram(BinCount, options.MeanLevels);
        _popularity = new ThermometerHistogram(BinCount, options.CountLevels);
        _coarseTotalMean = Coarse(ExactTotalMean);
    }

    /// <summary>Grows by one with every change; equal versions have equal statistics.</summary>
    public long Version { get; private set; }

    /// <summary>How many items there are.</summary>
    public int ItemCount { get; private set; }

    /// <summary>
    /// The mean of all ratings, to which items' means are shrunk: rounded to 1/128 of the range, in units above the lowest rating.
    /// </summary>
    public int TotalMean => _coarseTotalMean;

    private int ExactTotalMean => (int)((_totalSum + ((long)PriorMean * PriorWeight)) / (_totalCount + PriorWeight));

    /// <summary>How often an item has been rated.</summary>
    public int CountOf(int item) => _counts[item];

    /// <summary>The items whose own sums have changed since <see cref="ForgetChanges"/>; an item may be listed more than once.</summary>
    public ReadOnlySpan<int> ChangedItems => _changedItems.AsSpan(0, _changedCount);

    /// <summary>
    /// Whether the statistics of any item may have changed since <see cref="ForgetChanges"/>, because the mean of all or a cut has.
    /// </summary>
    public bool AllChanged
    {
        get
        {
            BinAll();
            return _allChanged || _means.CutsChanged || _popularity.CutsChanged;
        }
    }

    /// <summary>Forgets the noted changes; later ones are noted again.</summary>
    public void ForgetChanges()
    {
        BinAll();
        _changedCount = 0;
        _allChanged = false;
        _means.AcceptCuts();
        _popularity.AcceptCuts();
    }

    /// <summary>Adds an item, which nobody has rated.</summary>
    public void AddItem()
    {
        if (_counts.Length == ItemCount)
        {
            int length = (int)Math.Min(2L * Math.Max(ItemCount, 1), Array.MaxLength);
            Array.Resize(ref _counts, length);
            Array.Resize(ref _sums, length);
        }

        ItemCount++;
    }

    /// <summary>Adds a rating.</summary>
    public void Add(int item, int units) => Change(item, units, 1);

    /// <summary>Removes a rating that was added.</summary>
    public void Remove(int item, int units) => Change(item, -units, -1);

    /// <summary>The statistics of an item. An item that is not in the catalog has those of an item without ratings.</summary>
    public ItemStatistics StatisticsOf(int item)
    {
        BinAll();
        int count = 0;
        long sum = 0;
        if ((uint)item < (uint)ItemCount)
        {
            count = _counts[item];
            sum = _sums[item];
        }

        int mean = Shrunk(sum, count, _coarseTotalMean);
        return new ItemStatistics(mean, _means.LevelOf(MeanBin(mean)), _popularity.LevelOf(CountBin(count)));
    }

    /// <summary>
    /// The statistics of an item for a user who has rated it: that one rating is left out of the item's mean and count, as it would
    /// otherwise tell the personal model its own answer. It still counts in the mean of all ratings and in the cuts. The mean is rounded.
    /// </summary>
    public ItemStatistics StatisticsWithout(int item, int ownUnits)
    {
        BinAll();
        int count = _counts[item] - 1;
        int mean = Shrunk(_sums[item] - ownUnits, count, _coarseTotalMean);
        return new ItemStatistics(Coarse(mean), _means.LevelOf(MeanBin(mean)), _popularity.LevelOf(CountBin(count)));
    }

    private void Change(int item, int units, int sign)
    {
        if (!_binsStale)
        {
            Weigh(item, -_counts[item]);
        }

        _counts[item] += sign;
        _sums[item] += units;
        _totalCount += sign;
        _totalSum += units;
        Version++;
        NoteChange(item);
        int coarse = Coarse(ExactTotalMean);
        if (coarse != _coarseTotalMean)
        {
            // All items are compared with this mean; they are binned again when a level is next needed.
            _coarseTotalMean = coarse;
            _allChanged = true;
            _binsStale = true;
        }
        else if (!_binsStale)
        {
            Weigh(item, _counts[item]);
        }
    }

    // Where many items have changed, updating all of them is as fast.
    private void NoteChange(int item)
    {
        if (_changedCount == _changedItems.Length)
        {
            _allChanged = true;
            _changedCount = 0;
        }

        _changedItems[_changedCount++] = item;
    }

    private void BinAll()
    {
        if (!_binsStale)
        {
            return;
        }

        _binsStale = false;
        _means.Clear();
        _popularity.Clear();
        for (int item = 0; item < ItemCount; item++)
        {
            Weigh(item, _counts[item]);
        }
    }

    private void Weigh(int item, int weight)
    {
        _means.Add(MeanBin(Shrunk(_sums[item], _counts[item], _coarseTotalMean)), weight);
        _popularity.Add(CountBin(_counts[item]), weight);
    }

    private int Shrunk(long sum, int count, int towards) =>
        (int)((sum + ((long)towards * _itemShrinkage)) / (count + _itemShrinkage));

    // Half of a bin's width is added, so that the mean of all ratings lies in the middle of a bin.
    private int MeanBin(int mean) =>
        Math.Clamp(((mean - _coarseTotalMean + RatingUnits.Range + (CoarseUnit / 2)) / CoarseUnit), 0, BinCount - 1);

    private static int CountBin(int count)
    {
        if (count < CountBinsPerOctave)
        {
            return count;
        }

        int octave = BitOperations.Log2((uint)count);
        int within = (count >> (octave - 3)) & (CountBinsPerOctave - 1);
        return ((octave - 2) * CountBinsPerOctave) + within;
    }

    private static int Coarse(int units) => (units + (CoarseUnit / 2)) / CoarseUnit * CoarseUnit;
}
