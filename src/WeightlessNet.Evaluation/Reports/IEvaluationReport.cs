namespace WeightlessNet.Evaluation.Reports;

/// <summary>
/// A report that can be printed and saved: <c>ToString</c> is its main figures as text of 80 columns, and all figures are in its tables.
/// Immutable and safe to share between threads.
/// </summary>
/// <remarks>
/// Files have figures in full precision, and are the same in every culture. They leave out measured times, so that equal runs write equal
/// files; the times are in the text and in the properties of the results.
/// </remarks>
public interface IEvaluationReport
{
    /// <summary>Makes the tables of the report: the main table first, then those with the details, such as single folds.</summary>
    /// <returns>One table or more, with different names.</returns>
    IReadOnlyList<ReportTable> ToTables();

    /// <summary>
    /// Writes the main table as comma-separated values with a heading line. To write another table, call
    /// <see cref="ReportTable.WriteCsv"/> of one of <see cref="ToTables"/>.
    /// </summary>
    /// <param name="writer">The target; it stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="writer"/> is null.</exception>
    void WriteCsv(TextWriter writer);

    /// <summary>
    /// Writes all tables as one JSON object in UTF-8: "title" is a text, and each table is an array, by its name, of one object per row.
    /// </summary>
    /// <param name="stream">The target; it stays open.</param>
    /// <exception cref="ArgumentNullException"><paramref name="stream"/> is null.</exception>
    void WriteJson(Stream stream);
}
