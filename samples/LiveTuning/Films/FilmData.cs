using WeightlessNet.Datasets;

namespace LiveTuning.Films;

/// <summary>Loads the films: a made-up world, or a folder of data.</summary>
internal static class FilmData
{
    private const int Viewers = 250;
    private const int FilmCount = 600;

    /// <exception cref="InvalidDataException">A file of the folder is malformed.</exception>
    /// <exception cref="IOException">The folder or a file of it cannot be read.</exception>
    public static RatingDataset Load(string? folder)
    {
        if (string.IsNullOrEmpty(folder))
        {
            return SyntheticMovies.Generate(new SyntheticMoviesOptions { Users = Viewers, Movies = FilmCount });
        }

        return File.Exists(Path.Combine(folder, "movies_metadata.csv"))
            ? TheMoviesDatasetReader.Read(folder, MetadataJoin.ThroughLinks)
            : MovieLensReader.Read(folder);
    }
}
