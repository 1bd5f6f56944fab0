using WeightlessNet.Recommenders.Collaborative;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>The central models of a hybrid for which the application gives none.</summary>
internal static class DefaultCentralModels
{
    /// <summary>Factories of the models, the base first.</summary>
    public static IReadOnlyList<Func<IRecommender>> For(ItemCatalog catalog, RatingScale scale) =>
    [
        () => new MatrixFactorizationRecommender(catalog.Count, scale),
        () => new MatrixFactorizationRecommender(catalog.Count, scale, new MatrixFactorizationOptions { Seed = 2, Factors = 32 }),
    ];
}
