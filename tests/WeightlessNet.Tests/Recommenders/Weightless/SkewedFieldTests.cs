using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Weightless;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class SkewedFieldTests
{
    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 0)]
    public void A_user_who_likes_the_rare_value_of_a_number_is_understood(double rare, double frequent)
    {
        int[] items = [.. Enumerable.Range(0, 40)];
        FeatureSchema<int> schema = new FeatureSchemaBuilder<int>()
            .QuantileThermometer("number", item => item % 5 == 0 ? rare : frequent, 3)
            .Fit(items);
        WeightlessRecommender recommender = new(ItemCatalog.Create(schema, items), RatingScale.HalfStars);
        for (int item = 0; item < 20; item++)
        {
            recommender.Learn(new Rating(0, item, item % 5 == 0 ? 5 : 1));
        }

        Assert.All(items[20..], item => Assert.InRange(
            recommender.Predict(0, item), item % 5 == 0 ? 4 : 0.5, item % 5 == 0 ? 5 : 1.6));
    }
}
