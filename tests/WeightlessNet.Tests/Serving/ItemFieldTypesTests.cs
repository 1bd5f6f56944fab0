using WeightlessNet.Encoders;
using WeightlessNet.Serving;

namespace WeightlessNet.Tests.Serving;

public sealed class ItemFieldTypesTests
{
    private enum Shelf
    {
        Toys,
        Books,
    }

    private sealed record Product(
        string Id, string? Text, Shelf Shelf, Shelf? Second, decimal Price, decimal? Discount, DateOnly Added, DateTime? Sold,
        DateTimeOffset Checked, int Age, int? Stock);

    private static readonly Product[] Products =
    [
        new("a", "Wooden train", Shelf.Toys, null, 19.5m, null, new(2019, 4, 1), new(2020, 1, 1), default, 3, 5),
        new("b", "The train book", Shelf.Books, Shelf.Toys, 5m, 0.5m, new(2024, 1, 1), null, DateTimeOffset.UnixEpoch, 12, null),
        new("c", null, Shelf.Books, null, 1000m, null, new(2025, 7, 1), null, DateTimeOffset.UnixEpoch.AddDays(1), 40, 0),
    ];

    private static void Schema(ItemSchema<Product> schema) => schema
        .Key(product => product.Id)
        .Text("text", product => product.Text)
        .Word("shelf", product => product.Shelf)
        .Word("second", product => product.Second)
        .Number("price", product => product.Price, 2)
        .Number("discount", product => product.Discount, 2)
        .Number("age", product => product.Age, 2)
        .LogNumber("stock", product => product.Stock, 2)
        .LogNumber("price by ratio", product => product.Price, 2)
        .Buckets("age group", product => product.Age, 3, 6, 12)
        .Buckets("discount group", product => product.Discount, 0.1, 0.5)
        .Date("added", product => product.Added, 2)
        .Date("sold", product => product.Sold, 2)
        .Date("checked", product => product.Checked, 2);

    [Fact]
    public void Every_type_has_a_field_that_describes_itself()
    {
        using var recommender = Recommender<string, Product>.InMemory(Schema, Products, Film.Quiet);
        SchemaDescription description = recommender.DescribeItems();

        Assert.Equal(
            [
                ("text", FieldKind.Text, 4, 1), ("shelf", FieldKind.Word, 2, 0), ("second", FieldKind.Word, 1, 2),
                ("price", FieldKind.Number, 2, 0), ("discount", FieldKind.Number, 3, 2), ("age", FieldKind.Number, 2, 0),
                ("stock", FieldKind.Number, 3, 1), ("price by ratio", FieldKind.Number, 2, 0), ("age group", FieldKind.Number, 3, 0),
                ("discount group", FieldKind.Number, 3, 2), ("added", FieldKind.Date, 2, 0), ("sold", FieldKind.Date, 3, 2),
                ("checked", FieldKind.Date, 2, 0),
            ],
            description.Fields.Select(field => (field.Name, field.Kind, field.BitCount, field.Missing)));
        Assert.Equal([new("book", 1), new("the", 1), new("train", 2), new("wooden", 1)], description["text"].Values);
        Assert.Equal([new("3 or more", 3), new("6 or more", 2), new("12 or more", 2)], description["age group"].Values);
        Assert.Equal([new("known", 2), new("above 0", 1), new("above 5", 0)], description["stock"].Values);
    }

    [Fact]
    public async Task A_field_whose_type_changed_gets_new_bits_when_the_folder_is_opened()
    {
        string folder = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());
        try
        {
            await using (var first = await Recommender<string, Product>.OpenAsync(
                folder,
                schema => schema.Key(product => product.Id).Number("added", product => product.Added.Year, 2),
                Products,
                Film.Quiet))
            {
                await first.LearnAsync("ada", Products[0], 5);
                await first.CheckpointAsync();
            }

            await using var second = await Recommender<string, Product>.OpenAsync(
                folder, schema => schema.Key(product => product.Id).Date("added", product => product.Added, 2), Products, Film.Quiet);
            Assert.Equal(1, second.RatingCount);
            Assert.Equal(
                ["after 2019-04-01", "after 2024-01-01"], second.DescribeItems()["added"].Values.Select(level => level.Value));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public async Task A_number_that_no_training_could_take_is_refused_when_the_item_comes(double wrong)
    {
        (string Id, double Weight, double Price)[] parcels = [("a", 1, 10), ("b", 2, 20), ("c", 3, double.NaN)];
        using var recommender = Recommender<string, (string Id, double Weight, double Price)>.InMemory(
            schema => schema.Key(one => one.Id).Number("weight", one => one.Weight).LogNumber("price", one => one.Price), parcels);
        foreach ((string, double, double) added in ((string, double, double)[])[("d", wrong, 1), ("e", 1, wrong)])
        {
            ArgumentException refused = await Assert.ThrowsAsync<ArgumentException>(() => recommender.AddItemsAsync([added]));
            Assert.Contains(added.Item1, refused.Message, StringComparison.Ordinal);
        }

        _ = Assert.Throws<ArgumentException>(() => recommender.UpdateItem(("a", wrong, 10)));
        Assert.Equal(3, recommender.Items.Count());
        await recommender.LearnAsync("ada", parcels[0], 5);
        await recommender.TrainAsync();
    }
}
