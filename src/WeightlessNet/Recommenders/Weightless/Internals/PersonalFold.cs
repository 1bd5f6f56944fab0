using System.Numerics;
using WeightlessNet.Nodes;
using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// Folds a user's log into cells, and the cells into tables. The cells are scratch memory for one user after the other: between reads only
/// the log and the tables of a user are kept.
/// </summary>
/// <remarks>Not thread-safe; one thread at a time uses it.</remarks>
internal sealed partial class PersonalFold
{
    private readonly WeightlessOptions _options;
    private readonly RatingScale _scale;
    private readonly RatingUnits _units;
    private readonly NetworkLayout _layout;
    private readonly PersonalReader _reader;
    private readonly FoldedCells _cells;
    private readonly HistogramNodes? _levels;
    private readonly int[] _unitsOfLevel;
    private readonly byte[] _row;
    private readonly long _twicing;
    private readonly bool _weighsAll;
    private readonly IReadOnlyList<RecencyTier> _tiers;
    private ItemAddresses? _addresses;
    private FoldedRating[] _folded = [];
    private int[] _weights = [];
    private int[] _order = [];
    private long[] _ages = [];

    public PersonalFold(
        WeightlessOptions options,
        RatingScale scale,
        NetworkLayout layout,
        PersonalReader reader)
    {
        _options = options;
        _scale = scale;
        _units = new RatingUnits(scale);
        _layout = layout;
        _reader = reader;
        _cells = new FoldedCells(layout, reader);
        _levels = options.Reading == WeightlessReading.Histogram
            ? new HistogramNodes(layout.NodeCount, BitOperations.Log2((uint)layout.CellsPerNode), scale.LevelCount)
            : null;
        _unitsOfLevel = [.. Enumerable.Range(0, scale.LevelCount).Select(level => _units.FromRating(scale.ValueOf(level)))];
        _row = new byte[layout.NodeCount];
        _weighsAll = options.Recency is { Count: > 0 };
        _tiers = !_weighsAll && layout.WeighsRecent ? WeightlessOptions.FollowDrift : options.Recency ?? [];
        _twicing = options.Reading == WeightlessReading.Regression ? (long)Math.Round(options.Twicing * (1 << TwicingBits)) : 0;
    }

    /// <summary>
    /// Folds a user's log with a version's statistics of each item, which leave out the user's own rating. Valid until the next call.
    /// </summary>
    /// <param name="log">The ratings, which the version knows.</param>
    /// <param name="catalog">The version; later calls use its addresses.</param>
    public ReadOnlySpan<FoldedRating> Fold(UserRatings log, CatalogVersion catalog)
    {
        _addresses = catalog.Addresses;
        if (_folded.Length < log.Length)
        {
            _folded = new FoldedRating[Math.Max(log.Length, 2 * _folded.Length)];
        }

        ReadOnlySpan<int> weights = WeightsOf(log);
        bool weighsByTime = !weights.IsEmpty && _weighsAll;
        bool regression = _options.Reading == WeightlessReading.Regression;
        for (int i = 0; i < log.Length; i++)
        {
            int item = log.ItemAt(i);
            int level = log.LevelAt(i);
            int units = level >= 0 ? _unitsOfLevel[level] : _units.FromRating(log[i].Value);
            ItemStatistics statistics = catalog.StatisticsWithout(item, units);
            _folded[i] = new FoldedRating(
                item,
                (short)(regression ? units - statistics.Mean : units),
                (short)(level >= 0 ? level : _scale.LevelOf(log[i].Value)),
                (byte)(weighsByTime ? weights[i] : 1),
                (byte)(weights.IsEmpty ? 1 : weights[i]),
                statistics.MeanLevel,
                statistics.CountLevel);
        }

        return _folded.AsSpan(0, log.Length);
    }

    /// <summary>The addresses at all nodes of a rating from the last call of <see cref="ValuesOf"/>.</summary>
    public ReadOnlySpan<byte> AddressesOf(int rating) => _cells.AddressesOf(rating);

    /// <summary>Counts the levels of ratings, for the histogram reading. Valid until the next call.</summary>
    public HistogramNodes LevelsOf(ReadOnlySpan<FoldedRating> ratings)
    {
        _levels!.Clear();
        foreach (ref readonly FoldedRating rating in ratings)
        {
            _addresses!.Write(rating.Item, rating.MeanLevel, rating.CountLevel, _row);
            _levels.Add(_row, rating.Level, rating.Weight);
        }

        return _levels;
    }

    /// <summary>Clears all user data in the scratch memory.</summary>
    public void Clear()
    {
        _addresses = null;
        Array.Clear(_folded);
        Array.Clear(_values);
        Array.Clear(_residuals);
        Array.Clear(_answersOfOthers);
        Array.Clear(_weights);
        Array.Clear(_order);
        Array.Clear(_ages);
        Array.Clear(_row);
        _cells.Clear();
        _levels?.Clear();
    }

    /// <summary>Fills a user's tables from the user's ratings, read against a center.</summary>
    public void Fill(PersonalTables tables, ReadOnlySpan<FoldedRating> ratings, long center)
    {
        _cells.FillTables(tables, _layout.Groups, ratings, ValuesOf(ratings, center));
        tables.Center = center;
        tables.Remember(ratings);
    }

    // The weight of each rating by recency; empty if all weights are 1.
    private ReadOnlySpan<int> WeightsOf(UserRatings log)
    {
        if (_tiers.Count == 0)
        {
            return default;
        }

        if (_weights.Length < log.Length)
        {
            int length = Math.Max(log.Length, 2 * _weights.Length);
            _weights = new int[length];
            _order = new int[length];
            _ages = new long[length];
        }

        // Newest first. The complement reverses the order and, unlike the negative, cannot overflow.
        for (int i = 0; i < log.Length; i++)
        {
            _order[i] = i;
            _ages[i] = ~log[i].Timestamp;
        }

        Array.Sort(_ages, _order, 0, log.Length);
        for (int first = 0; first < log.Length;)
        {
            // Equally old ratings share the mean weight of their places, so that the numbering of items does not matter.
            long sum = 0;
            int next = first;
            for (; next < log.Length && _ages[next] == _ages[first]; next++)
            {
                sum += WeightAt(next);
            }

            int count = next - first;
            int weight = (int)((sum + (count / 2)) / count);
            for (; first < next; first++)
            {
                _weights[_order[first]] = weight;
            }
        }

        return _weights.AsSpan(0, log.Length);
    }

    // The weight of the rating that has so many newer ones.
    private int WeightAt(int age)
    {
        int weight = 1;
        foreach (RecencyTier tier in _tiers)
        {
            weight += age < tier.Newest ? tier.ExtraWeight : 0;
        }

        return weight;
    }
}
