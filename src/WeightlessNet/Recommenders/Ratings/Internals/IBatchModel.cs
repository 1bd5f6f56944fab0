namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>The state of a recommender that is trained in batches and goes on learning.</summary>
internal interface IBatchModel : ILoggedModel
{
    /// <summary>Trains on all ratings of the log.</summary>
    void Train(IProgress<double>? progress, CancellationToken cancellationToken);
}
