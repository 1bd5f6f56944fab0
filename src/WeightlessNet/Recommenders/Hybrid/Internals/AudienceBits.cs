using WeightlessNet.Encoders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Bits that say of each item who rates it, whatever the rating: thermometers of the factors of a factorization.</summary>
internal static class AudienceBits
{
    private const int Levels = 3;

    /// <summary>Factorizes who has rated what, and makes the bits.</summary>
    /// <param name="itemCount">How many items there are.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="ratings">The ratings, as they were given.</param>
    /// <param name="held">The same ratings, of which each user has one of an item at the most.</param>
    /// <param name="factors">How many factors an item has.</param>
    /// <param name="seed">The seed of the first factors.</param>
    /// <param name="progress">Told the part done.</param>
    /// <param name="cancellationToken">Ends the training early.</param>
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

        // What the bits are made from, factors and ratings, is not kept with them.
        return ItemCatalog.Create(builder.Fit(items), items).Detach();
    }
}
