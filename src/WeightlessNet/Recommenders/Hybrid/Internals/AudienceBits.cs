using WeightlessNet.Encoders;
using WeightlessNet.Recommenders.Collaborative;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// Bits of an item's audience, that is of who rates it, regardless of the rating: one for each factor, set in the upper half.
/// </summary>
internal static class AudienceBits
{
    /// <summary>The number of factors, and of bits.</summary>
    public const int Factors = 32;

    private const int Iterations = 6;

    /// <summary>Factorizes who has rated which item, and makes the bits; null without ratings.</summary>
    public static ItemCatalog? Train(
        int itemCount, RatingScale scale, ReadOnlySpan<Rating> ratings, ulong seed, int threads, CancellationToken cancellationToken)
    {
        if (ratings.IsEmpty)
        {
            return null;
        }

        int[] counts = new int[itemCount];
        foreach (ref readonly Rating rating in ratings)
        {
            counts[rating.Item]++;
        }

        return BitsOf(Factorize(itemCount, scale, ratings, seed, threads, cancellationToken), counts);
    }

    /// <summary>Factorizes who has rated which item: all ratings count as likes.</summary>
    public static ItemEmbedding Factorize(
        int itemCount, RatingScale scale, ReadOnlySpan<Rating> ratings, ulong seed, int threads, CancellationToken cancellationToken)
    {
        ImplicitFactorizationRecommender factorization = new(
            itemCount,
            scale,
            new ImplicitFactorizationOptions
            {
                Factors = Factors,
                Iterations = Iterations,
                LikedFrom = scale.Minimum,
                MaxDegreeOfParallelism = threads,
                Seed = seed,
            });
        factorization.Fit(ratings, null, cancellationToken);
        return ItemEmbedding.Of(factorization);
    }

    /// <summary>Makes the bits of factors that are already trained.</summary>
    public static ItemCatalog Of(ItemAudience audience) => BitsOf(new ItemEmbedding(Factors, audience.Factors), audience.RatingCounts);

    private static ItemCatalog BitsOf(ItemEmbedding embedding, int[] counts)
    {
        int[] items = [.. Enumerable.Range(0, counts.Length)];
        FeatureSchemaBuilder<int> builder = embedding.AddTo(
            new FeatureSchemaBuilder<int>(), "audience", item => item, 1, item => counts[item]);

        // Do not keep the factors alive with the bits.
        return ItemCatalog.Create(builder.Fit(items), items).Detach();
    }
}
