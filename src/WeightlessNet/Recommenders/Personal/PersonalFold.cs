using WeightlessNet.Nodes;
using WeightlessNet.Recommenders.Internals;

namespace WeightlessNet.Recommenders.Personal;

/// <summary>
/// Folds a user's log into cells, and the cells into tables. The cells are scratch memory, the same for all users: between two reads
/// a user needs no more than the log and the tables.
/// </summary>
/// <remarks>Not safe for concurrent use; its owner locks.</remarks>
internal sealed class PersonalFold
{
    private const int TwicingBits = 10;

    private readonly WeightlessOptions _options;
    private readonly RatingScale _scale;
    private readonly RatingUnits _units;
    private readonly CrowdStatistics _crowd;
    private readonly RatingBlend _blend;
    private readonly ItemAddresses _addresses;
    private readonly PersonalReader _reader;
    private readonly SumNodes _cells;
    private readonly HistogramNodes? _levels;
    private readonly int[] _nodeAnswers;
    private readonly byte[] _row;
    private readonly long _twicing;
    private int[] _targets = [];
    private FoldedRating[] _folded = [];
    private int[] _weights = [];
    private int[] _order = [];
    private (long, int)[] _ages = [];

    public PersonalFold(
        WeightlessOptions options,
        RatingScale scale,
        CrowdStatistics crowd,
        RatingBlend blend,
        ItemAddresses addresses,
        PersonalReader reader)
    {
        _options = options;
        _scale = scale;
        _units = new RatingUnits(scale);
        _crowd = crowd;
        _blend = blend;
        _addresses = addresses;
        _reader = reader;
        _cells = new SumNodes(options.Nodes, options.InputsPerNode);
        _levels = options.Reading == WeightlessReading.Histogram
            ? new HistogramNodes(options.Nodes, options.InputsPerNode, scale.LevelCount)
            : null;
        _nodeAnswers = new int[_cells.Cells.Length];
        _row = new byte[addresses.NodeCount];
        _twicing = options.Reading == WeightlessReading.Regression ? (long)Math.Round(options.Twicing * (1 << TwicingBits)) : 0;
    }

    /// <summary>
    /// The ratings of a user's log as they stand now, given what the rest of the crowd thinks of each item. Valid until the next call.
    /// </summary>
    public ReadOnlySpan<FoldedRating> Fold(int user, ReadOnlySpan<RatedItem> log)
    {
        if (_folded.Length < log.Length)
        {
            _folded = new FoldedRating[Math.Max(log.Length, 2 * _folded.Length)];
        }

        ReadOnlySpan<int> weights = WeightsOf(log);
        bool regression = _options.Reading == WeightlessReading.Regression;
        long share = _blend.ShareOf(user, log.Length);
        for (int i = 0; i < log.Length; i++)
        {
            int units = _units.FromRating(log[i].Value);
            ItemView view = _crowd.ViewWithout(log[i].Item, units);
            _folded[i] = new FoldedRating(
                log[i].Item,
                (short)(regression ? units - _blend.OutOfFold(user, log[i].Item, view.Mean, share) : units),
                (short)_scale.LevelOf(log[i].Value),
                (byte)(weights.IsEmpty ? 1 : weights[i]),
                view.MeanLevel,
                view.CountLevel);
        }

        return _folded.AsSpan(0, log.Length);
    }

    /// <summary>The cells that a user's ratings make, with these targets. Valid until the next call.</summary>
    public SumNodes CellsOf(ReadOnlySpan<FoldedRating> ratings, ReadOnlySpan<int> targets)
    {
        _cells.Clear();
        for (int i = 0; i < ratings.Length; i++)
        {
            _cells.Add(AddressesOf(ratings[i]), ratings[i].Weight, ratings[i].Weight * targets[i]);
        }

        return _cells;
    }

    /// <summary>
    /// What each rating writes: its target, and with twicing a part of what the answer of all the other ratings leaves of it. Valid until
    /// the next call.
    /// </summary>
    public ReadOnlySpan<int> TargetsOf(ReadOnlySpan<FoldedRating> ratings, long centre)
    {
        if (_targets.Length < ratings.Length)
        {
            _targets = new int[Math.Max(ratings.Length, 2 * _targets.Length)];
        }

        Span<int> targets = _targets.AsSpan(0, ratings.Length);
        for (int i = 0; i < ratings.Length; i++)
        {
            targets[i] = ratings[i].Target;
        }

        if (_twicing > 0)
        {
            ReadOnlySpan<SumCell> cells = CellsOf(ratings, targets).Cells;
            long share = _reader.ShareOf(ratings.Length);
            for (int i = 0; i < ratings.Length; i++)
            {
                long left = targets[i] - (centre >> PersonalReader.CentreBits)
                    - (AnswerOfOthers(cells, ratings[i], centre, share) >> PersonalReader.AnswerBits);
                targets[i] += (int)((left * _twicing) >> TwicingBits);
            }
        }

        return targets;
    }

