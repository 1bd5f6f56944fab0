using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>Ratings that several factorizations are trained on, held once for all of them.</summary>
/// <remarks>The trainings only read it. <see cref="TrainAudience"/> must not be called while they do.</remarks>
internal sealed class TrainingRatings
{
    private readonly Dictionary<int, AudienceFactors> _audiences = [];

    /// <param name="byUser">The ratings by user, which do not change any more.</param>
    /// <param name="scale">The scale of the ratings.</param>
    public TrainingRatings(RatingLog byUser, RatingScale scale)
    {
        ByUser = byUser;
        ByItem = new RatingLog(scale);
        for (int user = 0; user < byUser.UserCount; user++)
        {
            foreach (RatedItem rated in byUser.OfUser(user))
            {
                ByItem.Set(new Rating(rated.Item, user, rated.Value, rated.Timestamp), out _);
            }
        }
    }

    /// <summary>The ratings by user.</summary>
    public RatingLog ByUser { get; }

    /// <summary>The ratings by item; the item of an entry is the user.</summary>
    public RatingLog ByItem { get; }

    /// <summary>The audience with this number of factors, if it has been trained.</summary>
    public AudienceFactors? AudienceOf(int factors) => _audiences.GetValueOrDefault(factors);

    /// <summary>Trains an audience, if there are any ratings and none with this number of factors has been trained.</summary>
    /// <param name="factors">How many factors to train, 1 or more.</param>
    /// <param name="seed">The seed of the items' first factors.</param>
    /// <param name="warm">The audience of most of these ratings, to begin with, if it has been trained.</param>
    /// <param name="parallelism">The most threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <exception cref="OperationCanceledException">The training was canceled.</exception>
    public void TrainAudience(int factors, ulong seed, AudienceFactors? warm, int parallelism, CancellationToken cancellationToken)
    {
        if (ByUser.RatingCount > 0 && !_audiences.ContainsKey(factors))
        {
            _audiences.Add(
                factors,
                warm is null
                    ? AudienceFactors.Train(ByUser, ByItem, factors, seed, parallelism, cancellationToken)
                    : AudienceFactors.TrainFrom(ByUser, ByItem, warm, parallelism, cancellationToken));
        }
    }
}
