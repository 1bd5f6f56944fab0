using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// What calibration gives to the networks of all users: their layout, the central models and the weights. It is replaced as a whole.
/// </summary>
/// <remarks>Immutable and thread-safe, but for the workspaces that it lends.</remarks>
internal sealed class SharedNetworks
{
    private readonly WeightlessOptions _options;
    private readonly RatingScale _scale;

    /// <param name="options">The options of the networks.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="layout">The nodes and their inputs.</param>
    /// <param name="central">The central models; null for none.</param>
    /// <param name="weights">The learned weights; null for the gain of the options.</param>
    /// <exception cref="ArgumentException">The histogram window covers the whole scale.</exception>
    public SharedNetworks(
        WeightlessOptions options,
        RatingScale scale,
        NetworkLayout layout,
        ICentralAnswers? central = null,
        RatingWeights? weights = null)
    {
        _options = options;
        _scale = scale;
        Layout = layout;
        Weights = weights;
        Base = new AnswerBase(central, weights);
        Usual = PoolOf(options);

        // The twicing that suits equal weights is too strong for a few heavy ratings.
        Drifting = PoolOf(new WeightlessOptions(options)
        {
            Recency = WeightlessOptions.FollowDrift,
            Twicing = Math.Min(options.Twicing, WeightlessOptions.TwicingWithRecency),
        });

        // Options that cannot be used throw here.
        Usual.Return(Usual.Rent());
    }

    public NetworkLayout Layout { get; }

    public AnswerBase Base { get; }

    /// <summary>The learned weights; null if the networks are not calibrated.</summary>
    public RatingWeights? Weights { get; }

    /// <summary>For the networks of users with the configured recency.</summary>
    public WorkspacePool<PersonalWorkspace> Usual { get; }

    /// <summary>For the networks of users whose recent ratings have more weight.</summary>
    public WorkspacePool<PersonalWorkspace> Drifting { get; }

    /// <summary>For the networks of users with a recency.</summary>
    public WorkspacePool<PersonalWorkspace> PoolOf(UserRecency recency) => recency == UserRecency.FollowDrift ? Drifting : Usual;

    /// <summary>Tables for a user's ratings, to be filled.</summary>
    public PersonalTables CreateTables(UserBase userBase, RatingsCopy ratings, UserRecency recency) =>
        new(this, userBase, _options.TupleSize, ratings, recency);

    /// <summary>The gain of networks for an item, with 10 fraction bits.</summary>
    public int GainOf(int rarity) => Weights?.GainOf(rarity) ?? 1 << RatingWeights.FractionBits;

    /// <summary>Clears all user data in the workspaces.</summary>
    public void Clear()
    {
        Usual.Clear();
        Drifting.Clear();
        Base.Clear();
    }

    private WorkspacePool<PersonalWorkspace> PoolOf(WeightlessOptions options)
    {
        Lazy<PersonalReader> reader = new(() => new PersonalReader(options, Layout.NodeCount, Weights));
        return new WorkspacePool<PersonalWorkspace>(() => new PersonalWorkspace(options, _scale, Layout, reader.Value, Base.CreateUser()));
    }
}
