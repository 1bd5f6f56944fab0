using System.Runtime.CompilerServices;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Tests.Recommenders.Weightless;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>Hybrids in small random worlds, over central models that train fast.</summary>
internal static class HybridWorld
{
    public static WeightlessOptions Regression(World world) =>
        world.Shape with { Reading = WeightlessReading.Regression };

    public static HybridRecommender Taught(
        World world, IEnumerable<Rating> ratings, WeightlessOptions? personal = null)
    {
        HybridOptions options = new() { Personal = personal ?? Regression(world) };
        HybridRecommender recommender = new(world.Catalog, world.Scale, () => CreateCentral(world), options);
        foreach (Rating rating in ratings)
        {
            recommender.Learn(rating);
        }

        return recommender;
    }

    public static MatrixFactorizationRecommender CreateCentral(World world) =>
        new(world.Items, world.Scale, new MatrixFactorizationOptions { Factors = 2, Iterations = 4 });

    public static CentralModel CentralOf(World world, Rating[] ratings) => CentralModel.Fit(() => CreateCentral(world), ratings);

    public static void AssertSame(World world, HybridRecommender expected, HybridRecommender actual) =>
        world.AssertSame(PersonalOf(expected), PersonalOf(actual));

    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_personal")]
    public static extern ref WeightlessRecommender PersonalOf(HybridRecommender recommender);
}
