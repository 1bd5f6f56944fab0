using WeightlessNet.Discriminators;
using WeightlessNet.Recommenders.Crowd;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Weightless;

/// <summary>The shape of the personal networks of a <see cref="WeightlessRecommender"/> and how they are read.</summary>
/// <remarks>Immutable. Values are checked when they are set.</remarks>
public sealed partial class WeightlessOptions
{
    /// <summary>What <see cref="Twicing"/> is unless set where <see cref="Recency"/> is.</summary>
    internal const double TwicingWithRecency = 0.25;

    private readonly WeightlessReading _reading = WeightlessReading.Regression;
    private readonly int _nodes = 128;
    private readonly int _inputsPerNode = 6;
    private readonly double? _cellShrinkage;
    private readonly double _gain = 2;
    private readonly double? _gainShrinkage;
    private readonly double? _twicing;
    private readonly int? _userShrinkage;
    private readonly int? _histogramWindow;
    private readonly RecencyTiers _recency = new([]);
    private readonly CrowdOptions _crowd = new();
    private readonly int _maximumHotUsers = 1024;
    private readonly int? _maximumRatingsPerUser;

    /// <summary>Creates options of default values.</summary>
    public WeightlessOptions()
    {
    }

    /// <summary>Copies options, values that are not set as not set.</summary>
    internal WeightlessOptions(WeightlessOptions other)
    {
        _reading = other._reading;
        _nodes = other._nodes;
        _inputsPerNode = other._inputsPerNode;
        _cellShrinkage = other._cellShrinkage;
        _gain = other._gain;
        _gainShrinkage = other._gainShrinkage;
        _twicing = other._twicing;
        _userShrinkage = other._userShrinkage;
        _histogramWindow = other._histogramWindow;
        _recency = other._recency;
        _crowd = other._crowd;
        _maximumHotUsers = other._maximumHotUsers;
        _maximumRatingsPerUser = other._maximumRatingsPerUser;
        Seed = other.Seed;
    }

    /// <summary>How the cells answer; <see cref="WeightlessReading.Regression"/> unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a reading.</exception>
    public WeightlessReading Reading
    {
        get => _reading;
        init => _reading = Enum.IsDefined(value) ? value : throw OutOfRange(nameof(Reading), value, "Regression or Histogram");
    }

    /// <summary>How many RAM nodes a personal network has: 1 to 4096; 128 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 4096.</exception>
    public int Nodes
    {
        get => _nodes;
        init => _nodes = OptionRange.Checked(value, 1, 4096, nameof(Nodes));
    }

    /// <summary>How many bits address a node: 1 to 8; 6 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 8.</exception>
    public int TupleSize
    {
        get => _inputsPerNode;
        init => _inputsPerNode = OptionRange.Checked(value, 1, AddressRows.MaximumTupleSize, nameof(TupleSize));
    }

    /// <summary>
    /// How many ratings that say nothing are added to a cell when it is read: 0.1 to 100. With weights by age, ratings of the greatest
    /// weight are meant. Unless set, 1 for regression and 4 for the histogram reading.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0.1 to 100.</exception>
    public double CellShrinkage
    {
        get => _cellShrinkage ?? (Reading == WeightlessReading.Regression ? 1 : 4);
        init => _cellShrinkage = OptionRange.Checked(value, 0.1, 100, nameof(CellShrinkage));
    }

    /// <summary>By how much the mean of the nodes is multiplied: 0 to 16; 2 unless set. The nodes see parts of the same
    /// ratings, so their mean is more cautious than the ratings are.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 16.</exception>
    public double Gain
    {
        get => _gain;
        init => _gain = OptionRange.Checked(value, 0, 16, nameof(Gain));
    }

    /// <summary>
    /// With how many ratings a user's network has half of its <see cref="Gain"/>: 0 to 1000. Few ratings say little, and the crowd answers
    /// instead. Unless set, 15 for regression and 0 for the histogram reading.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1000.</exception>
    public double GainShrinkage
    {
        get => _gainShrinkage ?? (Reading == WeightlessReading.Regression ? 15 : 0);
        init => _gainShrinkage = OptionRange.Checked(value, 0, 1000, nameof(GainShrinkage));
    }

