namespace WeightlessNet.Datasets.Internals;

/// <summary>The positions of the columns of a table of ratings; -1 for a column that the file does not have.</summary>
internal readonly record struct RatingTableColumns(int User, int Item, int Value, int Time)
{
    private static readonly string[] CountHints = ["count", "weight", "rating", "score", "play", "freq", "quantity"];
    private static readonly string[] TimeHints = ["time", "date"];

    public static RatingTableColumns Find(FileHeader header, RatingTableOptions options) => new(
        Require(header, options.UserColumn, "user", "userId"),
        Require(header, options.ItemColumn, "item", "itemId"),
        options.Values == RatingTableValues.Ratings
            ? Require(header, options.ValueColumn, "rating", "value")
            : Find(header, options.ValueColumn, CountHints, "count", "weight", "value"),
        Find(header, options.TimeColumn, TimeHints, "timestamp", "time", "date"));

    private static int Require(FileHeader header, string? named, params ReadOnlySpan<string> usual) =>
        named is not null ? header.Require(named) : header.RequireOne(usual);

    private static int Find(FileHeader header, string? named, string[] hints, params ReadOnlySpan<string> usual) => named switch
    {
        null => header.FindOne(usual, hints),
        "" => -1,
        _ => header.Require(named),
    };
}
