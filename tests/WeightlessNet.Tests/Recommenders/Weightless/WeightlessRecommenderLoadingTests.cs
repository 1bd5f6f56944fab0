using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;
using WeightlessNet.Tests.Storage;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Weightless;

/// <summary>Snapshots of several sections, with users of many ratings, values between levels and times of all lengths.</summary>
public sealed class WeightlessRecommenderLoadingTests
{
    private const int Items = 700;
    private const int Users = 60;

    private static readonly ItemCatalog Catalog = CatalogOf(Items);

    [Theory]
    [InlineData(WeightlessReading.Regression)]
    [InlineData(WeightlessReading.Histogram)]
    public async Task A_loaded_recommender_is_one_that_has_learned_the_ratings(WeightlessReading reading)
    {
        WeightlessRecommender learned = Learned(new WeightlessOptions { Nodes = 8, Reading = reading });
        byte[] bytes = SnapshotCase.Save(learned);
        WeightlessRecommender loaded = Snapshot.Load<WeightlessRecommender>(new MemoryStream(bytes));

        // The first question comes from another thread than the one that loaded.
        string others = await Task.Run(() => Answers(loaded, Users));
        Assert.Equal(Answers(learned, Users), others);
        Assert.Equal(learned.RatingCount, loaded.RatingCount);
        Assert.Equal(bytes, SnapshotCase.Save(loaded));

        foreach (WeightlessRecommender recommender in (WeightlessRecommender[])[learned, loaded])
        {
            recommender.ForgetUser(2);
            recommender.Learn(new Rating(Users, 5, 4.5f, 9));
            recommender.Forget(1, 1);
        }

        Assert.Equal(Answers(learned, Users + 1), Answers(loaded, Users + 1));
        Assert.Equal(SnapshotCase.Save(learned), SnapshotCase.Save(loaded));
    }

    [Fact]
    public void A_user_who_has_rated_more_than_one_section_holds_is_loaded()
    {
        const int Many = 6_000;
        WeightlessRecommender learned = new(CatalogOf(Many), RatingScale.HalfStars, new WeightlessOptions { Nodes = 1 });
        for (int item = 0; item < Many; item++)
        {
            learned.Learn(new Rating(3, item, 0.5f + (0.5f * (item % 10)), (long)(item % 3) << (item % 40)));
        }

        byte[] bytes = SnapshotCase.Save(learned);
        WeightlessRecommender loaded = Snapshot.Load<WeightlessRecommender>(new MemoryStream(bytes));
        Assert.Equal(Many, loaded.RatingCount);
        Assert.Equal(bytes, SnapshotCase.Save(loaded));
    }

    private static ItemCatalog CatalogOf(int count)
    {
        int[] items = [.. Enumerable.Range(0, count)];
        return ItemCatalog.Create(new FeatureSchemaBuilder<int>().OneHot("brand", item => $"{item % 9}").Fit(items), items);
    }

    private static WeightlessRecommender Learned(WeightlessOptions options)
    {
        SplitMix64 random = new(5);
        WeightlessRecommender recommender = new(Catalog, RatingScale.HalfStars, options);
        for (int user = 0; user < Users; user++)
        {
            int share = 1 + random.Next(20);
            for (int item = 1; item < Items; item += 1 + random.Next(share))
            {
                // Every third user has values between levels, every fifth a time of any length.
                float value = user % 3 == 0 ? 0.5f + (4.5f * random.Next(1000) / 999) : 0.5f + (0.5f * random.Next(10));
                long time = user % 5 == 0 ? (long)(random.Next() >> random.Next(64)) : 1_600_000_000 + random.Next(200_000_000);
                recommender.Learn(new Rating(user, item, value, time));
            }
        }

        return recommender;
    }

    private static string Answers(WeightlessRecommender recommender, int users) => string.Join(
        ' ',
        from user in Enumerable.Range(0, users + 1)
        from item in Enumerable.Range(0, Items / 10)
        select recommender.Predict(user, 10 * item));
}
