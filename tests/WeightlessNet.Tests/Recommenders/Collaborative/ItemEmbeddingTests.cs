using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Collaborative;

public class ItemEmbeddingTests
{
    [Fact]
    public void Factors_are_scaled_to_length_1_and_an_item_of_zeros_stays_zero()
    {
        ItemEmbedding embedding = new(2, [3, 4, 0, 0, -5, 0]);

        Assert.Equal((3, 2), (embedding.ItemCount, embedding.FactorCount));
        Assert.Equal((0.6, 0.8), (embedding[0, 0], embedding[0, 1]));
        Assert.Equal((0.0, 0.0), (embedding[1, 0], embedding[1, 1]));
        Assert.Equal((-1.0, 0.0), (embedding[2, 0], embedding[2, 1]));
    }

    [Fact]
    public void Every_factor_becomes_a_thermometer_with_a_name()
    {
        ItemEmbedding embedding = new(2, [3, 4, 0, 0, -5, 0, 1, -1, 0, 2]);
        ItemCatalog catalog = ItemCatalog.Create(
            embedding.AddTo(new FeatureSchemaBuilder<int>(), "iALS", item => item, levels: 2).Fit(Enumerable.Range(0, 5)),
            [0, 1, 2, 3, 4]);

        Assert.Equal(["iALS factor 1", "iALS factor 2"], catalog.Fields.Select(field => field.Name));
        Assert.Equal(4, catalog.BitCount);

        // The first factors of items 0, 2, 3, 4 are 0.6, -1, 0.7 and 0: two cuts in thirds, in the order of items 2, 4, 0, 3.
        Assert.Equal([0, 0, 0], BitsOfFirstFactor(1, 2).Append(BitsOfFirstFactor(1, 2)[0]));
        Assert.True(BitsOfFirstFactor(2, 2).Sum() < BitsOfFirstFactor(0, 2).Sum());
        Assert.True(BitsOfFirstFactor(4, 2).Sum() <= BitsOfFirstFactor(3, 2).Sum());
        Assert.Equal(2, BitsOfFirstFactor(3, 2).Sum());

        int[] BitsOfFirstFactor(int item, int bits) =>
            [.. Enumerable.Range(0, bits).Select(bit => (int)((catalog.PatternOf(item)[0] >> bit) & 1))];
    }

    [Fact]
    public void The_factors_are_those_of_the_factorization_in_their_directions()
    {
        ImplicitFactorizationRecommender central =
            new(SomeRatings.Items, RatingScale.Stars, new ImplicitFactorizationOptions { Factors = 3 });
        central.Fit(SomeRatings.OfTwoTastes(30, SomeRatings.Items, 0.6, 4));
        ItemEmbedding embedding = ItemEmbedding.Of(central);
        double[] factors = new double[3];
        for (int item = 0; item < SomeRatings.Items; item++)
        {
            central.CopyItemFactors(item, factors);
            double length = Math.Sqrt(factors.Sum(factor => factor * factor));
            Assert.True(length > 0);
            for (int factor = 0; factor < 3; factor++)
            {
                Assert.Equal(factors[factor] / length, embedding[item, factor], 1e-12);
            }
        }
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        ItemEmbedding embedding = new(1, [1]);

        Assert.Throws<ArgumentOutOfRangeException>("factorCount", () => new ItemEmbedding(0, [1]));
        Assert.Throws<ArgumentException>("factors", () => new ItemEmbedding(2, [1, 2, 3]));
        Assert.Throws<ArgumentException>("factors", () => new ItemEmbedding(2, []));
        Assert.Throws<ArgumentException>("factors", () => new ItemEmbedding(1, [1, double.NaN]));
        Assert.Throws<ArgumentException>("factors", () => new ItemEmbedding(1, [1, 1e200]));
        Assert.Throws<ArgumentNullException>("central", () => ItemEmbedding.Of(null!));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => embedding[1, 0]);
        Assert.Throws<ArgumentOutOfRangeException>("factor", () => embedding[0, -1]);
        Assert.Throws<ArgumentNullException>("builder", () => embedding.AddTo<int>(null!, "name", item => item));
        Assert.Throws<ArgumentException>("name", () => embedding.AddTo(new FeatureSchemaBuilder<int>(), "", item => item));
        Assert.Throws<ArgumentNullException>("item", () => embedding.AddTo(new FeatureSchemaBuilder<int>(), "name", null!));
        Assert.Throws<ArgumentOutOfRangeException>(
            "levels", () => embedding.AddTo(new FeatureSchemaBuilder<int>(), "name", item => item, levels: 0));
    }
}
