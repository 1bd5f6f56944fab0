using WeightlessNet.Recommenders.Crowd;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.WeightedNetworks;

/// <summary>The shape of the personal networks of a <see cref="WeightedNetworkRecommender"/> and how they are trained.</summary>
/// <remarks>
/// Immutable. Values are checked when they are set. Errors are measured in ranges of the rating scale, so that rates and decays mean
/// the same on every scale.
/// </remarks>
public sealed record WeightedNetworkOptions
{
    private const double Learned = -1;

    /// <summary>How many units the hidden layer has: 1 to 256; 16 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 256.</exception>
    public int HiddenUnits { get; init => field = OptionRange.Checked(value, 1, 256, nameof(HiddenUnits)); } = 16;

    /// <summary>How many times a training in a batch goes through a user's ratings: 1 to 10000; 40 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 10000.</exception>
    public int Epochs { get; init => field = OptionRange.Checked(value, 1, 10_000, nameof(Epochs)); } = 40;

    /// <summary>
    /// The learning rate of gradient descent on half the squared error: above 0, to 1; 0.05 unless set. A training in a batch starts
    /// with it and ends at a tenth of it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 or is above 1.</exception>
    public double LearningRate { get; init => field = OptionRange.Rate(value, nameof(LearningRate)); } = 0.05;

    /// <summary>
    /// The weight of half the sum of squared weights in the loss, where half the sum of squared errors over all of a user's ratings has a
    /// weight of 1: 0 to 1000. As the errors are summed, not averaged, the network of a user with few ratings stays near 0. The default is
    /// null: 2 to 3, learned together with <see cref="UserShrinkage"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1000.</exception>
    public double? WeightDecay
    {
        get;
        init => field = value is double number ? OptionRange.Checked(number, 0, 1000, nameof(WeightDecay)) : null;
    }

    /// <summary>
    /// How many ratings of the average user are added to a user's own when the user's level is computed: 1 to 1000. The default is null:
    /// it is learned from the ratings of all users, as that of <see cref="Weightless.WeightlessOptions.UserShrinkage"/>.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 1000.</exception>
    public int? UserShrinkage
    {
        get;
        init => field = value is int number ? OptionRange.Checked(number, 1, 1000, nameof(UserShrinkage)) : null;
    }

    /// <summary>
    /// The learning rate where ratings are learned one by one: above 0, to 1; 0.2 unless set. It is high because a rating is trained only a
    /// few times, and so that the network follows a taste that drifts.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 or is above 1.</exception>
    public double OnlineLearningRate { get; init => field = OptionRange.Rate(value, nameof(OnlineLearningRate)); } = 0.2;

    /// <summary>
    /// The <see cref="WeightDecay"/> where ratings are learned one by one: 0 to 1000; 0.7 unless set. A decay that suits many epochs would
    /// shrink the first weights to 0 before there are enough ratings to learn from.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1000.</exception>
    public double OnlineWeightDecay { get; init => field = OptionRange.Checked(value, 0, 1000, nameof(OnlineWeightDecay)); } = 0.7;

    /// <summary>
    /// How many of a user's ratings, drawn at random, are trained again before each single rating that is learned: 0 to 10000; 16 unless
    /// set. They share one <see cref="OnlineLearningRate"/>, so together they count about as much as the new rating.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 10000.</exception>
    public int ReplayedRatings { get; init => field = OptionRange.Checked(value, 0, 10_000, nameof(ReplayedRatings)); } = 16;

    /// <summary>How the ratings of all users together are summarized.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public CrowdOptions Crowd { get; init => field = value ?? throw new ArgumentNullException(nameof(Crowd)); } = new();

    /// <summary>The seed of the first weights and of the order in which ratings are trained; 1 unless set.</summary>
    public ulong Seed { get; init; } = 1;

    // Hidden units, epochs, both compact; learning rate, weight decay or -1 if it is learned, f64 each; shrinkage of users or 0 if it is
    // learned, compact; online learning rate, online weight decay, f64 each; replayed ratings, compact; the crowd's options. The seed is
    // in the head of the recommender.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)HiddenUnits);
        writer.WriteCompact((ulong)Epochs);
        writer.Write(LearningRate);
        writer.Write(WeightDecay ?? Learned);
        writer.WriteCompact((ulong)(UserShrinkage ?? 0));
        writer.Write(OnlineLearningRate);
        writer.Write(OnlineWeightDecay);
        writer.WriteCompact((ulong)ReplayedRatings);
        Crowd.WriteTo(writer);
    }

    internal static WeightedNetworkOptions Read(SnapshotReader reader, ulong seed) => new()
    {
        HiddenUnits = reader.ReadCompact(int.MaxValue),
        Epochs = reader.ReadCompact(int.MaxValue),
        LearningRate = reader.ReadDouble(),
        WeightDecay = reader.ReadDouble() is double decay and not Learned ? decay : null,
        UserShrinkage = reader.ReadCompact(int.MaxValue) is int ofUsers and > 0 ? ofUsers : null,
        OnlineLearningRate = reader.ReadDouble(),
        OnlineWeightDecay = reader.ReadDouble(),
        ReplayedRatings = reader.ReadCompact(int.MaxValue),
        Crowd = CrowdOptions.Read(reader),
        Seed = seed,
    };
}
