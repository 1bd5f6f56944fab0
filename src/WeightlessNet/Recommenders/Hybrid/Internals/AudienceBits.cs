using WeightlessNet.Encoders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Bits of an item's audience, that is of who rates it, regardless of the rating: thermometers of factors.</summary>
internal static class AudienceBits
{
    private const int Levels = 3;

    /// <summary>Factorizes who has rated which item, and makes the bits.</summary>
    /// <param name="itemCount">The number of items.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="ratings">The ratings, in their original order.</param>
    /// <param name="held">The same ratings, at most one for each user and item.</param>
    /// <param name="factors">The number of factors per item.</param>
    /// <param name="seed">The seed of the initial factors.</param>
    /// <param name="progress">Receives the fraction done.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    public static ItemCatalog Train(
        int itemCount,
        RatingScale scale,
        ReadOnlySpan<Rating> ratings,
        LikedRatings held,
        int factors,
        ulong seed,
        IProgress<double>? progress,
        CancellationToken cancellationToken)
    {
        ImplicitFactorizationRecommender factorization = new(
            itemCount, scale, new ImplicitFactorizationOptions { Factors = factors, LikedFrom = scale.Minimum, Seed = seed });
        factorization.Fit(ratings, progress, cancellationToken);
        int[] items = [.. Enumerable.Range(0, itemCount)];
        FeatureSchemaBuilder<int> builder = ItemEmbedding.Of(factorization).AddTo(
            new FeatureSchemaBuilder<int>(), "audience", item => item, Levels, item => held.RatingsOf(item));

        // Do not keep the factors and ratings alive with the bits.
        return ItemCatalog.Create(builder.Fit(items), items).Detach();
    }
}
