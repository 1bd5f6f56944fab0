using WeightlessNet.Discriminators;
using WeightlessNet.Recommenders.Crowd;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Weightless;

/// <summary>Options of a <see cref="WeightlessRecommender"/>: the shape of its personal networks and how they are read.</summary>
/// <remarks>Immutable. Values are checked when they are set.</remarks>
public sealed partial record WeightlessOptions
{
    /// <summary>The default of <see cref="Twicing"/> if <see cref="Recency"/> has tiers.</summary>
    internal const double TwicingWithRecency = 0.25;

    private static readonly RecencyTiers NotSet = new([]);

    private readonly WeightlessReading _reading = WeightlessReading.Regression;
    private readonly int _nodes = 128;
    private readonly int _tupleSize = 6;
    private readonly double? _cellShrinkage;
    private readonly double _gain = 2;
    private readonly double? _gainShrinkage;
    private readonly double? _twicing;
    private readonly int? _userShrinkage;
    private readonly int? _histogramWindow;
    private readonly RecencyTiers? _recency = NotSet;
    private readonly CrowdOptions _crowd = new();
    private readonly int _maximumHotUsers = 1024;
    private readonly int? _maximumRatingsPerUser;

    /// <summary>How the cells answer; the default is <see cref="WeightlessReading.Regression"/>.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a defined reading.</exception>
    public WeightlessReading Reading
    {
        get => _reading;
        init => _reading = Enum.IsDefined(value) ? value : throw OutOfRange(nameof(Reading), value, "Regression or Histogram");
    }

    /// <summary>The number of RAM nodes of a personal network: 1 to 4096; the default is 128.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 4096.</exception>
    public int Nodes
    {
        get => _nodes;
        init => _nodes = OptionRange.Checked(value, 1, 4096, nameof(Nodes));
    }

    /// <summary>The number of bits that address a node: 1 to 8; the default is 6.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 8.</exception>
    public int TupleSize
    {
        get => _tupleSize;
        init => _tupleSize = OptionRange.Checked(value, 1, AddressRows.MaximumTupleSize, nameof(TupleSize));
    }

    /// <summary>
    /// The shrinkage of a cell: the number of neutral ratings added to it when it is read, 0.1 to 100. With <see cref="Recency"/>, these
    /// have the largest weight of a rating. The default is 1 for the regression reading and 4 for the histogram reading.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0.1 to 100.</exception>
    public double CellShrinkage
    {
        get => _cellShrinkage ?? (Reading == WeightlessReading.Regression ? 1 : 4);
        init => _cellShrinkage = OptionRange.Checked(value, 0.1, 100, nameof(CellShrinkage));
    }

    /// <summary>
    /// The factor by which the mean of the nodes is multiplied: 0 to 16; the default is 2. The nodes see parts of the same ratings, so
    /// their mean varies less than the ratings do.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 16.</exception>
    public double Gain
    {
        get => _gain;
        init => _gain = OptionRange.Checked(value, 0, 16, nameof(Gain));
    }

    /// <summary>
    /// The number of ratings with which a user's network has half of its <see cref="Gain"/>: 0 to 1000. With fewer ratings the answer is
    /// closer to the crowd's. The default is null for the regression reading, which learns it together with
    /// <see cref="UserShrinkage"/>, and 0 for the histogram reading.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1000.</exception>
    public double? GainShrinkage
    {
        get => _gainShrinkage ?? (Reading == WeightlessReading.Regression ? null : 0);
        init => _gainShrinkage = value is double number ? OptionRange.Checked(number, 0, 1000, nameof(GainShrinkage)) : null;
    }

    /// <summary>
    /// The part of a rating's residual that is added to the rating before it is written to the cells: 0 to 1; 0 turns twicing off. The
    /// residual is the rating minus the answer of the user's other ratings. The default is 0.5, or 0.25 if <see cref="Recency"/> has tiers.
    /// Used by the regression reading only.
    /// </summary>
    /// <remarks>Twicing (Tukey, "Exploratory Data Analysis", 1977) smooths the residuals of a smooth and adds them to it.</remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1.</exception>
    public double Twicing
    {
        get => _twicing ?? (_recency is { Count: > 0 } ? TwicingWithRecency : 0.5);
        init => _twicing = OptionRange.Checked(value, 0, 1, nameof(Twicing));
    }

    /// <summary>
    /// The number of ratings of the average user that are added to a user's own for the user's level or histogram: 1 to 1000. The default
    /// is null for the regression reading, which learns it from the ratings of all users, and 10 for the histogram reading.
    /// </summary>
    /// <remarks>
    /// What is learned is 4 without ratings, and at most 30: the more the ratings of one user vary, and the less users differ from each
    /// other, the higher it is. It follows from the current ratings, whatever their order and whatever was forgotten.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 1000.</exception>
    public int? UserShrinkage
    {
        get => _userShrinkage ?? (Reading == WeightlessReading.Regression ? null : 10);
        init => _userShrinkage = value is int number ? OptionRange.Checked(number, 1, 1000, nameof(UserShrinkage)) : null;
    }

    /// <summary>Whether a shrinkage is learned from the ratings of all users.</summary>
    internal bool LearnsShrinkage => UserShrinkage is null || GainShrinkage is null;

