using WeightlessNet.Encoders;
using WeightlessNet.Serving;

namespace WeightlessNet.Tests.Serving;

public sealed class DescribeItemsTests
{
    private sealed record Book(string Title, string? Genre, double? Price = null);

    private static void Fields(ItemSchema<Book> schema) => schema
        .Key(book => book.Title).Word("genre", book => book.Genre).Number("price", book => book.Price, 2);

    private static readonly Book[] Books = [new("a", "Crime", 5), new("b", "Crime", 9), new("c", null), new("d", "Poetry", 30)];

    [Fact]
    public async Task New_words_are_dropped_until_the_next_training()
    {
        using var recommender = Recommender<string, Book>.InMemory(Fields, Books, Film.Quiet);
        SchemaDescription first = recommender.DescribeItems();
        Assert.Equal(4, first.RecordCount);
        Assert.Equal([new("Crime", 2), new("Poetry", 1)], first["genre"].Values);
        Assert.Equal([1, 1], first.Fields.Select(field => field.Missing));

        await recommender.AddItemAsync(new Book("e", "Travel"));
        Assert.True(recommender.RemoveItem(Books[3]));
        SchemaDescription added = recommender.DescribeItems();
        Assert.Equal(4, added.RecordCount);
        Assert.Equal([new("Crime", 2), new("Poetry", 0)], added["genre"].Values);
        Assert.Equal([new("Travel", 1)], added["genre"].Dropped);

        await recommender.LearnAsync("ada", Books[0], 5);
        await recommender.TrainAsync();
        Assert.Equal([new("Crime", 2), new("Travel", 1)], recommender.DescribeItems()["genre"].Values);
        Assert.Empty(recommender.DescribeItems()["genre"].Dropped);
    }

    [Fact]
    public void Without_items_or_fields_there_is_a_description()
    {
        using var empty = Recommender<string, Book>.InMemory(Fields, options: Film.Quiet);
        Assert.Equal([0, 2], empty.DescribeItems().Fields.Select(field => field.BitCount));
        Assert.Equal(0, empty.DescribeItems().RecordCount);

        using var plain = Recommender<string, string>.InMemory(_ => { }, ["a", "b"], Film.Quiet);
        Assert.Empty(plain.DescribeItems().Fields);
        Assert.Equal(2, plain.DescribeItems().RecordCount);
    }
}
