using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Recommenders.Hybrid;

/// <summary>How a <see cref="HybridRecommender"/> puts personal networks on a central model.</summary>
/// <remarks>Immutable. Values are checked when they are set.</remarks>
public sealed partial class HybridOptions
{
    private readonly WeightlessOptions _personal = new() { UserShrinkage = 5, GainShrinkage = 25 };
    private readonly CentralModelOptions _fitting = new();
    private readonly double _centralShare = 0.7;
    private readonly double _centralShrinkage = 20;
    private readonly double? _refitGrowth;

    /// <summary>
    /// The shape of the personal networks, which have the regression reading. Unless set, the defaults but for
    /// <see cref="WeightlessOptions.UserShrinkage"/>, which is 5, and <see cref="WeightlessOptions.GainShrinkage"/>, which is 25: of a user
    /// of few ratings the networks say less.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    /// <exception cref="ArgumentException">The value has another reading.</exception>
    public WeightlessOptions Personal
    {
        get => _personal;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Personal));
            _personal = value.Reading == WeightlessReading.Regression
                ? value
                : throw new ArgumentException($"{nameof(Personal)} has the regression reading, not {value.Reading}.", nameof(Personal));
        }
    }

    /// <summary>
    /// What part the central model has in what the personal networks correct, for a user of many ratings: 0 to 1; 0.7 unless set. The
    /// crowd's mean of the item has the rest. It is the same as to mix two networks, one on the central model and one on the crowd:
    /// they err differently.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1.</exception>
    public double CentralShare
    {
        get => _centralShare;
        init => _centralShare = OptionRange.Checked(value, 0, 1, nameof(CentralShare));
    }

    /// <summary>
    /// With how many ratings of a user in its training the central model has half of its <see cref="CentralShare"/>: 0 to 1000; 20
    /// unless set. A user of whom it knows none, or who has none, is answered by the crowd; where a model cannot tell, see
    /// <see cref="CentralModel.FromPretrained"/>, the ratings that the user has count. Of a user of few ratings the models that have
    /// not seen one of them know much less than the one that answers, and networks would learn that difference too.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1000.</exception>
    public double CentralShrinkage
    {
        get => _centralShrinkage;
        init => _centralShrinkage = OptionRange.Checked(value, 0, 1000, nameof(CentralShrinkage));
    }

    /// <summary>How the central model is fitted by the recommender itself; the defaults unless set.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public CentralModelOptions Fitting
    {
        get => _fitting;
        init => _fitting = value ?? throw new ArgumentNullException(nameof(Fitting));
    }

    /// <summary>
    /// By what part the ratings grow until <see cref="HybridRecommender.Learn"/> itself fits the central model anew: above 0 to 1000.
    /// Never unless set. At 0.2 it does so at the thousandth rating, and then whenever a fifth more are held than at the last fit, so that
    /// all fits together cost about six of all ratings; the call that does it takes as long as the training. Applications rather call
    /// <see cref="HybridRecommender.Refit"/> from a thread of their own.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 to 1000.</exception>
    public double? RefitGrowth
    {
        get => _refitGrowth;
        init => _refitGrowth = value is null or (> 0 and <= 1000)
            ? value
            : throw new ArgumentOutOfRangeException(
                nameof(RefitGrowth), value, FormattableString.Invariant($"{nameof(RefitGrowth)} is above 0 to 1000."));
    }
}
