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

    private readonly int _itemShrinkage;
    private int[] _counts;
    private long[] _sums;
    private readonly ThermometerHistogram _means;
    private readonly ThermometerHistogram _popularity;
    private long _totalSum;
    private int _totalCount;
    private int _coarseTotalMean;
    private bool _binsStale;
    private CrowdCuts? _cuts;

    public CrowdStatistics(int itemCount, CrowdOptions options)
    {
        _itemShrinkage = options.ItemShrinkage;
        ItemCount = itemCount;
        _counts = new int[itemCount];
        _sums = new long[itemCount];
        _means = new ThermometerHistogram(CrowdCuts.BinCount, options.MeanLevels);
        _popularity = new ThermometerHistogram(CrowdCuts.BinCount, options.CountLevels);
        _coarseTotalMean = CrowdCuts.Coarse(ExactTotalMean);
    }

    /// <summary>The statistics of ratings of which only the number and the sum of each item's are known.</summary>
    /// <param name="counts">The number of ratings of each item.</param>
    /// <param name="sums">The sum of each item's ratings, in units.</param>
    /// <param name="options">The options.</param>
    /// <exception cref="OverflowException">There are more than <see cref="int.MaxValue"/> ratings.</exception>
    public static CrowdStatistics Of(ReadOnlySpan<int> counts, ReadOnlySpan<long> sums, CrowdOptions options)
    {
        CrowdStatistics crowd = new(counts.Length, options);
        crowd.Add(counts, sums);
        return crowd;
    }

    /// <summary>Grows by one with every change; equal versions have equal statistics.</summary>
    public long Version { get; private set; }

    /// <summary>How many items there are.</summary>
    public int ItemCount { get; private set; }

    /// <summary>How many ratings each item has.</summary>
    public ReadOnlySpan<int> Counts => _counts.AsSpan(0, ItemCount);

    /// <summary>The sum of each item's ratings, in units.</summary>
    public ReadOnlySpan<long> Sums => _sums.AsSpan(0, ItemCount);

    /// <summary>What items are compared with at present. The same object is returned while nothing of it changes.</summary>
    public CrowdCuts Cuts
    {
        get
        {
            if (!_binsStale && _cuts is not null && !_means.IsStale && !_popularity.IsStale)
            {
                return _cuts;
            }

            BinAll();
            if (_cuts is null || !_cuts.Are(_coarseTotalMean, _means.Levels, _popularity.Levels))
            {
                _cuts = new CrowdCuts(_coarseTotalMean, _itemShrinkage, _means.Levels, _popularity.Levels);
            }

            return _cuts;
        }
    }

    /// <inheritdoc cref="CrowdCuts.TotalMean"/>
    public int TotalMean => _coarseTotalMean;

    private int ExactTotalMean => (int)((_totalSum + ((long)PriorMean * PriorWeight)) / (_totalCount + PriorWeight));

    /// <summary>How often an item has been rated.</summary>
    public int CountOf(int item) => _counts[item];

    /// <summary>The number and the sum of an item's ratings.</summary>
    public RatingTotals TotalsOf(int item) => new(_counts[item], _sums[item]);

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

    /// <summary>Adds many ratings. All items are binned again when statistics are next requested.</summary>
    /// <param name="counts">The number of ratings of each item.</param>
    /// <param name="sums">The sum of each item's ratings, in units.</param>
    /// <exception cref="OverflowException">There are then more than <see cref="int.MaxValue"/> ratings.</exception>
    public void Add(ReadOnlySpan<int> counts, ReadOnlySpan<long> sums)
    {
        for (int item = 0; item < counts.Length; item++)
        {
            _totalCount = checked(_totalCount + counts[item]);
            _totalSum += sums[item];
            _counts[item] += counts[item];
            _sums[item] += sums[item];
        }

        Version++;
        _coarseTotalMean = CrowdCuts.Coarse(ExactTotalMean);
        _binsStale = true;
    }

    /// <summary>Removes a rating that was added.</summary>
    public void Remove(int item, int units) => Change(item, -units, -1);

    /// <summary>The statistics of an item. An item that is not in the catalog has those of an item without ratings.</summary>
    public ItemStatistics StatisticsOf(int item) =>
        (uint)item < (uint)ItemCount ? Cuts.Of(_counts[item], _sums[item]) : Cuts.Of(0, 0);

    /// <inheritdoc cref="CrowdCuts.Without"/>
    public ItemStatistics StatisticsWithout(int item, int ownUnits) => Cuts.Without(_counts[item], _sums[item], ownUnits);

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
        int coarse = CrowdCuts.Coarse(ExactTotalMean);
        if (coarse != _coarseTotalMean)
        {
            // All items are compared with this mean; they are binned again when a level is next needed.
            _coarseTotalMean = coarse;
            _binsStale = true;
        }
        else if (!_binsStale)
        {
            Weigh(item, _counts[item]);
        }
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
        int mean = CrowdCuts.Shrunk(_counts[item], _sums[item], _coarseTotalMean, _itemShrinkage);
        _means.Add(CrowdCuts.MeanBin(mean, _coarseTotalMean), weight);
        _popularity.Add(CrowdCuts.CountBin(_counts[item]), weight);
    }
}
