using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;
using WeightlessNet.Tests.Storage;
using Xunit;

namespace WeightlessNet.Tests.Serving;

/// <summary>Items by key and id without a recommender.</summary>
public sealed class KeyedCatalogTests
{
    private static readonly Toy[] Toys = [new(7, "Train", "Wood", 30), new(3, "Robot", "Metal", 80), new(9, "Puzzle", null, 12)];

    [Fact]
    public void Ids_follow_the_order_and_stay_with_their_keys()
    {
        KeyedCatalog<Toy> first = new(Schema, Toys);
        Assert.Equal(["7", "3", "9"], first.Keys);
        Assert.Equal(["Train", "Robot", "Puzzle"], Enumerable.Range(0, 3).Select(first.NameOf));
        Assert.Empty(first.Absent);

        Toy[] later = [new(1, "Kite", "Paper", 20), Toys[2], Toys[0] with { Name = "Long train" }];
        KeyedCatalog<Toy> second = new(Schema, later, first.Keys);
        Assert.Equal(["7", "3", "9", "1"], second.Keys);
        Assert.Equal(["Long train", "3", "Puzzle", "Kite"], Enumerable.Range(0, 4).Select(second.NameOf));
        Assert.Equal([1], second.Absent);
        Assert.False(second.TryGetItem(1, out _));
        Assert.True(second.TryGetItem(3, out Toy? kite));
        Assert.Equal("Kite", kite.Name);
        Assert.True(second.TryGetId(Toys[1], out int absent));
        Assert.Equal(1, absent);
        Assert.False(second.TryGetId(new Toy(55, "Ball", null, 1), out _));
        Assert.True(second.TryFind(9, out Toy? puzzle));
        Assert.Equal("Puzzle", puzzle.Name);
        Assert.False(second.TryFind(3, out _));
        Assert.False(second.TryFind(55, out _));
        Assert.Throws<ArgumentException>(() => second.TryFind("9", out _));
        Assert.False(second.TryGetItem(4, out _));
        Assert.False(second.TryGetItem(-1, out _));
        Assert.Equal(4, second.Items.Count);
        Assert.All(second.Items.PatternOf(1).ToArray(), word => Assert.Equal(0UL, word));
        Assert.Equal("Wood", second.Items.ValueOf(0, "material"));
    }

    [Fact]
    public void The_bits_are_those_of_the_items_whatever_was_known()
    {
        KeyedCatalog<Toy> one = new(Schema, Toys);
        KeyedCatalog<Toy> other = new(Schema, Toys.Reverse(), one.Keys);
        Assert.Equal(SnapshotCase.Save(one.Items), SnapshotCase.Save(other.Items));
        KeyedCatalog<string> words = new(static _ => { }, ["a", "b"]);
        Assert.Equal((2, 1), (words.Items.Count, words.Items.BitCount));
    }

    [Fact]
    public void A_reason_names_rated_items_fields_and_levels()
    {
        Toy[] toys = [.. Enumerable.Range(0, 60).Select(i => new Toy(i, $"Toy {i}", i % 2 == 0 ? "Wood" : "Metal", i))];
        KeyedCatalog<Toy> catalog = new(Schema, toys);
        HybridRecommender recommender = new(catalog.Items, RatingScale.Stars);
        for (int i = 0; i < 20; i++)
        {
            recommender.Learn(new Rating(0, i, i % 2 == 0 ? 5 : 1));
        }

        Reason reason = catalog.ReasonOf(recommender.Explain(0, 40));
        Assert.Equal((ReasonKind.Rating, 5f), (reason.Kind, reason.Rating));
        Assert.Equal("Wood", toys[reason.ItemId!.Value].Material);
        Assert.Equal($"because you rated Toy {reason.ItemId} 5", reason.ToString());

        Reason price = catalog.ReasonOf(OfField("price"));
        Assert.Equal((ReasonKind.Field, "price", catalog.Items.ValueOf(40, "price")), (price.Kind, price.Field, price.Value));
        Assert.NotNull(price.Level);
        Reason material = catalog.ReasonOf(OfField("material"));
        Assert.Equal(("Wood", null), (material.Value, material.Level));
        Assert.Throws<ArgumentNullException>(() => catalog.ReasonOf(null!));

        // An item that another process has added.
        Reason elsewhere = new KeyedCatalog<Toy>(Schema, toys[..40]).ReasonOf(OfField("price"));
        Assert.Equal((ReasonKind.Field, "price", null), (elsewhere.Kind, elsewhere.Field, elsewhere.Value));
    }

    [Fact]
    public void Wrong_input_is_refused()
    {
        Assert.Throws<ArgumentNullException>(() => new KeyedCatalog<Toy>(null!, Toys));
        Assert.Throws<ArgumentNullException>(() => new KeyedCatalog<Toy>(Schema, null!));
        Assert.Throws<ArgumentException>(() => new KeyedCatalog<Toy>(Schema, []));
        ArgumentException twice = Assert.Throws<ArgumentException>(() => new KeyedCatalog<Toy>(Schema, [Toys[0], Toys[1], Toys[0]]));
        Assert.Contains("'7'", twice.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => new KeyedCatalog<Toy>(Schema, Toys, ["7", "7"]));
        Assert.Throws<InvalidDataException>(() => new KeyedCatalog<Toy>(Schema, Toys, ["seven"]));
        Assert.Throws<InvalidOperationException>(() => new KeyedCatalog<Toy>(static _ => { }, Toys));
        KeyedCatalog<Toy> catalog = new(Schema, Toys);
        Assert.Throws<ArgumentOutOfRangeException>(() => catalog.NameOf(3));
        Assert.Throws<ArgumentOutOfRangeException>(() => catalog.NameOf(-1));
        Assert.Throws<ArgumentNullException>(() => catalog.TryGetId(null!, out _));
    }

    private static Explanation OfField(string field) => new(0, 40, 4, [], [new Contribution(ContributionKind.Field, field, 1)], []);

    private static void Schema(ItemSchema<Toy> schema) =>
        schema.Key(toy => toy.Id).Name(toy => toy.Name).Word("material", toy => toy.Material).Number("price", toy => toy.Price);

    private sealed record Toy(int Id, string Name, string? Material, double Price);
}
