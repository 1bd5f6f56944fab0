namespace WeightlessNet.Datasets.Internals;

/// <summary>Reads films with id, title and genres separated by '|'.</summary>
internal static class MovieFile
{
    private const string NoGenres = "(no genres listed)";

    /// <summary>Reads a file with the columns movieId, title and genres.</summary>
    public static List<Movie> ReadWithHeader(string path, DelimitedFormat format, CancellationToken cancellation)
    {
        using var file = new DelimitedFile(path, format, cancellation);
        FileHeader header = file.ReadHeader();
        return Read(file, (header.Require("movieId"), header.Require("title"), header.Require("genres")));
    }

    /// <summary>Reads a file whose first three fields are id, title and genres.</summary>
    public static List<Movie> ReadWithoutHeader(string path, DelimitedFormat format, CancellationToken cancellation)
    {
        using var file = new DelimitedFile(path, format, cancellation);
        return Read(file, (0, 1, 2));
    }

    /// <summary>Adds the film of the current record.</summary>
    public static void Add(DelimitedFile file, int idColumn, int titleColumn, string[] genres, List<Movie> movies, HashSet<int> seen)
    {
        int id = file.Id(idColumn, "movie id");
        if (!seen.Add(id))
        {
            throw file.Malformed("the movie id occurs twice", file[idColumn]);
        }

        TitleAndYear title = TitleAndYear.Parse(file[titleColumn]);
        movies.Add(new Movie(id, title.Title, title.Year, genres));
    }

    private static List<Movie> Read(DelimitedFile file, (int Id, int Title, int Genres) columns)
    {
        var movies = new List<Movie>();
        var seen = new HashSet<int>();
        var genreNames = new SharedStrings();
        while (file.Read())
        {
            if (file.Count <= columns.Genres)
            {
                throw file.Malformed("a film has 3 fields; found first", file[0]);
            }

            string genres = file[columns.Genres];
            Add(file, columns.Id, columns.Title, genres is NoGenres ? [] : Split(genres, genreNames), movies, seen);
        }

        return movies;
    }

    private static string[] Split(string genres, SharedStrings shared)
    {
        string[] names = genres.Split('|', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        for (int i = 0; i < names.Length; i++)
        {
            names[i] = shared.Share(names[i]);
        }

        return names;
    }
}
