using WeightlessNet.Recommenders;

namespace WeightlessNet.Datasets;

/// <summary>How <see cref="RatingTableReader"/> reads a file.</summary>
/// <remarks>
/// Column names are compared without case, blanks, '_' and '-'. A column that is named here must exist. Immutable; the values are checked
/// when a file is read.
/// </remarks>
public sealed record RatingTableOptions
{
    /// <summary>The column of users; null for the one called "user" or "userId".</summary>
    public string? UserColumn { get; init; }

    /// <summary>The column of items; null for the one called "item" or "itemId".</summary>
    public string? ItemColumn { get; init; }

    /// <summary>
    /// The column of values. Null stands for the one called "rating" or "value", which must exist, and for
    /// <see cref="RatingTableValues.Counts"/> for the one called "count", "weight" or "value", if there is one. Empty for no such column,
    /// which only counts allow.
    /// </summary>
    public string? ValueColumn { get; init; }

    /// <summary>
    /// The column of times; null for the one called "timestamp", "time" or "date", if there is one; empty to read no times.
    /// </summary>
    public string? TimeColumn { get; init; }

    /// <summary>What the values mean; ratings by default.</summary>
    public RatingTableValues Values { get; init; }

    /// <summary>
    /// The scale of the ratings, which all values must be on; null for the scale from the lowest to the highest value in the file, with
    /// the largest step that has all values as levels (in thousandths), or the thousandth part of the range if there is no such step of at
    /// most 1000. Must be null for <see cref="RatingTableValues.Counts"/>.
    /// </summary>
    public RatingScale? Scale { get; init; }

    /// <summary>
    /// The separator of fields; null for the first of tab, ';', ',', '::' and '|' that occurs in the first line, otherwise a blank, which
    /// stands for any run of blanks and tabs. Fields may be quoted if it is ',' or ';'.
    /// </summary>
    public string? Delimiter { get; init; }

    /// <summary>How many bytes a file compressed with gzip may unpack to, above 0; 2 GiB by default.</summary>
    public long MaximumUnpackedBytes { get; init; } = 2L << 30;
}
