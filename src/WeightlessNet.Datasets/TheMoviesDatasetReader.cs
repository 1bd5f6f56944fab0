using WeightlessNet.Datasets.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Datasets;

/// <summary>Reads The Movies Dataset (https://www.kaggle.com/datasets/rounakbanik/the-movies-dataset): MovieLens ratings with metadata from
/// TMDB.</summary>
/// <remarks>
/// <para>
/// Requires <c>movies_metadata.csv</c>, <c>ratings_small.csv</c> (or <c>ratings.csv</c>), and for a join through links
/// <c>links_small.csv</c> (or <c>links.csv</c>; if there are both, the one that belongs to the rating file). All are comma-separated with
/// column names, UTF-8; the timestamp column may be missing. The scale is <see cref="RatingScale.HalfStars"/>. Every file may be compressed
/// with gzip, with ".gz" added to its name, up to 2 GiB unpacked.
/// </para>
/// <para>
/// Metadata: genres are the names in a Python list of dictionaries; missing cells, and rows that end early, give unknown values. Rows whose
/// id is a date, such as 1997-08-20, are second halves of rows split by a stray line break; they are skipped. If an id has several rows,
/// the first is used; a join in pandas, as in the code published with arXiv 2511.05499, would instead repeat the film's ratings once for
/// each row. Both kinds of skipped rows are counted in <see cref="RatingDataset.SkippedMovieRows"/>.
/// </para>
/// <para>
/// The dataset contains the joined films: with <see cref="MetadataJoin.ThroughLinks"/> the films of the links file that have metadata,
/// rated or not, in the order of that file; with <see cref="MetadataJoin.MovieIdAsTmdbId"/> the films of the metadata file whose id occurs
/// in the ratings, in the order of the metadata. <see cref="Movie.Id"/> is the id in the ratings. Ratings of other films are left out and
/// counted. If a user rates a film more than once, the latest rating counts, on a tie that of the later line.
/// </para>
/// <para>Thread-safe.</para>
/// </remarks>
public static class TheMoviesDatasetReader
{
    /// <summary>Reads the films and ratings of a folder. The dataset is named after the folder.</summary>
    /// <param name="directory">The folder with the unpacked files.</param>
    /// <param name="join">How ratings are joined with metadata.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <returns>The dataset; the ratings in the order of the rating file.</returns>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="join"/> is not a value of the enumeration.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">One of the files is missing.</exception>
    /// <exception cref="InvalidDataException">
    /// The folder contains none of the files, or a line is malformed; the message names the file, the line (from 1), the reason and the
    /// value.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was canceled.</exception>
    public static RatingDataset Read(string directory, MetadataJoin join, CancellationToken cancellation = default)
    {
        string name = DatasetFolder.NameOf(directory);
        if (join is not (MetadataJoin.ThroughLinks or MetadataJoin.MovieIdAsTmdbId))
        {
            throw new ArgumentOutOfRangeException(nameof(join), join, "The join must be ThroughLinks or MovieIdAsTmdbId.");
        }

        string metadataPath = UnpackedFile.Find(directory, "movies_metadata.csv");
        string smallPath = UnpackedFile.Find(directory, "ratings_small.csv");
        string ratingPath = FirstOf(smallPath, UnpackedFile.Find(directory, "ratings.csv"));
        if (!File.Exists(metadataPath) && !File.Exists(ratingPath))
        {
            throw new InvalidDataException(
                $"The folder '{directory}' does not contain The Movies Dataset. Expected movies_metadata.csv and ratings_small.csv or "
                + "ratings.csv.");
        }

        RequireFile(ratingPath);
        var metadata = new MetadataFile(metadataPath, cancellation);
        List<Movie> movies = join == MetadataJoin.ThroughLinks
            ? JoinThroughLinks(LinksPath(directory, ratingPath == smallPath), metadata, cancellation)
            : JoinByMovieId(ratingPath, metadata, cancellation);
        var ratings = new DatasetRatings(movies);
        using var file = new DelimitedFile(ratingPath, DelimitedFormat.Csv, cancellation);
        ratings.ReadWithHeader(file);
        return ratings.ToDataset(name, RatingScale.HalfStars, metadata.SkippedRows);
    }

    private static List<Movie> JoinThroughLinks(string linksPath, MetadataFile metadata, CancellationToken cancellation)
    {
        using var links = new DelimitedFile(linksPath, DelimitedFormat.Csv, cancellation);
        FileHeader header = links.ReadHeader();
        int movieColumn = header.Require("movieId");
        int tmdbColumn = header.Require("tmdbId");
        var byTmdbId = metadata.Movies.ToDictionary(movie => movie.Id);
        var movies = new List<Movie>();
        var seen = new HashSet<int>();
        while (links.Read())
        {
            int movieId = links.Id(movieColumn, "movie id");
            if (!seen.Add(movieId))
            {
                throw links.Malformed("the movie id occurs twice", links[movieColumn]);
            }

            // Some films of MovieLens are not on TMDB.
            if (links[tmdbColumn].Length > 0 && byTmdbId.TryGetValue(links.Id(tmdbColumn, "TMDB id"), out Movie? movie))
            {
                movies.Add(movie with { Id = movieId });
            }
        }

        return movies;
    }

    private static List<Movie> JoinByMovieId(string ratingPath, MetadataFile metadata, CancellationToken cancellation)
    {
        using var ratings = new DelimitedFile(ratingPath, DelimitedFormat.Csv, cancellation);
        int movieColumn = ratings.ReadHeader().Require("movieId");
        var rated = new HashSet<int>();
        while (ratings.Read())
        {
            rated.Add(ratings.Id(movieColumn, "movie id"));
        }

        return metadata.Movies.FindAll(movie => rated.Contains(movie.Id));
    }

    // The small file of links lacks most films of the whole file of ratings.
    private static string LinksPath(string directory, bool ratingsAreSmall)
    {
        string small = UnpackedFile.Find(directory, "links_small.csv");
        string whole = UnpackedFile.Find(directory, "links.csv");
        return ratingsAreSmall ? FirstOf(small, whole) : FirstOf(whole, small);
    }

    private static string FirstOf(string wanted, string otherwise) =>
        !File.Exists(wanted) && File.Exists(otherwise) ? otherwise : wanted;

    private static void RequireFile(string path)
    {
        if (!File.Exists(path))
        {
            throw new FileNotFoundException($"The file '{path}' is missing.", path);
        }
    }
}
