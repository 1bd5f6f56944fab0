using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Serving;

/// <summary>
/// The options of a <see cref="Recommender{TUser, TItem}"/>. The defaults suit most applications. A changed copy is made by <c>with</c>.
/// </summary>
/// <typeparam name="TUser">The type of the users' keys.</typeparam>
/// <remarks>Immutable and thread-safe if its functions are.</remarks>
public sealed record RecommenderOptions<TUser>
    where TUser : notnull
{
    /// <summary>
    /// The name under which it reports metrics and traces, see <see cref="RecommenderTelemetry"/>. Null, the default, for the name with
    /// which it is registered, or else the name of its folder, or "memory". Two of one process should have different names.
    /// </summary>
    public string? Name { get; init; }

    /// <summary>The scale of the ratings; the default is 0.5 to 5 stars in halves.</summary>
    public RatingScale Scale { get; init; } = RatingScale.HalfStars;

    /// <summary>
    /// Learns events, such as clicks and purchases, in place of ratings; null, the default, for ratings. <see cref="Scale"/>,
    /// <see cref="CentralModel"/> and <see cref="WeightlessRankingOptions.LikedFrom"/> are about ratings and must then not be set. It
    /// cannot be changed once a folder has been created.
    /// </summary>
    public EventOptions? Events { get; init; }

    /// <summary>The scale of what is stored.</summary>
    internal RatingScale StoredScale => Events is null ? Scale : EventOptions.Scale;

    /// <summary>
    /// How users' keys are stored; null, the default, for the formats that the library knows, see <see cref="KeyFormat{TKey}"/>.
    /// </summary>
    public KeyFormat<TUser>? UserKeys { get; init; }

    /// <summary>Compares users' keys; null for the default comparer.</summary>
    public IEqualityComparer<TUser>? UserComparer { get; init; }

    /// <summary>
    /// The fields that describe users, such as an age and a country: see <see cref="Recommender{TUser, TItem}.DescribeUserAsync"/>. Null,
    /// the default, for none. Another schema at the next opening counts from the next training on; the descriptions stay.
    /// </summary>
    /// <remarks>With it, predicted ratings take turns with changes under one lock. Lists do not.</remarks>
    /// <exception cref="ArgumentException">The schema has no fields.</exception>
    public UserSchema? Users
    {
        get;
        init => field = value is { Fields.Count: 0 }
            ? throw new ArgumentException(
                "The schema of users has no fields. Add one, such as a word or buckets, or leave it null.", nameof(Users))
            : value;
    }

    /// <summary>When to train in the background.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public TrainingRule Training
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Training));
            field = value;
        }
    } = new();

    /// <summary>What survives when a call has ended. The default is <see cref="Serving.Durability.Disk"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public Durability Durability
    {
        get;
        init => field = Enum.IsDefined(value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Durability), value, "The durability must be Disk or OperatingSystem.");
    } = Durability.Disk;

    /// <summary>
    /// The number of changes after which a checkpoint is written, so that opening replays no more than these: 1 or more. The default is
    /// 200,000.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int CheckpointAfter
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(CheckpointAfter));
            field = value;
        }
    } = 200_000;

    /// <summary>The options of the model that predicts ratings.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public HybridOptions Ratings
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Ratings));
            field = value;
        }
    } = new();

    /// <summary>The options of the model that makes lists.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public WeightlessRankingOptions Lists
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Lists));
            field = value;
        }
    } = new();

    /// <summary>
    /// Creates an application's own central model for predicted ratings, given the number of items and the scale; null, the default, for
    /// those of <see cref="HybridRecommender"/>. Called at each training. The model of the last training answers until then.
    /// </summary>
    public Func<int, RatingScale, IRecommender>? CentralModel { get; init; }

    /// <summary>
    /// Puts a decorator, such as one that logs, around what answers questions; null, the default, for none. Called when the recommender is
    /// opened and after each training. Questions go through the decorator; learning and forgetting do not. With
    /// <see cref="Events"/>, values that pass through it are stored totals, not amounts: see <see cref="Recommender{TUser, TItem}.Inner"/>.
    /// </summary>
    public Func<ICounterfactualRecommender, ICounterfactualRecommender>? Decorate { get; init; }

    /// <summary>
    /// Writes a reason in the application's own words, for <see cref="Suggestion{TItem}.Why"/>, <see cref="SimilarItem{TItem}.Why"/> and
    /// <see cref="Recommender{TUser, TItem}.Why"/>; null, the default, for English. Called when a reason is read, on the reader's thread,
    /// whose culture it may use.
    /// </summary>
    public Func<Reason, string>? WriteReason { get; init; }

    /// <summary>The same options with a name, if they have none.</summary>
    internal RecommenderOptions<TUser> NamedOr(string name) => this with { Name = Name ?? name };
}
