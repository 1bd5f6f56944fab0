namespace WeightlessNet.Recommenders;

/// <summary>How the ratings of a log become writes to cells: the part of a fold that is the same for all users.</summary>
/// <remarks>Holds scratch memory: not safe for concurrent use.</remarks>
internal sealed class PersonalFold
{
    private readonly WeightlessOptions _options;
    private readonly RatingScale _scale;
    private readonly RatingUnits _units;
    private readonly CrowdStatistics _crowd;
    private readonly ItemAddresses _addresses;
    private readonly byte[] _row;
    private int[] _weights = [];
    private int[] _order = [];
    private (long, int)[] _ages = [];

    public PersonalFold(WeightlessOptions options, RatingScale scale, CrowdStatistics crowd, ItemAddresses addresses)
    {
        _options = options;
        _scale = scale;
        _units = new RatingUnits(scale);
        _crowd = crowd;
        _addresses = addresses;
        _row = new byte[addresses.NodeCount];
    }

    /// <summary>What a rating writes, given what the rest of the crowd thinks of the item.</summary>
    public FoldedRating Fold(in RatedItem rated, int weight)
    {
        int units = _units.FromRating(rated.Value);
        ItemView view = _crowd.ViewWithout(rated.Item, units);
        int target = _options.Reading == WeightlessReading.Regression ? units - view.Mean : units;
        return new FoldedRating(rated.Item, target, _scale.LevelOf(rated.Value), weight, view.MeanLevel, view.CountLevel);
    }

    /// <summary>The addresses that a rating writes to. Valid until the next call.</summary>
    public ReadOnlySpan<byte> AddressesOf(in FoldedRating rating)
    {
        _addresses.Write(rating.Item, rating.MeanLevel, rating.CountLevel, _row);
        return _row;
    }

    /// <summary>The weight of each rating of a log, by its age; empty where all weigh 1. Valid until the next call.</summary>
    public ReadOnlySpan<int> WeightsOf(ReadOnlySpan<RatedItem> log)
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
