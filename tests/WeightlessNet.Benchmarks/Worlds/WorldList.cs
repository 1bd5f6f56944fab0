using MovieLensSample;
using WeightlessNet.Datasets;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>The data sets by name.</summary>
internal static class WorldList
{
    /// <summary>The name of the sample's world, which is generated; it is also there with other seeds.</summary>
    public const string Synthetic = "synthetic";

    private static readonly (string Name, Func<string, World> Load)[] Worlds =
    [
        ("ml-latest-small", data => FilmWorlds.Of(MovieLensReader.Read(Path.Combine(data, "ml-latest-small")))),
        ("ml-titles", data => FilmWorlds.WithTitleWords(MovieLensReader.Read(Path.Combine(data, "ml-latest-small")))),
        ("ml-dense", data => FilmWorlds.DensePartOf(MovieLensReader.Read(Path.Combine(data, "ml-latest-small")))),
        ("the-movies-dataset", data => FilmWorlds.Of(
            TheMoviesDatasetReader.Read(Path.Combine(data, "the-movies-dataset"), MetadataJoin.ThroughLinks))),
        ("movietweetings-100k", data => FilmWorlds.Of(MovieTweetingsReader.Read(Path.Combine(data, "movietweetings-100k")))),
        ("goodbooks", BookWorld.Load),
        ("insteval", LectureWorld.Load),
        ("hetrec-lastfm", MusicWorld.Load),
        ("hetrec-lastfm-plays", MusicWorld.LoadPlays),
        ("hetrec-lastfm-taggings", MusicWorld.LoadTaggings),
        (Synthetic, _ => Generate(Synthetic, seed: 1)),
        ("synthetic-2", _ => Generate("synthetic-2", seed: 2)),
        ("synthetic-3", _ => Generate("synthetic-3", seed: 3)),
        ("synthetic-4", _ => Generate("synthetic-4", seed: 4)),
        ("synthetic-5", _ => Generate("synthetic-5", seed: 5)),
    ];

    /// <summary>The names of all data sets.</summary>
    public static IEnumerable<string> Names => Worlds.Select(world => world.Name);

    /// <summary>Reads a data set.</summary>
    public static World Load(string name, string data) => Array.Find(Worlds, world => world.Name == name).Load(data);

    private static World Generate(string name, ulong seed) =>
        FilmWorlds.Of(SyntheticWorld.Generate(seed)) with { Name = name, IsSynthetic = true, IsVariant = true };
}
