using WeightlessNet.Datasets;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>goodbooks: books with authors (a wide field), year and language.</summary>
internal static class BookWorld
{
    private const int YearLevels = 8;

    public static World Load(string data)
    {
        string folder = Path.Combine(data, "goodbooks");
        RatingTable ratings = RatingTableReader.Read(Path.Combine(folder, "ratings.csv"), new() { ItemColumn = "book_id" });

        // The columns on ratings and reviews hold the test ratings, so they are not read. A title may be "Null" or "NA".
        LabeledTable books = TableReader.Read(Path.Combine(folder, "books.csv"), new() { HasHeader = true, MissingMarks = [""] });
        var rowOf = books.Column("id").Numbers.ToArray().Index().ToDictionary(pair => (int)pair.Item, pair => pair.Index);
        int[] rows = [.. Enumerable.Range(0, ratings.Items.Count).Select(item => rowOf[int.Parse(ratings.Items[item])])];
        ReadOnlyMemory<double> years = books.Column("original_publication_year").Numbers;
        IReadOnlyList<string?> authors = books.Column("authors").Words;
        IReadOnlyList<string?> languages = books.Column("language_code").Words;
        FeatureSchema<int> schema = new FeatureSchemaBuilder<int>()
            .MultiHot("author", row => authors[row]?.Split(", "))
            .QuantileThermometer("year", row => double.IsNaN(years.Span[row]) ? null : years.Span[row], YearLevels)
            .OneHot("language", row => languages[row])
            .Fit(rows);
        return new World("goodbooks", ItemCatalog.Create(schema, rows), ratings.Ratings.ToArray(), ratings.Scale)
        {
            HasPopularity = false,
        };
    }
}
