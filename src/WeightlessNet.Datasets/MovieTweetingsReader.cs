using WeightlessNet.Datasets.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Datasets;

/// <summary>Reads MovieTweetings (https://github.com/sidooms/MovieTweetings), ratings from tweets, from an unpacked folder.</summary>
/// <remarks>
/// <para>
/// Requires <c>ratings.dat</c> (user, film, rating from 0 to 10, time) and <c>movies.dat</c> (id, title with year, genres separated by
/// '|'), both separated by '::' and in UTF-8. The files may be compressed with gzip, with ".gz" added to their names, up to 2 GiB unpacked.
/// </para>
/// <para>
/// <see cref="Movie.Id"/> is the number of the film at IMDb without leading zeros: 0104257 becomes 104257. The scale is 0 to 10 in steps
/// of 1. If a user rates a film more than once, the latest rating counts, on a tie that of the later line. Films without ratings are kept;
/// ratings of films missing from the film file are left out and counted. Thread-safe.
/// </para>
/// </remarks>
public static class MovieTweetingsReader
{
    private const int HighestRating = 10;

    /// <summary>Reads the films and ratings of a folder. The dataset is named after the folder.</summary>
    /// <param name="directory">The folder with the unpacked files.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <returns>The dataset; the films in the order of the film file, the ratings in the order of the rating file.</returns>
    /// <exception cref="ArgumentException"><paramref name="directory"/> is empty.</exception>
    /// <exception cref="DirectoryNotFoundException">There is no such folder.</exception>
    /// <exception cref="FileNotFoundException">One of the files is missing.</exception>
    /// <exception cref="InvalidDataException">
    /// A line is malformed; the message names the file, the line (from 1), the reason and the value.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was canceled.</exception>
    public static RatingDataset Read(string directory, CancellationToken cancellation = default)
    {
        string name = DatasetFolder.NameOf(directory);
        string moviePath = UnpackedFile.Find(directory, "movies.dat");
        using var file = new DelimitedFile(UnpackedFile.Find(directory, "ratings.dat"), DelimitedFormat.DoubleColonNumbers, cancellation);
        var ratings = new DatasetRatings(MovieFile.ReadWithoutHeader(moviePath, DelimitedFormat.DoubleColonUtf8, cancellation));
        ratings.ReadWithoutHeader(file, column => file.Whole(column, 0, HighestRating));
        return ratings.ToDataset(name, new RatingScale(0, HighestRating, 1));
    }
}
