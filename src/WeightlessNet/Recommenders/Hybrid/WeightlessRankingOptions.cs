using WeightlessNet.Discriminators;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>Options of a <see cref="WeightlessRankingRecommender"/>.</summary>
/// <remarks>
/// How much each network counts is not an option: <see cref="WeightlessRankingRecommender.Fit"/> learns it from the data. Immutable.
/// </remarks>
public sealed partial record WeightlessRankingOptions
{
    /// <summary>The greatest value of <see cref="Nodes"/>.</summary>
    internal const int MaximumNodes = 4096;

    /// <summary>
    /// The number of RAM nodes of a network over one field: 1 to 4096; the default is 64. A network over several fields has twice as many
    /// after a training.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 4096.</exception>
    public int Nodes
    {
        get;
        init => field = OptionRange.Checked(value, 1, MaximumNodes, nameof(Nodes));
    } = 64;

    /// <summary>The number of bits that address a node: 1 to 8; the default is 6.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 8.</exception>
    public int TupleSize
    {
        get;
        init => field = OptionRange.Checked(value, 1, AddressRows.MaximumTupleSize, nameof(TupleSize));
    } = 6;

    /// <summary>
    /// The shrinkage of a cell: the number of ratings, distributed as the background, that are added to a user's own when a cell is read,
    /// 0.1 to 1000; the default is 10.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0.1 to 1000.</exception>
    public double CellShrinkage
    {
        get;
        init => field = OptionRange.Checked(value, 0.1, 1000, nameof(CellShrinkage));
    } = 10;

    /// <inheritdoc cref="ImplicitFactorizationOptions.LikedFrom"/>
    public float? LikedFrom
    {
        get;
        init => field = LikeOptions.CheckedRating(value, nameof(LikedFrom));
    }

    /// <summary>
    /// The number of users whose networks are cached: 1 to 2^24; the default is 1024. The networks of other users are rebuilt from their
    /// ratings when needed, with the same answers. A cached user takes 64 bytes for each node of each network with a tuple size of up to 6.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 2^24.</exception>
    public int MaximumHotUsers
    {
        get;
        init => field = OptionRange.Checked(value, 1, 1 << 24, nameof(MaximumHotUsers));
    } = 1024;

    /// <summary>
    /// The maximum number of threads that train: 1 to 1000; the default is the number of processors. It also limits central models of this
    /// library whose own options allow more; an application's own models train as they do. The result does not depend on it, and it is not
    /// stored: a recommender that is loaded has the default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 1000.</exception>
    public int MaxDegreeOfParallelism
    {
        get;
        init => field = OptionRange.Checked(value, 1, 1000, nameof(MaxDegreeOfParallelism));
    } = Math.Clamp(Environment.ProcessorCount, 1, 1000);

    /// <summary>
    /// The seed of the mappings, the same for all users, of the initial audience factors, and of which ratings are held out; the default
    /// is 1.
    /// </summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// How much each like counts in the central models where the application gives none; <see cref="LikeWeights.Equal"/> unless set. It is
    /// not stored here, but in the central models.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public LikeWeights Weights { get; init => field = LikeWeighting.CheckedAmounts(value, nameof(Weights)); }

    /// <summary>
    /// After what time a like counts half as much in the central models where the application gives none, see
    /// <see cref="ImplicitFactorizationOptions.HalfLife"/>. <see cref="TimeSpan.MaxValue"/> is for likes that do not age, and so is null,
    /// the default; but in the options of a <see cref="Serving.Recommender{TUser, TItem}"/> null lets each training learn it. Networks and
    /// popularity count likes of any age alike. It is not stored here, but in the central models.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The value is neither 1 second to 20,000 days nor <see cref="TimeSpan.MaxValue"/>.
    /// </exception>
    public TimeSpan? HalfLife { get; init => field = LikeWeighting.CheckedHalfLifeOrNone(value, nameof(HalfLife)); }

    /// <summary>How much likes count in the central models, as far as it is set.</summary>
    internal LikeWeighting Weighting => new(Weights, HalfLife == TimeSpan.MaxValue ? null : HalfLife);

    /// <summary>
    /// Whether a training learns after what time likes count half, unless it is set. It is used in a training only, and not stored.
    /// </summary>
    internal bool LearnsHalfLife { get; init; }

    /// <summary>
    /// Whether the mean rating of an item is its share of likes, so that the size of a rating does not count. It is used in a training
    /// only, and not stored.
    /// </summary>
    internal bool MeansAreOfLikes { get; init; }
}
