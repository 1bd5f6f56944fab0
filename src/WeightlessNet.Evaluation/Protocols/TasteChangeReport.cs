using WeightlessNet.Evaluation.Reports;
using WeightlessNet.Evaluation.Reports.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The report of a <see cref="TasteChangeProtocol"/>. Immutable and safe to share between threads.</summary>
public sealed class TasteChangeReport : IEvaluationReport
{
    /// <summary>The options of the evaluation.</summary>
    public required TasteChangeOptions Options { get; init; }

    /// <summary>The scale of the ratings: that of the options, or the one found by the values.</summary>
    public required RatingScale Scale { get; init; }

    /// <summary>The number of training ratings, learned before the first prediction.</summary>
    public required int TrainCount { get; init; }

    /// <summary>The number of users whose taste changed.</summary>
    public required int UserCount { get; init; }

    /// <inheritdoc cref="KFoldReport.Results"/>
    public required IReadOnlyList<TasteChangeResult> Results { get; init; }

    /// <summary>The result of a candidate or baseline.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no result with this name; the message lists the names.</exception>
    public TasteChangeResult this[string name] => Named.Find(Results, result => result.Name, name);

    /// <summary>The main table as text, at most 80 columns wide.</summary>
    public override string ToString() => ToTables()[0].ToString();

    /// <inheritdoc/>
    public IReadOnlyList<ReportTable> ToTables() =>
    [
        new TableBuilder<TasteChangeResult>(
            "results",
            FormattableString.Invariant(
                $"taste change: {UserCount:N0} users change at once, {TrainCount:N0} ratings to train on"),
            Results)
            .Key("name", result => result.Name)
            .FileOnly("kind", result => Named.KindOf(result.Kind))
            .Error("before", "rmse_before", result => result.RmseBefore)
            .Error("after", "rmse_after", result => result.RmseAfter)
            .Plain("to recover", "ratings_to_recover", result => result.RatingsToRecover)
            .Time("fit s", "fit_seconds", result => result.FitSeconds)
            .Build(),
        new TableBuilder<(TasteChangeResult Result, TasteChangePoint Point)>(
            "curve",
            "Errors around the change",
            Results.SelectMany(result => result.Curve.Select(point => (result, point))))
            .Key("name", row => row.Result.Name)
            .Plain("since", "ratings_since_change", row => row.Point.RatingsSinceChange)
            .Plain("count", "count", row => row.Point.Count)
            .Figure("RMSE", "rmse", row => row.Point.Rmse)
            .Build(),
    ];

    /// <inheritdoc/>
    public void WriteCsv(TextWriter writer) => ToTables()[0].WriteCsv(writer);

    /// <inheritdoc/>
    public void WriteJson(Stream stream) => TableFiles.WriteJson(stream, ToTables());
}
