namespace WeightlessNet.Recommenders;

/// <summary>A recommender that trains on many ratings at once, apart from learning them one by one.</summary>
public interface IBatchRecommender : IRecommender
{
    /// <summary>Forgets everything and trains from the start on these ratings.</summary>
    /// <param name="ratings">The ratings. Where a user rates an item more than once, the last one counts.</param>
    /// <param name="progress">Told the part done, 0 to 1.</param>
    /// <param name="cancellationToken">Ends the training early; the recommender is then as it was before.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A rating is not valid, as in <see cref="IRecommender.Learn"/>. Nothing is changed.
    /// </exception>
    /// <exception cref="OperationCanceledException">The training was canceled. Nothing is changed.</exception>
    void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress = null, CancellationToken cancellationToken = default);
}
