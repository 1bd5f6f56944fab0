using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative;

/// <summary>How an <see cref="EaseRecommender"/> learns. The defaults suit ratings of the MovieLens kind.</summary>
/// <remarks>
/// The defaults were chosen on ml-latest-small by rankings of ratings held out within the training part. Immutable.
/// </remarks>
public sealed partial class EaseOptions
{
    /// <summary>
    /// What the squares of the weights are multiplied with in the loss: 0.01 to 1,000,000,000; 200 unless set. More of it suits more
    /// users.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0.01 to 1,000,000,000.</exception>
    public double Regularization
    {
        get;
        init => field = OptionRange.Checked(value, 0.01, 1e9, nameof(Regularization));
    } = 200;

    /// <summary>
    /// How many items have weights, the most liked ones: 1 to 30,000; 3500 unless set. Training takes time in proportion to its cube,
    /// and 8 bytes times its square of memory; the weights that remain take 4 bytes times its square.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 30,000.</exception>
    public int MaximumItems
    {
        get;
        init => field = OptionRange.Checked(value, 1, 30_000, nameof(MaximumItems));
    } = 3500;

    /// <inheritdoc cref="ImplicitFactorizationOptions.LikedFrom"/>
    public float? LikedFrom
    {
        get;
        init => field = LikeOptions.CheckedRating(value, nameof(LikedFrom));
    }

    /// <inheritdoc cref="ImplicitFactorizationOptions.MaxDegreeOfParallelism"/>
    public int MaxDegreeOfParallelism
    {
        get;
        init => field = LikeOptions.CheckedParallelism(value, nameof(MaxDegreeOfParallelism));
    } = -1;
}