    private long AnswerOfOthers(ReadOnlySpan<SumCell> cells, in FoldedRating rating, long centre, long share)
    {
        long sum = 0;
        int node = 0;
        foreach (byte address in AddressesOf(rating))
        {
            SumCell cell = cells[node + address];
            int count = cell.Count - rating.Weight;
            if (count > 0)
            {
                sum += _reader.AnswerOf(new SumCell(count, cell.Sum - (rating.Weight * rating.Target)), centre, share);
            }

            node += 1 << _options.InputsPerNode;
        }

        return sum;
    }

    /// <summary>The counts of levels that ratings make, for the histogram reading. Valid until the next call.</summary>
    public HistogramNodes LevelsOf(ReadOnlySpan<FoldedRating> ratings)
    {
        _levels!.Clear();
        foreach (ref readonly FoldedRating rating in ratings)
        {
            _levels.Add(AddressesOf(rating), rating.Level, rating.Weight);
        }

        return _levels;
    }

    /// <summary>Leaves nothing of any user in the scratch memory.</summary>
    public void Clear()
    {
        Array.Clear(_folded);
        Array.Clear(_targets);
        _cells.Clear();
        _levels?.Clear();
    }

    /// <summary>Makes a user's tables of the user's ratings, read against a centre.</summary>
    public void Fill(PersonalTables tables, ReadOnlySpan<FoldedRating> ratings, long centre)
    {
        ReadOnlySpan<SumCell> cells = CellsOf(ratings, TargetsOf(ratings, centre)).Cells;
        long share = _reader.ShareOf(ratings.Length);
        int greatest = 0;
        for (int i = 0; i < cells.Length; i++)
        {
            int answer = cells[i].Count == 0 ? 0 : (int)_reader.AnswerOf(cells[i], centre, share);
            _nodeAnswers[i] = answer;
            greatest = Math.Max(greatest, Math.Abs(answer));
        }

        // Steps are so large that the greatest answer is 127 of them; division is by multiplying with a reciprocal of 32 digits.
        int step = Math.Max(1, (greatest + sbyte.MaxValue - 1) / sbyte.MaxValue);
        long reciprocal = ((1L << 32) + (step / 2)) / step;
        int perNode = 1 << _options.InputsPerNode;
        for (int node = 0; node < _options.Nodes; node++)
        {
            ReadOnlySpan<int> answers = _nodeAnswers.AsSpan(node * perNode, perNode);
            Span<sbyte> table = tables.Answers.AsSpan(node * tables.Stride, perNode);
            for (int i = 0; i < answers.Length; i++)
            {
                long steps = ((answers[i] * reciprocal) + (1L << 31)) >> 32;
                table[i] = (sbyte)Math.Clamp(steps, -sbyte.MaxValue, sbyte.MaxValue);
            }
        }

        tables.Step = step;
        tables.Centre = centre;
        tables.Remember(ratings);
    }

    /// <summary>Whether tables were made of these ratings, read against this centre.</summary>
    public static bool Fits(PersonalTables tables, ReadOnlySpan<FoldedRating> ratings, long centre) =>
        tables.Version >= 0 && tables.Centre == centre && tables.Ratings.SequenceEqual(ratings);

    /// <summary>The addresses that a rating writes to. Valid until the next call.</summary>
    public ReadOnlySpan<byte> AddressesOf(in FoldedRating rating)
    {
        _addresses.Write(rating.Item, rating.MeanLevel, rating.CountLevel, _row);
        return _row;
    }

    // The weight of each rating by its age; empty where all weigh 1.
    private ReadOnlySpan<int> WeightsOf(ReadOnlySpan<RatedItem> log)
    {
        if (_options.Recency.Count == 0)
        {
            return default;
        }

        if (_weights.Length < log.Length)
        {
            int length = Math.Max(log.Length, 2 * _weights.Length);
            _weights = new int[length];
            _order = new int[length];
            _ages = new (long, int)[length];
        }

        // Newest first; of equally old ones the higher item, so that the order is that of the ratings and not of their coming.
        // The complement turns the order round as the negative does, and exists for every number.
        for (int i = 0; i < log.Length; i++)
        {
            _order[i] = i;
            _ages[i] = (~log[i].Timestamp, ~log[i].Item);
        }

        Array.Sort(_ages, _order, 0, log.Length);
        for (int age = 0; age < log.Length; age++)
        {
            int weight = 1;
            foreach (RecencyTier tier in _options.Recency)
            {
                weight += age < tier.Newest ? tier.ExtraWeight : 0;
            }

            _weights[_order[age]] = weight;
        }

        return _weights.AsSpan(0, log.Length);
    }
}
