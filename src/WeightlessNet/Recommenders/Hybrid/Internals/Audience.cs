using WeightlessNet.Encoders;
using WeightlessNet.Recommenders.Collaborative;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Bits of an item's audience, that is of who rates it, regardless of the rating: one for each factor, set in the upper half.</summary>
internal static class Audience
{
    private const int Factors = 32;
    private const int Iterations = 6;

    /// <summary>Factorizes who has rated which item, and makes the bits; null without ratings.</summary>
    public static ItemCatalog? Train(
        int itemCount, RatingScale scale, ReadOnlySpan<Rating> ratings, ulong seed, CancellationToken cancellationToken)
    {
        if (ratings.IsEmpty)
        {
            return null;
        }

        ImplicitFactorizationRecommender factorization = new(
            itemCount,
            scale,
            new ImplicitFactorizationOptions { Factors = Factors, Iterations = Iterations, LikedFrom = scale.Minimum, Seed = seed });
        factorization.Fit(ratings, null, cancellationToken);
        int[] counts = new int[itemCount];
        foreach (ref readonly Rating rating in ratings)
        {
            counts[rating.Item]++;
        }

        int[] items = [.. Enumerable.Range(0, itemCount)];
        FeatureSchemaBuilder<int> builder = ItemEmbedding.Of(factorization).AddTo(
            new FeatureSchemaBuilder<int>(), "audience", item => item, 1, item => counts[item]);

        // Do not keep the factors alive with the bits.
        return ItemCatalog.Create(builder.Fit(items), items).Detach();
    }
}
