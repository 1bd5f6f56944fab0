using WeightlessNet.Encoders;
using WeightlessNet.Recommenders.Collaborative;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Bits of an item's audience, that is of who rates it, regardless of the rating: one for each factor, set in the upper half.</summary>
internal static class Audience
{
    /// <summary>The number of factors, and of bits.</summary>
    public const int Factors = 32;

    private const int Iterations = 6;

    /// <summary>Makes the bits; null without ratings.</summary>
    /// <param name="itemCount">The number of items.</param>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="ratings">The ratings.</param>
    /// <param name="trained">Their factors, item after item, if they are already known.</param>
    /// <param name="seed">The seed of the factors otherwise.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    public static ItemCatalog? Train(
        int itemCount,
        RatingScale scale,
        ReadOnlySpan<Rating> ratings,
        double[]? trained,
        ulong seed,
        CancellationToken cancellationToken)
    {
        if (ratings.IsEmpty)
        {
            return null;
        }

        ItemEmbedding embedding = trained is null
            ? EmbeddingOf(itemCount, scale, ratings, seed, cancellationToken)
            : new ItemEmbedding(Factors, trained);
        int[] counts = new int[itemCount];
        foreach (ref readonly Rating rating in ratings)
        {
            counts[rating.Item]++;
        }

        int[] items = [.. Enumerable.Range(0, itemCount)];
        FeatureSchemaBuilder<int> builder = embedding.AddTo(
            new FeatureSchemaBuilder<int>(), "audience", item => item, 1, item => counts[item]);

        // Do not keep the factors alive with the bits.
        return ItemCatalog.Create(builder.Fit(items), items).Detach();
    }

    private static ItemEmbedding EmbeddingOf(
        int itemCount, RatingScale scale, ReadOnlySpan<Rating> ratings, ulong seed, CancellationToken cancellationToken)
    {
        ImplicitFactorizationRecommender factorization = new(
            itemCount,
            scale,
            new ImplicitFactorizationOptions { Factors = Factors, Iterations = Iterations, LikedFrom = scale.Minimum, Seed = seed });
        factorization.Fit(ratings, null, cancellationToken);
        return ItemEmbedding.Of(factorization);
    }
}
