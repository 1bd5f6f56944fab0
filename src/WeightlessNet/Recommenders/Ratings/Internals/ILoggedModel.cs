using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>The state of a recommender: its ratings, and what it derives from them.</summary>
/// <remarks>Not safe for concurrent use; <see cref="LoggedModel{TModel}"/> locks, for reading too.</remarks>
internal interface ILoggedModel
{
    /// <summary>All ratings, by user.</summary>
    RatingLog Log { get; }

    /// <summary>Adds a valid rating, or replaces the user's earlier rating of that item, before training.</summary>
    void Set(in Rating rating);

    /// <summary>Adds a valid rating of a snapshot. It takes memory in proportion to the bytes read.</summary>
    void Restore(in Rating rating) => Set(rating);

    /// <summary>Adds a valid rating, or replaces the earlier one, and learns from it.</summary>
    void Learn(in Rating rating) => Set(rating);

    /// <summary>Predicts a rating, clamped to the scale.</summary>
    double Predict(int user, int item);

    /// <summary>
    /// Copies what does not follow from the ratings, and is nothing by default. What is returned writes the copy, and is called when the
    /// model may have changed.
    /// </summary>
    Action<SnapshotWriter> CopyTraining() => static _ => { };

    /// <summary>Completes a model whose stored ratings are all set: reads what <see cref="CopyTraining"/> had written.</summary>
    void ReadTraining(SnapshotReader reader)
    {
    }
}
