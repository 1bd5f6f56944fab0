using WeightlessNet.Datasets;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Serving;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>
/// hetrec-lastfm: who listened to which artist and how often, who gave artists how many tags, and the artists' tags (a wide field).
/// </summary>
internal static class MusicWorld
{
    // The second file continues the first.
    private static readonly string[] TagFiles = ["user_taggedartists.dat", "user_taggedartists_2.dat"];

    private static readonly RatingTableOptions Counts = new() { Values = RatingTableValues.Counts };

    /// <summary>Who listened to which artist.</summary>
    public static World Load(string data)
    {
        RatingTable plays = PlaysIn(data);
        return new World("hetrec-lastfm", CatalogOf(data, plays), plays.Ratings.ToArray(), plays.Scale);
    }

    /// <summary>How often, as totals of events.</summary>
    public static World LoadPlays(string data)
    {
        RatingTable plays = PlaysIn(data);
        return AsTotals(new World("hetrec-lastfm-plays", CatalogOf(data, plays), TotalsOf(plays), EventOptions.Scale));
    }

    /// <summary>
    /// How many tags each user gave each artist, as totals of events. The artists have no fields, for their tags are the events.
    /// </summary>
    public static World LoadTaggings(string data)
    {
        RatingTable[] taggings =
        [
            .. TagFiles.Select(name => RatingTableReader.Read(
                Path.Combine(data, "hetrec-lastfm", name),
                Counts with { UserColumn = "userID", ItemColumn = "artistID", ValueColumn = "" })),
        ];
        var totals = taggings
            .SelectMany(table => table.Ratings.ToArray().Select((pair, row) =>
                (User: table.Users[pair.User], Artist: table.Items[pair.Item], Count: (int)table.Counts.Span[row])))
            .GroupBy(one => (one.User, one.Artist), one => one.Count)
            .Select(group => (group.Key.User, group.Key.Artist, Count: group.Sum()))
            .ToArray();
        string[] users = [.. totals.Select(one => one.User).Distinct()];
        string[] artists = [.. totals.Select(one => one.Artist).Distinct()];
        var userIds = users.Index().ToDictionary(one => one.Item, one => one.Index);
        var artistIds = artists.Index().ToDictionary(one => one.Item, one => one.Index);
        FeatureSchema<string> schema = new FeatureSchemaBuilder<string>().MultiHot("none", _ => []).Fit(artists);
        return AsTotals(new World(
            "hetrec-lastfm-taggings",
            ItemCatalog.Create(schema, artists),
            [.. totals.Select(one => new Rating(userIds[one.User], artistIds[one.Artist], EventOptions.ValueOf(one.Count)))],
            EventOptions.Scale));
    }

    private static World AsTotals(World world) => world with { HasAmounts = true, IsVariant = true };

    private static RatingTable PlaysIn(string data) => RatingTableReader.Read(
        Path.Combine(data, "hetrec-lastfm", "user_artists.dat"), Counts with { ItemColumn = "artistID", ValueColumn = "weight" });

    private static Rating[] TotalsOf(RatingTable table) =>
        [.. table.Ratings.ToArray().Select((pair, row) => pair with { Value = EventOptions.ValueOf((int)table.Counts.Span[row]) })];

    private static ItemCatalog CatalogOf(string data, RatingTable plays)
    {
        ILookup<string, string> tags = TagFiles
            .Select(name => RatingTableReader.Read(
                Path.Combine(data, "hetrec-lastfm", name), Counts with { UserColumn = "artistID", ItemColumn = "tagID", ValueColumn = "" }))
            .SelectMany(table => table.Ratings.ToArray().Select(pair => (Artist: table.Users[pair.User], Tag: table.Items[pair.Item])))
            .Distinct()
            .ToLookup(pair => pair.Artist, pair => pair.Tag);
        string[] artists = [.. Enumerable.Range(0, plays.Items.Count).Select(item => plays.Items[item])];
        FeatureSchema<string> schema = new FeatureSchemaBuilder<string>().MultiHot("tag", artist => tags[artist]).Fit(artists);
        return ItemCatalog.Create(schema, artists);
    }
}
