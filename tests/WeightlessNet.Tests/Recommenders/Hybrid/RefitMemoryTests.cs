using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Tests.Recommenders.Weightless;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

[Collection(RunAlone.Name)]
public sealed class RefitMemoryTests
{
    private const int Users = 1000;
    private const int RatingsPerUser = 100;
    private const int Items = 300;

    // The factors of three models at once and copies of 24 bytes per rating would take about 130 bytes.
    private const int MostBytesPerRating = 96;

    [Fact]
    public void A_refit_holds_the_ratings_packed_and_the_factors_of_one_model()
    {
        RatingScale scale = RatingScale.HalfStars;
        HybridRecommender hybrid = new(
            WeightlessRecommenderWorld.CatalogOf(
                [.. Enumerable.Range(0, Items).Select(i => ((string[])[$"genre {i % 20}"], (double?)(1950 + (i % 60))))]),
            scale,
            [
                () => Factorization(new MatrixFactorizationOptions { Iterations = 1 }),
                () => Factorization(new MatrixFactorizationOptions { Iterations = 1, Seed = 2, Factors = 32, AudienceFactors = 48 }),
                () => Factorization(new MatrixFactorizationOptions { Iterations = 1, Seed = 3 }),
            ],
            new HybridOptions { Fitting = new CentralModelOptions { MaxDegreeOfParallelism = 3 } });
        for (int user = 0; user < Users; user++)
        {
            for (int i = 0; i < RatingsPerUser; i++)
            {
                hybrid.Learn(new Rating(user, ((i * 37) + user) % Items, 0.5f + (0.5f * ((i + user) % 10)), i + 1));
            }
        }

        LiveMemory memory = new();
        hybrid.Refit(memory);
        Assert.NotNull(hybrid.Central);
        Assert.InRange(memory.Peak / (double)hybrid.RatingCount, 8, MostBytesPerRating);

        MatrixFactorizationRecommender Factorization(MatrixFactorizationOptions options) => new(Items, scale, options);
    }

    // The highest growth of the heap without garbage, at every report.
    private sealed class LiveMemory : IProgress<double>
    {
        private readonly long _before = GC.GetTotalMemory(true);

        public long Peak { get; private set; }

        public void Report(double value) => Peak = Math.Max(Peak, GC.GetTotalMemory(true) - _before);
    }
}
