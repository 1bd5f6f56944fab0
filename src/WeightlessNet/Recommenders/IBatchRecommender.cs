namespace WeightlessNet.Recommenders;

/// <summary>A recommender that can also train on many ratings at once.</summary>
public interface IBatchRecommender : IRecommender
{
    /// <summary>Forgets everything and trains on these ratings.</summary>
    /// <remarks>
    /// Other calls go on meanwhile, with the answers of the model before. Each recommender says what happens to ratings that other threads
    /// learn during the call.
    /// </remarks>
    /// <param name="ratings">The ratings. If a user rates an item more than once, the last rating counts.</param>
    /// <param name="progress">Receives the fraction done, 0 to 1.</param>
    /// <param name="cancellationToken">Cancels the training; the recommender is then unchanged.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A rating is not valid, see <see cref="IRecommender.Learn"/>. Nothing is changed.
    /// </exception>
    /// <exception cref="OperationCanceledException">The training was canceled. Nothing is changed.</exception>
    void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default);
}
