using WeightlessNet.Datasets;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>hetrec-lastfm: who listened to which artist, and the artists' tags (a wide field).</summary>
internal static class MusicWorld
{
    // The second file continues the first.
    private static readonly string[] TagFiles = ["user_taggedartists.dat", "user_taggedartists_2.dat"];

    private static readonly RatingTableOptions Counts = new() { Values = RatingTableValues.Counts };

    public static World Load(string data)
    {
        string folder = Path.Combine(data, "hetrec-lastfm");
        RatingTable plays = RatingTableReader.Read(
            Path.Combine(folder, "user_artists.dat"), Counts with { ItemColumn = "artistID", ValueColumn = "weight" });

        ILookup<string, string> tags = TagFiles
            .Select(name => RatingTableReader.Read(
                Path.Combine(folder, name), Counts with { UserColumn = "artistID", ItemColumn = "tagID", ValueColumn = "" }))
            .SelectMany(table => table.Ratings.ToArray().Select(pair => (Artist: table.Users[pair.User], Tag: table.Items[pair.Item])))
            .Distinct()
            .ToLookup(pair => pair.Artist, pair => pair.Tag);
        string[] artists = [.. Enumerable.Range(0, plays.Items.Count).Select(item => plays.Items[item])];
        FeatureSchema<string> schema = new FeatureSchemaBuilder<string>().MultiHot("tag", artist => tags[artist]).Fit(artists);
        return new World("hetrec-lastfm", ItemCatalog.Create(schema, artists), plays.Ratings.ToArray(), plays.Scale);
    }
}
