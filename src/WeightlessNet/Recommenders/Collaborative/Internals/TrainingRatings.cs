using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>Ratings that several factorizations are trained on, held once for all of them.</summary>
/// <remarks>The trainings only read it. <see cref="TrainAudience"/> must not be called while they do.</remarks>
internal sealed class TrainingRatings
{
    /// <param name="byUser">The ratings by user, which do not change any more.</param>
    public TrainingRatings(RatingLog byUser) => (ByUser, ByItem) = (byUser, byUser.Transposed());

    /// <summary>The ratings by user.</summary>
    public RatingLog ByUser { get; }

    /// <summary>The ratings by item; the item of an entry is the user.</summary>
    public RatingLog ByItem { get; }

    /// <summary>Who rates what, where it has been trained for the factorizations to share.</summary>
    public AudienceFactors? Audience { get; private set; }

    /// <summary>Trains the audience, if there are any ratings, in place of the present one.</summary>
    /// <param name="factors">How many factors to train, 1 or more.</param>
    /// <param name="seed">The seed of the items' first factors.</param>
    /// <param name="warm">The audience of most of these ratings, to begin with, if it has been trained.</param>
    /// <param name="parallelism">The most threads; the result does not depend on it.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <exception cref="OperationCanceledException">The training was canceled.</exception>
    public void TrainAudience(int factors, ulong seed, AudienceFactors? warm, int parallelism, CancellationToken cancellationToken)
    {
        DropAudience();
        if (ByUser.RatingCount > 0)
        {
            Audience = warm is null
                ? AudienceFactors.Train(ByUser, ByItem, factors, seed, parallelism, cancellationToken)
                : AudienceFactors.TrainFrom(ByUser, ByItem, warm, parallelism, cancellationToken);
        }
    }

    /// <summary>Frees the memory of the audience.</summary>
    public void DropAudience() => Audience = null;
}
