using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>Options of a <see cref="HybridRecommender"/>.</summary>
/// <remarks>Immutable. Values are checked when they are set.</remarks>
public sealed partial record HybridOptions
{
    private const int UserShrinkage = 5;
    private const double GainShrinkage = 25;

    private readonly WeightlessOptions _personal = new()
    {
        Recency = null,
        UserShrinkage = UserShrinkage,
        GainShrinkage = GainShrinkage,
    };
    private readonly CentralModelOptions _fitting = new();
    private readonly double? _refitGrowth;

    /// <summary>
    /// The options of the personal networks, which must have the regression reading. Where they are null,
    /// <see cref="WeightlessOptions.UserShrinkage"/> is 5 and <see cref="WeightlessOptions.GainShrinkage"/> is 25: training learns the
    /// weights of the networks instead. <see cref="WeightlessOptions.Recency"/> is null, so that it is learned, unless it was set.
    /// </summary>
    /// <remarks>
    /// <see cref="WeightlessOptions.Gain"/>, <see cref="WeightlessOptions.GainShrinkage"/> and <see cref="WeightlessOptions.Twicing"/> are
    /// used until there is a central model: then the weights are learned.
    /// </remarks>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    /// <exception cref="ArgumentException">The value has another reading.</exception>
    public WeightlessOptions Personal
    {
        get => _personal;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Personal));
            _personal = value.Reading == WeightlessReading.Regression
                ? value.LearningRecency().WithShrinkage(UserShrinkage, GainShrinkage)
                : throw new ArgumentException(
                    $"{nameof(Personal)} must have the regression reading, not {value.Reading}.", nameof(Personal));
        }
    }

    /// <summary>The options for fitting the central model.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public CentralModelOptions Fitting
    {
        get => _fitting;
        init => _fitting = value ?? throw new ArgumentNullException(nameof(Fitting));
    }

    /// <summary>
    /// The growth in the number of ratings after which <see cref="HybridRecommender.Learn"/> refits the central model: above 0, at most
    /// 1000; null, the default, for never. With 0.2 it fits at the 1,000th rating, and again each time the number of ratings has grown by a
    /// fifth since the last fit, so that all fits together cost about as much as six fits of all ratings. The call to Learn takes as long
    /// as the training; applications usually call <see cref="HybridRecommender.Refit"/> on a background thread instead.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 to 1000.</exception>
    public double? RefitGrowth
    {
        get => _refitGrowth;
        init => _refitGrowth = value is null or (> 0 and <= 1000)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(RefitGrowth), value, FormattableString.Invariant($"{nameof(RefitGrowth)} must be above 0 and at most 1000."));
    }
}
