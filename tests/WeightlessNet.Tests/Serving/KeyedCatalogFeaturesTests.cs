using WeightlessNet.Serving;
using WeightlessNet.Tests.Storage;
using Xunit;

namespace WeightlessNet.Tests.Serving;

/// <summary>Catalogs of several processes have the same bits for the same item, also for later ones.</summary>
public sealed class KeyedCatalogFeaturesTests
{
    private static readonly Toy[] Toys = [.. Enumerable.Range(0, 40).Select(i => new Toy($"{i}", i % 3 == 0 ? "Wood" : "Metal", i))];

    [Fact]
    public void Features_of_another_process_give_the_same_bits()
    {
        KeyedCatalog<Toy> first = new(Schema, Toys);
        Toy[] some = [new Toy("new", "Paper", 999), .. Toys[20..]];
        KeyedCatalog<Toy> second = new(Schema, some, first.Keys, first.SaveFeatures());
        Assert.Equal(first.Items.BitCount, second.Items.BitCount);
        Assert.NotEqual(first.Items.BitCount, new KeyedCatalog<Toy>(Schema, some, first.Keys).Items.BitCount);
        for (int id = 20; id < 40; id++)
        {
            Assert.Equal(first.Items.PatternOf(id).ToArray(), second.Items.PatternOf(id).ToArray());
        }

        // A word that is new has no bit, a number has its level.
        Assert.Null(second.Items.ValueOf(40, "material"));
        Assert.Equal(first.Items.ValueOf(39, "price"), second.Items.ValueOf(40, "price"));
        Assert.Equal(first.SaveFeatures(), second.SaveFeatures());
        Assert.Empty(new KeyedCatalog<string>(static _ => { }, ["a"]).SaveFeatures());
        Assert.Equal(["a", "b"], new KeyedCatalog<string>(static _ => { }, ["b"], ["a"], default).Keys);
    }

    [Fact]
    public void Items_are_added_and_replaced_in_a_copy()
    {
        KeyedCatalog<Toy> first = new(Schema, Toys[..30], ["withdrawn"]);
        byte[] before = SnapshotCase.Save(first.Items);
        Toy[] changed = [Toys[30], Toys[4] with { Material = "Metal", Price = 39 }, Toys[3] with { Material = "Metal" }];
        KeyedCatalog<Toy> second = first.With(changed, [.. first.Keys, "of another process"]);
        Assert.Equal([.. first.Keys, "of another process", "30"], second.Keys);
        Assert.Equal([0, 31], second.Absent);
        Assert.Equal(first.SaveFeatures(), second.SaveFeatures());
        KeyedCatalog<Toy> direct = new(
            Schema, [.. Toys[..3], changed[2], changed[1], .. Toys[5..31]], second.Keys, first.SaveFeatures());
        Assert.Equal(SnapshotCase.Save(direct.Items), SnapshotCase.Save(second.Items));
        Assert.True(second.TryFind("3", out Toy? found));
        Assert.Equal("Metal", found.Material);
        Assert.Equal(before, SnapshotCase.Save(first.Items));
        Assert.False(first.TryFind("30", out _));
        Assert.Equal(first.Keys, first.With([], first.Keys).Keys);
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        KeyedCatalog<Toy> catalog = new(Schema, Toys);
        byte[] features = catalog.SaveFeatures();
        Assert.Throws<InvalidDataException>(() => new KeyedCatalog<Toy>(schema => schema.Key(toy => toy.Id), Toys, [], features));
        Assert.Throws<InvalidDataException>(() => new KeyedCatalog<Toy>(Schema, Toys, [], default(ReadOnlyMemory<byte>)));
        Assert.Throws<InvalidDataException>(() => new KeyedCatalog<Toy>(
            schema => schema.Key(toy => toy.Id).Word("other", toy => toy.Material), Toys, [], features));
        Assert.Throws<InvalidDataException>(() => new KeyedCatalog<Toy>(Schema, Toys, [], features.AsMemory(1)));
        Assert.Throws<ArgumentNullException>(() => new KeyedCatalog<Toy>(Schema, Toys, null!, features));
        Assert.Throws<ArgumentException>(() => catalog.With([], [.. catalog.Keys.Skip(1)]));
        Assert.Throws<ArgumentException>(() => catalog.With([], ["other", .. catalog.Keys]));
        Assert.Throws<ArgumentNullException>(() => catalog.With(null!, catalog.Keys));
        Assert.Throws<ArgumentNullException>(() => catalog.With([], null!));
        Assert.Throws<ArgumentNullException>(() => catalog.With([null!], catalog.Keys));
    }

    private static void Schema(ItemSchema<Toy> schema) =>
        schema.Key(toy => toy.Id).Word("material", toy => toy.Material).Number("price", toy => toy.Price);

    private sealed record Toy(string Id, string Material, double Price);
}
