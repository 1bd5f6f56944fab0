using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// What calibration gives to the networks of all users: their layout, the central models and the weights. It is replaced as a whole.
/// </summary>
/// <remarks>Immutable and thread-safe, but for the workspaces that it lends.</remarks>
internal sealed class SharedNetworks
{
    private readonly WeightlessOptions _configured;
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
        : this(options, scale, layout, weights, new AnswerBase(central, weights), default)
    {
    }

    private SharedNetworks(
        WeightlessOptions configured,
        RatingScale scale,
        NetworkLayout layout,
        RatingWeights? weights,
        AnswerBase answers,
        RatingMoments moments)
    {
        _configured = configured;
        Options = configured.WithShrinkage(moments.UserShrinkage, moments.GainShrinkage);
        _scale = scale;
        Layout = layout;
        Weights = weights;
        Base = answers;
        Usual = PoolOf(Options);

        // The twicing that suits equal weights is too strong for a few heavy ratings.
        Drifting = PoolOf(new WeightlessOptions(Options)
        {
            Recency = WeightlessOptions.FollowDrift,
            Twicing = Math.Min(Options.Twicing, WeightlessOptions.TwicingWithRecency),
        });

        // Options that cannot be used throw here.
        Usual.Return(Usual.Rent());
    }

    /// <summary>The options, with all shrinkages.</summary>
    public WeightlessOptions Options { get; }

    public NetworkLayout Layout { get; }

    /// <summary>Whether a shrinkage is learned from the ratings of all users.</summary>
    public bool LearnsShrinkage => _configured.LearnsShrinkage;

    public AnswerBase Base { get; }

    /// <summary>The learned weights; null if the networks are not calibrated.</summary>
    public RatingWeights? Weights { get; }

    /// <summary>For the networks of users with the configured recency.</summary>
    public WorkspacePool<PersonalWorkspace> Usual { get; }

    /// <summary>For the networks of users whose recent ratings have more weight.</summary>
    public WorkspacePool<PersonalWorkspace> Drifting { get; }

    /// <summary>The networks with the shrinkages that ratings say: this object if these do not change.</summary>
    public SharedNetworks With(RatingMoments moments)
    {
        if (!LearnsShrinkage)
        {
            return this;
        }

        WeightlessOptions shrunk = _configured.WithShrinkage(moments.UserShrinkage, moments.GainShrinkage);
        return shrunk.UserShrinkage == Options.UserShrinkage && shrunk.GainShrinkage == Options.GainShrinkage
            ? this
            : new SharedNetworks(_configured, _scale, Layout, Weights, Base, moments);
    }

    /// <summary>For the networks of users with a recency.</summary>
    public WorkspacePool<PersonalWorkspace> PoolOf(UserRecency recency) => recency == UserRecency.FollowDrift ? Drifting : Usual;

    /// <summary>Tables for a user's ratings, to be filled.</summary>
    public PersonalTables CreateTables(UserBase userBase, RatingsCopy ratings, UserRecency recency) =>
        new(this, userBase, Options.TupleSize, ratings, recency);

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
