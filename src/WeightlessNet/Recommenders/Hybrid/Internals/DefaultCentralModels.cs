using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>The central models of a hybrid for which the application gives none.</summary>
internal static class DefaultCentralModels
{
    /// <summary>
    /// Factories of the models, the base first: a factorization of the ratings, and one that also knows the items' fields or, if there are
    /// none that it could use, one with more factors.
    /// </summary>
    public static IReadOnlyList<Func<IRecommender>> For(ItemCatalog catalog, RatingScale scale) =>
    [
        () => new MatrixFactorizationRecommender(catalog.Count, scale),
        catalog.Fields.Any(field => field.BitCount > 0 && !NetworkLayout.IsWide(field))
            ? () => new MatrixFactorizationRecommender(catalog, scale)
            : () => new MatrixFactorizationRecommender(catalog.Count, scale, new MatrixFactorizationOptions { Seed = 2, Factors = 32 }),
    ];
}
