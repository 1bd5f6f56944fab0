namespace WeightlessNet.Datasets.Internals;

/// <summary>The three file layouts of MovieLens.</summary>
internal sealed record MovieLensLayout(string RatingFile, string MovieFile)
{
    /// <summary>ml-latest, ml-latest-small, ml-20m and later: CSV with column names.</summary>
    public static MovieLensLayout Latest { get; } = new("ratings.csv", "movies.csv");

    /// <summary>ml-100k: tabs and bars.</summary>
    public static MovieLensLayout HundredThousand { get; } = new("u.data", "u.item");

    /// <summary>ml-1m: double colons.</summary>
    public static MovieLensLayout Million { get; } = new("ratings.dat", "movies.dat");

    /// <summary>The layout of which the folder contains both files, otherwise the one of which it contains one, otherwise null.</summary>
    public static MovieLensLayout? Find(string directory)
    {
        MovieLensLayout[] all = [Latest, HundredThousand, Million];
        return Array.Find(all, layout => layout.IsComplete(directory))
            ?? Array.Find(all, layout =>
                File.Exists(layout.RatingPath(directory)) || File.Exists(layout.MoviePath(directory)));
    }

    /// <summary>Whether the folder contains both files.</summary>
    public bool IsComplete(string directory) =>
        File.Exists(RatingPath(directory)) && File.Exists(MoviePath(directory));

    /// <summary>The path of the rating file, which may be compressed.</summary>
    public string RatingPath(string directory) => UnpackedFile.Find(directory, RatingFile);

    /// <summary>The path of the film file, which may be compressed.</summary>
    public string MoviePath(string directory) => UnpackedFile.Find(directory, MovieFile);
}
