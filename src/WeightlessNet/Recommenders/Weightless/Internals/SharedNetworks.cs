using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// What calibration gives to the networks of all users: their layout, the central models and the weights. It is replaced as a whole.
/// </summary>
/// <remarks>Immutable and thread-safe, but for the workspaces that it lends.</remarks>
internal sealed class SharedNetworks
{
    // A learned shrinkage that changes back finds the networks it had, so that the tables of users stay current.
    private const int MostVersions = 4;

    private readonly WeightlessOptions _configured;
    private readonly RatingScale _scale;

    // The networks with the last few shrinkages, the last one used at the end. The list is shared by all of them, and locked.
    private readonly List<SharedNetworks> _versions;

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
        : this(options, scale, layout, weights, new AnswerBase(central, weights), default, [])
    {
    }

    private SharedNetworks(
        WeightlessOptions configured,
        RatingScale scale,
        NetworkLayout layout,
        RatingWeights? weights,
        AnswerBase answers,
        RatingMoments moments,
        List<SharedNetworks> versions)
    {
        _configured = configured;
        Options = configured.WithShrinkage(moments.UserShrinkage, moments.GainShrinkage);
        _scale = scale;
        _versions = versions;
        Layout = layout;
        Weights = weights;
        Base = answers;
        Usual = PoolOf(Options);

        // The twicing that suits equal weights is too strong for a few heavy ratings.
        Drifting = PoolOf(Options with
        {
            Recency = WeightlessOptions.FollowDrift,
            Twicing = Math.Min(Options.Twicing, WeightlessOptions.TwicingWithRecency),
        });

        // Options that cannot be used throw here.
        Usual.Return(Usual.Rent());
        _versions.Add(this);
    }

    /// <summary>The options, with all shrinkages.</summary>
    public WeightlessOptions Options { get; }

    public NetworkLayout Layout { get; }

    /// <summary>Whether a shrinkage is learned from the ratings of all users.</summary>
    public bool LearnsShrinkage => _configured.LearnsShrinkage;

    /// <summary>Whether a user's own ratings say how much the latest ones count, where there are no weights.</summary>
    public bool LearnsRecency => _configured is { Recency: null, Reading: WeightlessReading.Regression };

    public AnswerBase Base { get; }

    /// <summary>The learned weights; null if the networks are not calibrated.</summary>
    public RatingWeights? Weights { get; }

    /// <summary>For the networks of users with the configured recency.</summary>
    public WorkspacePool<PersonalWorkspace> Usual { get; }

    /// <summary>For the networks of users whose recent ratings have more weight.</summary>
    public WorkspacePool<PersonalWorkspace> Drifting { get; }

    /// <summary>
    /// The networks with the shrinkages that ratings say: this object if these do not change, and the same object for each of the last few.
    /// </summary>
    public SharedNetworks With(RatingMoments moments)
    {
        if (!LearnsShrinkage)
        {
            return this;
        }

        WeightlessOptions shrunk = _configured.WithShrinkage(moments.UserShrinkage, moments.GainShrinkage);
        if (HasShrinkage(shrunk))
        {
            return this;
        }

        lock (_versions)
        {
            int known = _versions.FindIndex(one => one.HasShrinkage(shrunk));
            if (known < 0)
            {
                SharedNetworks made = new(_configured, _scale, Layout, Weights, Base, moments, _versions);
                _versions.RemoveRange(0, Math.Max(0, _versions.Count - MostVersions));
                return made;
            }

            SharedNetworks found = _versions[known];
            _versions.RemoveAt(known);
            _versions.Add(found);
            return found;
        }
    }

    /// <summary>For the networks of users with a recency.</summary>
    public WorkspacePool<PersonalWorkspace> PoolOf(UserRecency recency) => recency == UserRecency.FollowDrift ? Drifting : Usual;

    /// <summary>Tables for a user's ratings, to be filled.</summary>
    public PersonalTables CreateTables(UserBase userBase, RatingsCopy ratings, UserRecency recency) =>
        new(this, userBase, Options.TupleSize, ratings, recency);

    /// <summary>The gain of networks for an item, with 10 fraction bits.</summary>
    public int GainOf(int rarity) => Weights?.GainOf(rarity) ?? 1 << RatingWeights.FractionBits;

    /// <summary>Clears all user data in the workspaces, those of the last few shrinkages too.</summary>
    public void Clear()
    {
        lock (_versions)
        {
            foreach (SharedNetworks version in _versions)
            {
                version.Usual.Clear();
                version.Drifting.Clear();
            }
        }

        // These may be older than the last few.
        Usual.Clear();
        Drifting.Clear();
        Base.Clear();
    }

    private bool HasShrinkage(WeightlessOptions shrunk) =>
        shrunk.UserShrinkage == Options.UserShrinkage && shrunk.GainShrinkage == Options.GainShrinkage;

    private WorkspacePool<PersonalWorkspace> PoolOf(WeightlessOptions options)
    {
        Lazy<PersonalReader> reader = new(() => new PersonalReader(options, Layout.NodeCount, Weights));
        return new WorkspacePool<PersonalWorkspace>(() => new PersonalWorkspace(options, _scale, Layout, reader.Value, Base.CreateUser()));
    }
}
