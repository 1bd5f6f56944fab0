using System.Runtime.CompilerServices;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;
using WeightlessNet.Tests.Recommenders.Weightless;

namespace WeightlessNet.Tests.Recommenders;

[Collection(RunAlone.Name)]
public sealed class RecommenderMemoryTests
{
    private const int Users = 2048;
    private const int RatingsPerUser = 100;
    private const int Items = 1000;

    // With less for each rating the log would be empty. A rating takes 8, but the runtime may free memory of its own meanwhile.
    private const int BytesAtLeast = 6;

    [Theory]
    [InlineData(0L, 1024)]
    [InlineData((long)uint.MaxValue, 1024)]
    [InlineData(-1L, 2048)]
    public void At_rest_a_user_of_a_hundred_ratings_takes_a_kilobyte_or_two_where_times_are_odd(long time, int most)
    {
        long taken = Taken(() =>
        {
            RatingLog log = new(RatingScale.HalfStars);
            Fill(time, rating => log.Set(rating, out _));
            return log;
        });

        Assert.InRange(taken / (double)Users, RatingsPerUser * BytesAtLeast, most);
    }

    [Fact]
    public void A_user_whose_odd_rating_was_forgotten_takes_no_more_than_others()
    {
        long taken = Taken(() =>
        {
            RatingLog log = new(RatingScale.HalfStars);
            for (int user = 0; user < Users; user++)
            {
                log.Set(new Rating(user, Items, 3.3f), out _);
            }

            Fill(5, rating => log.Set(rating, out _));
            for (int user = 0; user < Users; user++)
            {
                Assert.True(log.Remove(user, Items, out _));
            }

            return log;
        });
        Assert.InRange(taken / (double)Users, RatingsPerUser * BytesAtLeast, 1024);
    }

    [Theory]
    [InlineData(0L)]
    [InlineData(-1L)]
    public void Saving_takes_no_memory_for_each_user(long time)
    {
        ItemCatalog catalog = WeightlessRecommenderWorld.CatalogOf(
            [.. Enumerable.Range(0, Items).Select(i => ((string[])[$"genre {i % 7}"], (double?)(1950 + (i % 60))))]);
        WeightlessRecommender recommender = new(catalog, RatingScale.HalfStars);
        Fill(time, rating => recommender.Learn(rating));
        recommender.Save(Stream.Null);
        long before = GC.GetAllocatedBytesForCurrentThread();
        recommender.Save(Stream.Null);

        // A copy of each user's ratings would be 800 bytes or more.
        Assert.InRange((GC.GetAllocatedBytesForCurrentThread() - before) / (double)Users, 0, 400);
    }

    [Fact]
    public void Ready_to_be_read_a_user_of_a_hundred_ratings_takes_five_kilobytes_with_32_nodes()
    {
        ItemCatalog catalog = WeightlessRecommenderWorld.CatalogOf(
            [.. Enumerable.Range(0, Items).Select(i => ((string[])[$"genre {i % 7}"], (double?)(1950 + (i % 60))))]);
        WeightlessOptions options = new() { Nodes = 32, MaximumHotUsers = Users };
        ScoredItem[] top = new ScoredItem[1];
        long alone = Taken(() => Read(new WeightlessRecommender(catalog, RatingScale.HalfStars, options)));
        long taken = Taken(() =>
        {
            WeightlessRecommender recommender = new(catalog, RatingScale.HalfStars, options);
            Fill(5, rating => recommender.Learn(rating));
            return Read(recommender);
        });
        Assert.InRange((taken - alone) / (double)Users, 32 * 64, 5120);

        WeightlessRecommender Read(WeightlessRecommender recommender)
        {
            for (int user = 0; user < Users; user++)
            {
                recommender.Recommend(user, top);
            }

            return recommender;
        }
    }

    [Fact]
    public void An_implicit_factorization_keeps_the_factors_of_a_thousand_users_not_of_all()
    {
        const int Asked = 6000;
        const int Factors = 64;
        ImplicitFactorizationOptions options = new() { Factors = Factors, Iterations = 1 };
        Rating[] ratings = [.. Enumerable.Range(0, Asked).Select(user => new Rating(user, user % 2, 5))];
        double[] factors = new double[Factors];
        long alone = Taken(() => Asking(0));
        long taken = Taken(() => Asking(Asked));
        Assert.InRange(taken - alone, 1000 * Factors * sizeof(double), 2000 * Factors * sizeof(double));

        ImplicitFactorizationRecommender Asking(int users)
        {
            ImplicitFactorizationRecommender recommender = new(2, RatingScale.Stars, options);
            recommender.Fit(ratings);
            for (int user = 0; user < users; user++)
            {
                recommender.CopyUserFactors(user, factors);
            }

            return recommender;
        }
    }

    // Use the median of several attempts: the runtime allocates and frees memory of its own at any time.
    private static long Taken(Func<object> make) =>
        Enumerable.Range(0, 3).Select(_ => TakenOnce(make)).Order().ElementAt(1);

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static long TakenOnce(Func<object> make)
    {
        long before = GC.GetTotalMemory(true);
        object made = make();
        long after = GC.GetTotalMemory(true);
        GC.KeepAlive(made);
        return after - before;
    }

    private static void Fill(long time, Action<Rating> learn)
    {
        for (int i = 0; i < RatingsPerUser; i++)
        {
            for (int user = 0; user < Users; user++)
            {
                learn(new Rating(user, ((i * 37) + user) % Items, 0.5f + (0.5f * (i % 10)), time));
            }
        }
    }
}
