namespace WeightlessNet.Evaluation.Reports.Internals;

/// <summary>A column of a table.</summary>
/// <param name="Title">Its heading in text.</param>
/// <param name="Key">Its name in files.</param>
/// <param name="Values">A text, whole number, <see cref="double"/> or null for each row.</param>
internal sealed record ReportColumn(string Title, string Key, IReadOnlyList<object?> Values)
{
    /// <summary>Which of the figures gets a star in text.</summary>
    public Better Better { get; init; } = Better.Neither;

    /// <summary>How figures are written in text.</summary>
    public string Format { get; init; } = "0.0000";

    /// <summary>Whether the figures are measured times, which files leave out.</summary>
    public bool IsMeasured { get; init; }

    /// <summary>Whether only files have the column.</summary>
    public bool IsFileOnly { get; init; }

    /// <summary>Whether figures are compared only between rows with the same value in this column.</summary>
    public bool IsGroup { get; init; }

    /// <summary>Whether the column tells what a row is about. It is repeated where a wide table is cut.</summary>
    public bool IsKey { get; init; }
}