    /// <summary>
    /// The distance in levels within which the histogram reading counts a prediction as right: 0 to 1000. The default is a fifth of the
    /// scale's levels: 2 for half stars, 1 for whole stars. The recommender refuses a window that covers the whole scale from its middle.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1000.</exception>
    public int? HistogramWindow
    {
        get => _histogramWindow;
        init => _histogramWindow = value is null or (>= 0 and <= 1000)
            ? value
            : throw OutOfRange(nameof(HistogramWindow), value, "0 to 1000");
    }

    /// <summary>
    /// Extra weights for the newest ratings of a user, by timestamp. Ratings of equal or missing timestamp all get the mean weight of their
    /// places, rounded to an integer. An empty list, the default, gives all ratings the same weight. Null learns from each user's own
    /// ratings: how far the five latest ones lie from the user's level is expected of the next rating too, in the share that would have
    /// suited the ratings so far. It is the default in a <see cref="Hybrid.HybridRecommender"/>, which uses it until it is trained.
    /// </summary>
    /// <remarks>
    /// <para>
    /// What is learned is 0 for a user whose ratings have no times, or whose latest ratings say nothing of the next one. It follows from
    /// the current ratings and their times, whatever their order of learning and whatever was forgotten. The regression reading uses it
    /// until the networks are calibrated: a training of a hybrid in order of time learns the share for all users together, also where this
    /// is an empty list.
    /// </para>
    /// <para>
    /// Learn it to predict what a user rates next. Leave it empty where questions are about ratings of any time, such as held-out ratings
    /// that were drawn at random. <see cref="FollowDrift"/> weighs the newest ratings more in every cell: it suits the histogram reading,
    /// and a taste that turns from one kind of item to another while the user's level stays.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A number of a tier is not above 0, or the extra weights sum to more than 63.
    /// </exception>
    public IReadOnlyList<RecencyTier>? Recency
    {
        get => _recency;
        init
        {
            if (value is null)
            {
                _recency = null;
                return;
            }

            RecencyTier[] tiers = [.. value];
            foreach (RecencyTier tier in tiers)
            {
                if (tier.Newest < 1 || tier.ExtraWeight is < 1 or > 63)
                {
                    throw new ArgumentOutOfRangeException(
                        nameof(Recency), tier, "A tier must have a number of ratings above 0 and a weight of 1 to 63.");
                }
            }

            if (tiers.Sum(tier => tier.ExtraWeight) > 63)
            {
                throw new ArgumentOutOfRangeException(nameof(Recency), value, "The extra weights must sum to at most 63.");
            }

            _recency = new RecencyTiers(tiers);
        }
    }

    /// <summary>Options of the crowd's statistics.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public CrowdOptions Crowd
    {
        get => _crowd;
        init => _crowd = value ?? throw new ArgumentNullException(nameof(Crowd));
    }

    /// <summary>
    /// The number of users whose networks are cached: 1 to 2^24; the default is 1024. The networks of other users are rebuilt from their
    /// ratings when needed, with the same answers. A cached user takes 64 bytes for each node with a tuple size of up to 6, and 4 bytes for
    /// each rating.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 2^24.</exception>
    public int MaximumHotUsers
    {
        get => _maximumHotUsers;
        init => _maximumHotUsers = value is >= 1 and <= 1 << 24 ? value : throw OutOfRange(nameof(MaximumHotUsers), value, "1 to 2^24");
    }

    /// <summary>
    /// The maximum number of ratings kept for each user: 1 or more; null, the default, for no limit. When one more is learned, the oldest
    /// of the earlier ratings by timestamp (of equally old ones, that of the lowest item) is forgotten as by
    /// <see cref="WeightlessRecommender.Forget"/>, also by the crowd. The rating just learned is kept, whatever its timestamp.
    /// </summary>
    /// <remarks>
    /// <para>
    /// If a user's ratings are learned in the order of their timestamps, the newest are kept. The order in which ratings of equal or
    /// missing timestamp were learned is not stored: apart from the last one, they are dropped in the order of their items.
    /// </para>
    /// <para>
    /// A rating that was dropped does not come back when another one is forgotten. Use <see cref="Recency"/> to reduce the weight of old
    /// ratings instead.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0.</exception>
    public int? MaximumRatingsPerUser
    {
        get => _maximumRatingsPerUser;
        init => _maximumRatingsPerUser = value is null or >= 1
            ? value
            : throw OutOfRange(nameof(MaximumRatingsPerUser), value, "1 or more");
    }

    /// <summary>The seed of the mapping, the same for all users; the default is 1.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// Tiers for <see cref="Recency"/>: the newest 10 ratings have weight 8, the rest of the newest 40 have weight 4, the rest of the
    /// newest 160 have weight 2.
    /// </summary>
    public static IReadOnlyList<RecencyTier> FollowDrift { get; } = [new(10, 4), new(40, 2), new(160, 1)];

    /// <summary>The options with learned recency if recency is not set.</summary>
    internal WeightlessOptions LearningRecency() => ReferenceEquals(_recency, NotSet) ? new(this) { Recency = null } : this;

    /// <summary>The options with the given shrinkages where they are not set.</summary>
    internal WeightlessOptions WithShrinkage(int ofUsers, double ofGain) =>
        new(this) { UserShrinkage = UserShrinkage ?? ofUsers, GainShrinkage = GainShrinkage ?? ofGain };

    private static ArgumentOutOfRangeException OutOfRange(string name, object value, string range) =>
        new(name, value, $"{name} must be {range}.");
}
