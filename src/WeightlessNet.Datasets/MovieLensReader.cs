using System.Globalization;
using WeightlessNet.Datasets.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Datasets;

/// <summary>Reads the MovieLens datasets of GroupLens (https://grouplens.org/datasets/movielens/) from an unpacked folder.</summary>
/// <remarks>
/// <para>Three layouts are recognized by their file names:</para>
/// <list type="bullet">
/// <item>ml-latest, ml-latest-small: <c>ratings.csv</c> and <c>movies.csv</c>; comma-separated with column names and quotes, UTF-8.</item>
/// <item>
/// ml-100k: <c>u.data</c> (tabs) and <c>u.item</c> ('|', one flag per genre); genre names from <c>u.genre</c> if it exists. The genre
/// "unknown" counts as none.
/// </item>
/// <item>ml-1m, ml-10m: <c>ratings.dat</c> and <c>movies.dat</c>; separated by '::'.</item>
/// </list>
/// <para>
/// The last two layouts are read as UTF-8 if the whole file is valid UTF-8 (ml-10m), otherwise as Latin-1 (ml-100k, ml-1m). Column names
/// are compared without case, blanks, '_' and '-'. A rating file without a column <c>timestamp</c> is refused if the name of another one
/// contains "time" or "date".
/// </para>
/// <para>
/// Lines may end with CR LF or LF, and the timestamps may be missing from all lines of a rating file. The scale is
/// <see cref="RatingScale.HalfStars"/> for the first layout, and for the others if a half star occurs, otherwise
/// <see cref="RatingScale.Stars"/>. If a user rates a film more than once, the latest rating counts, on a tie that of the later line. Films
/// without ratings are kept; ratings of films missing from the film file are left out and counted.
/// </para>
/// <para>
/// Every file may be compressed with gzip, with ".gz" added to its name, up to 2 GiB unpacked.
/// </para>
/// <para>
/// Files are checked as they are read. Errors are a record of more than 2^20 characters, an id that is not an integer above 0, a film
/// listed twice, and a rating that is not a half or whole star from 0.5 to 5. Thread-safe.
/// </para>
/// </remarks>
public static class MovieLensReader
{
    private const int ColumnsBeforeGenreFlags = 5;
    private const string UnknownGenre = "unknown";

    // The order of ml-100k's u.genre.
    private static readonly string[] HundredThousandGenres =
    [
        UnknownGenre, "Action", "Adventure", "Animation", "Children's", "Comedy", "Crime", "Documentary", "Drama", "Fantasy", "Film-Noir",
        "Horror", "Musical", "Mystery", "Romance", "Sci-Fi", "Thriller", "War", "Western",
    ];

    /// <summary>Reads the films and ratings of a folder. The dataset is named after the folder.</summary>
    /// <param name="directory">The folder with the unpacked files.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <returns>The dataset; the films in the order of the film file, the ratings in the order of the rating file.</returns>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is empty.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">One of the two files of a layout is missing.</exception>
    /// <exception cref="InvalidDataException">
    /// The folder has no known layout, or a line is malformed; the message names the file, the line (from 1), the reason and the value.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was canceled.</exception>
    public static RatingDataset Read(string directory, CancellationToken cancellation = default)
    {
        string name = DatasetFolder.NameOf(directory);
        MovieLensLayout layout = MovieLensLayout.Find(directory) ?? throw new InvalidDataException(
            $"The folder '{directory}' does not contain a MovieLens dataset. Expected ratings.csv and movies.csv, u.data and u.item, "
            + "or ratings.dat and movies.dat.");

        string moviePath = layout.MoviePath(directory);
        string ratingPath = layout.RatingPath(directory);
        if (layout == MovieLensLayout.Latest)
        {
            var ratings = new DatasetRatings(MovieFile.ReadWithHeader(moviePath, DelimitedFormat.Csv, cancellation));
            using var file = new DelimitedFile(ratingPath, DelimitedFormat.Csv, cancellation);
            ratings.ReadWithHeader(file);
            return ratings.ToDataset(name, RatingScale.HalfStars);
        }
        else
        {
            bool flagged = layout == MovieLensLayout.HundredThousand;
            var ratings = new DatasetRatings(flagged
                ? ReadFlaggedMovies(directory, moviePath, cancellation)
                : MovieFile.ReadWithoutHeader(moviePath, DelimitedFormat.DoubleColonText, cancellation));
            DelimitedFormat format = flagged ? DelimitedFormat.Tabs : DelimitedFormat.DoubleColonNumbers;
            using var file = new DelimitedFile(ratingPath, format, cancellation);
            ratings.ReadWithoutHeader(file, file.HalfStars);
            return ratings.ToDataset(name, ratings.SeenScale);
        }
    }

    private static List<Movie> ReadFlaggedMovies(string directory, string path, CancellationToken cancellation)
    {
        string[] genres = ReadGenreNames(UnpackedFile.Find(directory, "u.genre"), cancellation);
        using var file = new DelimitedFile(path, DelimitedFormat.Bars, cancellation);
        var movies = new List<Movie>();
        var seen = new HashSet<int>();
        var flagged = new List<string>();
        while (file.Read())
        {
            if (file.Count != ColumnsBeforeGenreFlags + genres.Length)
            {
                throw file.Malformed(
                    $"a film has {ColumnsBeforeGenreFlags} fields and {genres.Length} genre flags, not {file.Count} fields; found first",
                    file[0]);
            }

            flagged.Clear();
            for (int genre = 0; genre < genres.Length; genre++)
            {
                string flag = file[ColumnsBeforeGenreFlags + genre];
                if (flag is not ("0" or "1"))
                {
                    throw file.Malformed($"the flag of the genre {genres[genre]} is neither 0 nor 1", flag);
                }

                if (flag is "1" && genres[genre] is not UnknownGenre)
                {
                    flagged.Add(genres[genre]);
                }
            }

            MovieFile.Add(file, 0, 1, flagged.ToArray(), movies, seen);
        }

        return movies;
    }

    // The lines of u.genre have the form "name|position", in any order.
    private static string[] ReadGenreNames(string path, CancellationToken cancellation)
    {
        if (!File.Exists(path))
        {
            return HundredThousandGenres;
        }

        var names = new SortedDictionary<int, string>();
        using var file = new DelimitedFile(path, DelimitedFormat.Bars, cancellation);
        while (file.Read())
        {
            string position = file[1];
            if (!int.TryParse(position, NumberStyles.None, CultureInfo.InvariantCulture, out int index) || !names.TryAdd(index, file[0]))
            {
                throw file.Malformed("the genre's position is not an integer, or occurs twice", position);
            }
        }

        if (names.Count == 0 || names.Keys.Last() != names.Count - 1)
        {
            throw new InvalidDataException(
                $"u.genre: the positions of the {names.Count} genres must be 0 to {names.Count - 1}, each once.");
        }

        return [.. names.Values];
    }
}