    /// <summary>
    /// How much of what the user's other ratings leave of a rating is added to it before it is written: 0 to 1; 0 turns it off. Unless set,
    /// 0.5, and 0.25 where <see cref="Recency"/> is set. The regression reading alone does it.
    /// </summary>
    /// <remarks>
    /// Twicing is from Tukey, "Exploratory Data Analysis" (1977): to smooth the residuals of a smooth and add them to it.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1.</exception>
    public double Twicing
    {
        get => _twicing ?? (_recency.Count == 0 ? 0.5 : TwicingWithRecency);
        init => _twicing = OptionRange.Checked(value, 0, 1, nameof(Twicing));
    }

    /// <summary>
    /// How many ratings of the average user are added to a user's own when the user's level, or histogram, is taken: 1 to 1000.
    /// Unless set, 3 for regression and 10 for the histogram reading.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 1000.</exception>
    public int UserShrinkage
    {
        get => _userShrinkage ?? (Reading == WeightlessReading.Regression ? 3 : 10);
        init => _userShrinkage = OptionRange.Checked(value, 1, 1000, nameof(UserShrinkage));
    }

    /// <summary>
    /// Within how many levels the histogram reading tries to be right: 0 to 1000. Unless set, a fifth of the scale's levels: 2 for half
    /// stars, 1 for whole stars. A window that covers the whole scale from its middle is refused by the recommender.
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
    /// Makes the newest ratings of a user, by timestamp, count for more; none unless set. <see cref="FollowDrift"/> is a good setting
    /// where the next rating is to be predicted.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A tier is not above 0, or the extra weights add to more than 63.</exception>
    public IReadOnlyList<RecencyTier> Recency
    {
        get => _recency;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Recency));
            RecencyTier[] tiers = [.. value];
            foreach (RecencyTier tier in tiers)
            {
                if (tier.Newest < 1 || tier.ExtraWeight is < 1 or > 63)
                {
                    throw new ArgumentOutOfRangeException(nameof(Recency), tier, "A tier has a number of ratings and a weight above 0.");
                }
            }

            if (tiers.Sum(tier => tier.ExtraWeight) > 63)
            {
                throw new ArgumentOutOfRangeException(nameof(Recency), value, "The extra weights add to 63 at the most.");
            }

            _recency = new RecencyTiers(tiers);
        }
    }

    /// <summary>How the ratings of all users together are summed up.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public CrowdOptions Crowd
    {
        get => _crowd;
        init => _crowd = value ?? throw new ArgumentNullException(nameof(Crowd));
    }

    /// <summary>
    /// For how many users the answers of all cells are kept ready: 1 to 2^24; 1024 unless set. Others are rebuilt from their ratings when
    /// they are asked for, with the same answers. A ready user takes 64 bytes for each node of up to 6 inputs, and 4 for each rating.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 2^24.</exception>
    public int MaximumHotUsers
    {
        get => _maximumHotUsers;
        init => _maximumHotUsers = value is >= 1 and <= 1 << 24 ? value : throw OutOfRange(nameof(MaximumHotUsers), value, "1 to 2^24");
    }

    /// <summary>
    /// How many ratings of a user are kept: 1 or more; all of them where null, as it is unless set. When one more is learned, the oldest by
    /// timestamp, and of equally old ones that of the lowest item, is forgotten as <see cref="WeightlessRecommender.Forget"/> does it, by
    /// the crowd too.
    /// </summary>
    /// <remarks>
    /// Which ratings are kept does not depend on the order of learning, as long as no item is rated again and nothing is forgotten in
    /// between: what a newer rating has pushed out does not come back when that one is forgotten. <see cref="Recency"/> lets old ratings
    /// fade instead.
    /// </remarks>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0.</exception>
    public int? MaximumRatingsPerUser
    {
        get => _maximumRatingsPerUser;
        init => _maximumRatingsPerUser = value is null or >= 1
            ? value
            : throw OutOfRange(nameof(MaximumRatingsPerUser), value, "1 or more");
    }

    /// <summary>The seed of the mapping, the same for all users; 1 unless set.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// Weights by age for <see cref="Recency"/>: the newest 10 ratings count eight times, the newest 40 four times, the newest 160 twice.
    /// </summary>
    public static IReadOnlyList<RecencyTier> FollowDrift { get; } = [new(10, 4), new(40, 2), new(160, 1)];

    private static ArgumentOutOfRangeException OutOfRange(string name, object value, string range) =>
        new(name, value, $"{name} is {range}.");
}
