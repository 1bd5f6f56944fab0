using WeightlessNet.Datasets.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Datasets;

/// <summary>Reads ratings or counts from a text file with named columns: CSV, tab-separated and others.</summary>
/// <remarks>
/// <para>
/// The first line holds the column names. Users and items may have any ids; they get dense ids in the order of their first row, and the
/// <see cref="RatingTable"/> maps both ways. Other columns are left out. If the file has no column of an expected optional name, but one
/// whose name suggests times or counts, it is refused: name the column in the <see cref="RatingTableOptions"/>, or set the option to an
/// empty string to read the file without it.
/// </para>
/// <para>
/// A time is in seconds since 1970, or a date and time in ISO 8601 form (2024-05-31, 2024-05-31T17:30:00Z), in UTC unless it states an
/// offset; an empty field stands for an unknown time.
/// </para>
/// <para>
/// Repeated pairs of user and item: of ratings the latest counts, on a tie that of the later line; counts are added, and the latest time
/// is kept. <see cref="RatingTable.MergedRows"/> tells how many rows were merged.
/// </para>
/// <para>
/// The file is read as UTF-8 if all of it is valid UTF-8, otherwise as Latin-1, and may be compressed with gzip, which its content tells.
/// Lines may end with CR LF or LF. Thread-safe.
/// </para>
/// </remarks>
public static class RatingTableReader
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The path of the file.</param>
    /// <param name="options">The options; null for the usual column names.</param>
    /// <param name="cancellation">Cancels the reading.</param>
    /// <returns>The ratings in the order of the file.</returns>
    /// <exception cref="ArgumentException">
    /// <paramref name="path"/> or the name of the user or item column is empty, the delimiter is not one of those listed, the value column
    /// is empty although ratings are read, or a scale is given for counts.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">A limit is not above 0, or an enumeration's value is not defined.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    /// <exception cref="InvalidDataException">
    /// A column is missing or it is unclear which one is meant, a line is malformed, the values do not make a scale, or the file is
    /// larger than allowed. The message names the file, the line (from 1), the reason and the value.
    /// </exception>
    /// <exception cref="OperationCanceledException">The reading was canceled.</exception>
    public static RatingTable Read(string path, RatingTableOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        options ??= new RatingTableOptions();
        Check(options);
        DelimitedFile.RequireExisting(path);
        DelimitedFormat format = options.Delimiter is { } delimiter
            ? DelimitedFormat.With(delimiter)
            : DelimitedFormat.Detect(path, options.MaximumUnpackedBytes);
        using var file = new DelimitedFile(path, format, cancellation, options.MaximumUnpackedBytes);
        var rows = new RatingTableRows(file, RatingTableColumns.Find(file.ReadHeader(), options), options);
        return rows.Read(UnpackedFile.NameOf(path));
    }

    private static void Check(RatingTableOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(options.MaximumUnpackedBytes);
        if (options.UserColumn is { Length: 0 } || options.ItemColumn is { Length: 0 })
        {
            throw new ArgumentException("A file of ratings needs a column of users and one of items.", nameof(options));
        }

        if (options.Values is not (RatingTableValues.Ratings or RatingTableValues.Counts))
        {
            throw new ArgumentOutOfRangeException(nameof(options), options.Values, "The values must be ratings or counts.");
        }

        if (options.Values == RatingTableValues.Counts && options.Scale is not null)
        {
            throw new ArgumentException("Counts have no scale of their own.", nameof(options));
        }

        if (options.Values == RatingTableValues.Ratings && options.ValueColumn is { Length: 0 })
        {
            throw new ArgumentException("Ratings need a column of values. Read a file without one as counts.", nameof(options));
        }

        if (options.Scale is { LevelCount: 0 })
        {
            throw new ArgumentException("The scale is the default value of its type.", nameof(options));
        }

        DelimitedFormat.Check(options.Delimiter, nameof(options));
    }
}
