using System.Globalization;
using WeightlessNet.Evaluation.Reports;
using WeightlessNet.Evaluation.Reports.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The report of a <see cref="ColdStartProtocol"/>. Immutable and safe to share between threads.</summary>
public sealed class ColdStartReport : IEvaluationReport
{
    /// <summary>The options of the evaluation.</summary>
    public required ColdStartOptions Options { get; init; }

    /// <summary>The scale of the ratings: that of the options, or the one found by the values.</summary>
    public required RatingScale Scale { get; init; }

    /// <summary>The number of tested users: those who have enough ratings.</summary>
    public required int UserCount { get; init; }

    /// <summary>The number of their ratings that were held out, and predicted once for each number of known ratings.</summary>
    public required int TestCount { get; init; }

    /// <inheritdoc cref="KFoldReport.Results"/>
    public required IReadOnlyList<ColdStartResult> Results { get; init; }

    /// <summary>The result of a candidate or baseline.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no result with this name; the message lists the names.</exception>
    public ColdStartResult this[string name] => Named.Find(Results, result => result.Name, name);

    /// <summary>The main table as text, at most 80 columns wide.</summary>
    public override string ToString() => ToTables()[0].ToString();

    /// <inheritdoc/>
    public IReadOnlyList<ReportTable> ToTables() =>
    [
        WideTable(),
        new TableBuilder<(ColdStartResult Result, ColdStartPoint Point)>(
            "known_ratings",
            "Errors by the number of the user's known ratings",
            Results.SelectMany(result => result.ByKnownRatings.Select(point => (result, point))))
            .Key("name", row => row.Result.Name)
            .Plain("known", "known", row => row.Point.KnownRatings)
            .Figure("RMSE", "rmse", row => row.Point.Rmse)
            .Figure("MAE", "mae", row => row.Point.Mae)
            .Build(),
    ];

    /// <inheritdoc/>
    public void WriteCsv(TextWriter writer) => ToTables()[0].WriteCsv(writer);

    /// <inheritdoc/>
    public void WriteJson(Stream stream) => TableFiles.WriteJson(stream, ToTables());

    // One column for each number of known ratings.
    private ReportTable WideTable()
    {
        TableBuilder<ColdStartResult> table = new TableBuilder<ColdStartResult>(
            "results",
            FormattableString.Invariant(
                $"cold start: RMSE by the number of known ratings; {UserCount:N0} users, {TestCount:N0} ratings held out"),
            Results)
            .Key("name", result => result.Name)
            .FileOnly("kind", result => Named.KindOf(result.Kind));
        for (int i = 0; i < Options.KnownRatings.Count; i++)
        {
            int index = i;
            string known = Options.KnownRatings[i].ToString(CultureInfo.InvariantCulture);
            table.Error(known, $"rmse_{known}", result => result.ByKnownRatings[index].Rmse);
        }

        return table.Time("fit s", "fit_seconds", result => result.FitSeconds).Build();
    }
}
