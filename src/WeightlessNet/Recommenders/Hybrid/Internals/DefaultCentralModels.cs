using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>The central models of a hybrid for which the application gives none.</summary>
internal static class DefaultCentralModels
{
    /// <summary>
    /// Factories of the models, the base first: two factorizations of the ratings, the second with more factors and another audience, and,
    /// if there are fields that it can use, one that also knows the items' fields. Models that err differently are better together.
    /// </summary>
    public static IReadOnlyList<Func<IRecommender>> For(ItemCatalog catalog, RatingScale scale)
    {
        List<Func<IRecommender>> factories =
        [
            () => new MatrixFactorizationRecommender(catalog.Count, scale),
            () => new MatrixFactorizationRecommender(
                catalog.Count, scale, new MatrixFactorizationOptions { Seed = 2, Factors = 32, AudienceFactors = 48 }),
        ];
        if (ItemColumns.CountOf(catalog) > ItemColumns.OwnCount)
        {
            factories.Add(() => new MatrixFactorizationRecommender(catalog, scale));
        }

        return factories;
    }
}
