using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>Rankings of many items that share the value of a field, such as the category of a shop's products.</summary>
public sealed class WeightlessRankingShopTests
{
    private const int Items = 1200;
    private const int Users = 400;
    private const int LikesEach = 20;

    [Fact]
    public void A_field_that_many_items_share_is_judged_among_all_of_them()
    {
        int[] items = [.. Enumerable.Range(0, Items)];
        ItemCatalog catalog = ItemCatalog.Create(new FeatureSchemaBuilder<int>().Flag("odd", item => item % 2 == 1).Fit(items), items);
        SplitMix64 random = new(3);
        List<Rating> likes = [];
        for (int i = 0; i < Users * LikesEach; i++)
        {
            likes.Add(new Rating(i / LikesEach, random.Next(Items), 1));
        }

        WeightlessRankingRecommender fitted = new(catalog, new RatingScale(0, 1, 1), null, []);
        fitted.Fit([.. likes.DistinctBy(like => (like.User, like.Item))]);

        // Likes are random, so that a list of ten has an NDCG of about 0.006. Among the best of each part alone it is five times that.
        Assert.All(fitted.Calibration!, group => Assert.InRange(group.With, 0, 0.02));
    }
}
