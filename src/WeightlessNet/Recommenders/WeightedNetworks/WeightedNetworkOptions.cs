using WeightlessNet.Recommenders.Crowd;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.WeightedNetworks;

/// <summary>The shape of the personal networks of a <see cref="WeightedNetworkRecommender"/> and how they are trained.</summary>
/// <remarks>
/// Immutable. Values are checked when they are set. Errors are measured in ranges of the rating scale, so that rates and decays mean
/// the same on every scale.
/// </remarks>
public sealed partial class WeightedNetworkOptions
{
    private readonly int _hiddenUnits = 16;
    private readonly int _epochs = 40;
    private readonly double _learningRate = 0.05;
    private readonly double _weightDecay = 2;
    private readonly int _userShrinkage = 3;
    private readonly double _onlineLearningRate = 0.2;
    private readonly double _onlineWeightDecay = 0.7;
    private readonly int _replayedRatings = 16;
    private readonly CrowdOptions _crowd = new();

    /// <summary>How many units the hidden layer has: 1 to 256; 16 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 256.</exception>
    public int HiddenUnits
    {
        get => _hiddenUnits;
        init => _hiddenUnits = OptionRange.Checked(value, 1, 256, nameof(HiddenUnits));
    }

    /// <summary>How many times a training in a batch goes through a user's ratings: 1 to 10000; 40 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 10000.</exception>
    public int Epochs
    {
        get => _epochs;
        init => _epochs = OptionRange.Checked(value, 1, 10_000, nameof(Epochs));
    }

    /// <summary>
    /// The learning rate of gradient descent on half the squared error: above 0, to 1; 0.05 unless set. A training in a batch starts
    /// with it and comes down to a tenth of it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 or is above 1.</exception>
    public double LearningRate
    {
        get => _learningRate;
        init => _learningRate = value is > 0 and <= 1 ? value : throw OutOfRange(nameof(LearningRate), value, "above 0, to 1");
    }

    /// <summary>
    /// What half the sum of squared weights costs beside half the sum of squared errors over all of a user's ratings: 0 to 1000; 2
    /// unless set. It is a sum and not a mean, so the network of a user with few ratings stays near 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1000.</exception>
    public double WeightDecay
    {
        get => _weightDecay;
        init => _weightDecay = OptionRange.Checked(value, 0, 1000, nameof(WeightDecay));
    }

    /// <summary>
    /// How many ratings of the average user are added to a user's own when the user's level is taken: 1 to 1000; 3 unless set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 1000.</exception>
    public int UserShrinkage
    {
        get => _userShrinkage;
        init => _userShrinkage = OptionRange.Checked(value, 1, 1000, nameof(UserShrinkage));
    }

    /// <summary>
    /// The learning rate where ratings are learned one by one: above 0, to 1; 0.2 unless set. It is high, as a rating is seen but a few
    /// times, and so that the network follows a taste that drifts.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 or is above 1.</exception>
    public double OnlineLearningRate
    {
        get => _onlineLearningRate;
        init => _onlineLearningRate = value is > 0 and <= 1 ? value : throw OutOfRange(nameof(OnlineLearningRate), value, "above 0, to 1");
    }

    /// <summary>
    /// The weight decay where ratings are learned one by one, in the terms of <see cref="WeightDecay"/>: 0 to 1000; 0.7 unless set. A
    /// decay that is right for many epochs would wear out the first weights before there are enough ratings to learn from.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1000.</exception>
    public double OnlineWeightDecay
    {
        get => _onlineWeightDecay;
        init => _onlineWeightDecay = OptionRange.Checked(value, 0, 1000, nameof(OnlineWeightDecay));
    }

    /// <summary>
    /// How many of a user's ratings, drawn at random, are trained again before each rating that is learned by itself: 0 to 10000; 16
    /// unless set. They share one <see cref="OnlineLearningRate"/> among them, so together they count for about as much as the new one.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 10000.</exception>
    public int ReplayedRatings
    {
        get => _replayedRatings;
        init => _replayedRatings = OptionRange.Checked(value, 0, 10_000, nameof(ReplayedRatings));
    }

    /// <summary>How the ratings of all users together are summed up.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public CrowdOptions Crowd
    {
        get => _crowd;
        init => _crowd = value ?? throw new ArgumentNullException(nameof(Crowd));
    }

    /// <summary>The seed of the first weights and of the order in which ratings are trained; 1 unless set.</summary>
    public ulong Seed { get; init; } = 1;

    private static ArgumentOutOfRangeException OutOfRange(string name, object value, string range) =>
        new(name, value, $"{name} is {range}.");
}
