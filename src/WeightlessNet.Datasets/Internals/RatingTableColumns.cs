namespace WeightlessNet.Datasets.Internals;

/// <summary>The positions of the columns of a table of ratings; -1 for a column that the file does not have.</summary>
internal readonly record struct RatingTableColumns(int User, int Item, int Value, int Time)
{
    private static readonly string[] CountHints = ["count", "weight", "rating", "score", "play", "freq", "quantity"];
    private static readonly string[] TimeHints = ["time", "date"];

    public static RatingTableColumns Find(FileHeader header, RatingTableOptions options)
    {
        int user = Require(header, options.UserColumn, "user", "userId");
        int item = Require(header, options.ItemColumn, "item", "itemId");
        int[] assigned =
        [
            user,
            item,
            .. new[] { options.ValueColumn, options.TimeColumn }
                .Where(static name => !string.IsNullOrEmpty(name))
                .Select(name => header.Require(name!)),
        ];
        int value = options.Values == RatingTableValues.Ratings
            ? Require(header, options.ValueColumn, "rating", "value")
            : Find(header, options.ValueColumn, CountHints, assigned, "count", "weight", "value");
        int time = Find(header, options.TimeColumn, TimeHints, [.. assigned, value], "timestamp", "time", "date");
        return new RatingTableColumns(user, item, value, time);
    }

    private static int Require(FileHeader header, string? named, params ReadOnlySpan<string> usual) =>
        named is not null ? header.Require(named) : header.RequireOne(usual);

    private static int Find(
        FileHeader header, string? named, string[] hints, int[] assigned, params ReadOnlySpan<string> usual) => named switch
        {
            null => header.FindOne(usual, hints, assigned),
            "" => -1,
            _ => header.Require(named),
        };
}
