using WeightlessNet.Recommenders.Crowd.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// What all users' networks have in common: the items' addresses, the catalog laid out for ranking, the central models and the weights. It is
/// replaced as a whole.
/// </summary>
/// <remarks>Not thread-safe; the owner locks.</remarks>
internal sealed class SharedNetworks
{
    private readonly WeightlessOptions _options;
    private readonly RatingScale _scale;
    private readonly CrowdStatistics _crowd;
    private readonly UserBase _unknown;
    private RecencyNetworks? _drifting;

    /// <param name="options">The options of the networks.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="crowd">The crowd's statistics.</param>
    /// <param name="addresses">The items' addresses.</param>
    /// <param name="central">The central models; null for none.</param>
    /// <param name="weights">The learned weights; null for the gain of the options.</param>
    public SharedNetworks(
        WeightlessOptions options,
        RatingScale scale,
        CrowdStatistics crowd,
        ItemAddresses addresses,
        ICentralAnswers? central = null,
        RatingWeights? weights = null)
    {
        _options = options;
        _scale = scale;
        _crowd = crowd;
        Addresses = addresses;
        Weights = weights;
        Base = new AnswerBase(central, weights);
        Scan = new CatalogScan(crowd, addresses);
        Usual = Create(options);
        _unknown = Base.CreateUser();
    }

    public ItemAddresses Addresses { get; }

    public CatalogScan Scan { get; }

    public AnswerBase Base { get; }

    /// <summary>The learned weights; null if the networks are not calibrated.</summary>
    public RatingWeights? Weights { get; }

    /// <summary>The networks of users with the configured recency.</summary>
    public RecencyNetworks Usual { get; }

    /// <summary>The networks of users whose recent ratings have more weight.</summary>
    // The twicing that suits equal weights is too strong for a few heavy ratings.
    public RecencyNetworks Drifting => _drifting ??= Create(new WeightlessOptions(_options)
    {
        Recency = WeightlessOptions.FollowDrift,
        Twicing = Math.Min(_options.Twicing, WeightlessOptions.TwicingWithRecency),
    });

    /// <summary>Tables that are made for no user yet: new ones, or those of a user who no longer needs them.</summary>
    public PersonalTables CreateTables(PersonalTables? spare) =>
        PersonalTables.Reuse(spare, Addresses.NodeCount, _options.TupleSize, Base);

    /// <summary>The base of the answers for a user without ratings. Valid until the next call.</summary>
    public UserBase BaseOfUnknown(int user, long level)
    {
        Base.Prepare(_unknown, user, default, level);
        return _unknown;
    }

    /// <summary>The gain of networks for an item, with 10 fraction bits.</summary>
    public int GainOf(int item) => Weights?.GainOf(RarityOf(item)) ?? 1 << RatingWeights.FractionBits;

    /// <summary>An item's rarity; that of an item without ratings if it is unknown.</summary>
    public int RarityOf(int item) => RatingWeights.RarityOf(item < _crowd.ItemCount ? _crowd.CountOf(item) : 0);

    /// <summary>Clears all user data in the scratch memory.</summary>
    public void Clear()
    {
        Usual.Clear();
        _drifting?.Clear();
        Base.Clear();
        _unknown.Clear();
    }

    private RecencyNetworks Create(WeightlessOptions options) => new(options, _scale, _crowd, Addresses, Weights);
}
