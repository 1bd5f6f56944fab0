namespace WeightlessNet.Datasets;

/// <summary>How <see cref="TableReader"/> reads a file.</summary>
/// <remarks>
/// Column names are compared without case, blanks, '_' and '-'. A column that is named here must exist. Immutable; the values are checked
/// when a file is read.
/// </remarks>
public sealed record TableOptions
{
    /// <summary>The name of the column of labels; null if <see cref="LabelIndex"/> gives it, or if there is none.</summary>
    public string? LabelColumn { get; init; }

    /// <summary>
    /// The position of the column of labels: from 0, or from the end if negative, -1 for the last; null if <see cref="LabelColumn"/> gives
    /// it, or if there is none.
    /// </summary>
    public int? LabelIndex { get; init; }

    /// <summary>The names of columns to leave out, such as row numbers; none by default.</summary>
    public IReadOnlyList<string> IgnoredColumns { get; init; } = [];

    /// <summary>
    /// The names of columns that must hold numbers, besides missing values; none by default. A file with anything else in one of them is
    /// refused, with the line and the value, instead of the column becoming words. With <see cref="Like"/>, its kinds count, and a column
    /// that is named here must be of numbers there.
    /// </summary>
    public IReadOnlyList<string> NumberColumns { get; init; } = [];

    /// <summary>
    /// The names of columns that hold words even if all values are numbers, such as ids with leading zeros; none by default.
    /// </summary>
    public IReadOnlyList<string> WordColumns { get; init; } = [];

    /// <summary>
    /// Whether the first line holds column names; null to decide. It does if a column is named in these options. Otherwise it does if its
    /// fields differ, none of them is a number or a missing value, and either all values of some column below it are numbers, or no
    /// field occurs again in its column.
    /// </summary>
    public bool? HasHeader { get; init; }

    /// <inheritdoc cref="RatingTableOptions.Delimiter"/>
    public string? Delimiter { get; init; }

    /// <summary>
    /// The fields that stand for a missing value, without blanks around them and in any case; empty fields, "?", "NA", "N/A", "NaN" and
    /// "null" by default.
    /// </summary>
    public IReadOnlyList<string> MissingMarks { get; init; } = ["", "?", "NA", "N/A", "NaN", "null"];

    /// <summary>
    /// A table that was read before, such as the training data of a test file: columns get its names and kinds, and labels its classes.
    /// Null to find them in the file.
    /// </summary>
    public LabeledTable? Like { get; init; }

    /// <inheritdoc cref="RatingTableOptions.MaximumUnpackedBytes"/>
    public long MaximumUnpackedBytes { get; init; } = 2L << 30;
}
