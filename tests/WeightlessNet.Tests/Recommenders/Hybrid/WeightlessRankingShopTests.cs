using System.Globalization;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>Rankings of many items that share the value of a field, such as the category of a shop's products.</summary>
public sealed class WeightlessRankingShopTests
{
    private const int Items = 1200;
    private const int Categories = 6;
    private const int Users = 400;

    [Fact]
    public void A_category_of_more_items_than_are_candidates_gets_its_weight()
    {
        SplitMix64 random = new(3);
        List<Rating> likes = [];
        for (int user = 0; user < Users; user++)
        {
            int favorite = random.Next(Categories);
            for (int i = 0; i < 20; i++)
            {
                // Three of four likes are in the favorite category. In each, the first items are a little more popular.
                int category = random.Next(4) == 0 ? random.Next(Categories) : favorite;
                int place = (int)(Items / Categories * Math.Pow(random.NextDouble(), 1.3));
                likes.Add(new Rating(user, (place * Categories) + category, 1));
            }
        }

        int[] items = [.. Enumerable.Range(0, Items).OrderBy(item => new SplitMix64((ulong)item).Next())];
        Rating[] shuffled = [.. likes.Select(like => like with { Item = items[like.Item] }).DistinctBy(like => (like.User, like.Item))];
        int[] places = new int[Items];
        for (int i = 0; i < Items; i++)
        {
            places[items[i]] = i;
        }

        ItemCatalog catalog = ItemCatalog.Create(
            new FeatureSchemaBuilder<int>()
                .OneHot("category", place => (place % Categories).ToString(CultureInfo.InvariantCulture))
                .Fit(places),
            places);
        RatingScale scale = new(0, 1, 1);
        WeightlessRankingRecommender fitted = new(
            catalog, scale, null, [new ImplicitFactorizationRecommender(Items, scale, new() { Factors = 16 })]);
        fitted.Fit(shuffled);
        CalibratedGroup field = fitted.Calibration!.Single(group => group.Name == "field category");

        Assert.True(field.Weight > 0.5, $"The weight of the category is {field.Weight}.");
        Assert.True(field.With > field.Without, $"{field.With} is not above {field.Without}");
    }
}
