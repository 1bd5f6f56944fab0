namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>The state of a recommender that is trained in batches and goes on learning.</summary>
/// <remarks>Not safe for concurrent use; <see cref="BatchTrained{TModel}"/> locks, for reading too.</remarks>
internal interface IBatchModel
{
    /// <summary>All ratings, by users.</summary>
    RatingLog Log { get; }

    /// <summary>Puts a valid rating into the logs, for the next training.</summary>
    void Set(in Rating rating);

    /// <summary>Puts a valid rating into the logs and learns it.</summary>
    void Learn(in Rating rating);

    /// <summary>Trains on all ratings of the logs.</summary>
    void Train(IProgress<double>? progress, CancellationToken cancellationToken);

    /// <summary>Predicts a rating, moved into the scale.</summary>
    double Predict(int user, int item);

    /// <summary>Offers the available items by their scores for a user.</summary>
    void Rank(int user, in UnavailableItems unavailable, ref TopItems best);
}
