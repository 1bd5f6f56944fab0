using WeightlessNet.Evaluation.Reports;
using WeightlessNet.Evaluation.Reports.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The report of a <see cref="PrequentialProtocol"/>. Immutable and safe to share between threads.</summary>
public sealed class PrequentialReport : IEvaluationReport
{
    /// <summary>The options of the evaluation.</summary>
    public required PrequentialOptions Options { get; init; }

    /// <summary>The scale of the ratings: that of the options, or the one found by the values.</summary>
    public required RatingScale Scale { get; init; }

    /// <summary>The number of ratings that were predicted and then learned.</summary>
    public required int RatingCount { get; init; }

    /// <summary>The number of ratings that replaced an earlier one of the same user and item; they were learned, but not
    /// predicted.</summary>
    public required int RepeatedCount { get; init; }

    /// <inheritdoc cref="KFoldReport.Results"/>
    public required IReadOnlyList<PrequentialResult> Results { get; init; }

    /// <summary>The result of a candidate or baseline.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no result with this name; the message lists the names.</exception>
    public PrequentialResult this[string name] => Named.Find(Results, result => result.Name, name);

    /// <summary>The main table as text, at most 80 columns wide.</summary>
    public override string ToString() => ToTables()[0].ToString();

    /// <inheritdoc/>
    public IReadOnlyList<ReportTable> ToTables() =>
    [
        new TableBuilder<PrequentialResult>(
            "results",
            FormattableString.Invariant(
                $"prequential: {RatingCount:N0} ratings in the order of time, each predicted and then learned"),
            Results)
            .Key("name", result => result.Name)
            .FileOnly("kind", result => Named.KindOf(result.Kind))
            .Error("RMSE", "rmse", result => result.Rmse)
            .Error("MAE", "mae", result => result.Mae)
            .Time("predict us", "predict_microseconds", result => result.PredictNanoseconds / 1000)
            .Time("learn us", "learn_microseconds", result => result.LearnNanoseconds / 1000)
            .Build(),
        new TableBuilder<(PrequentialResult Result, KnownRatingsErrors Row)>(
            "known_ratings",
            "Errors by the number of the user's known ratings",
            Results.SelectMany(result => result.ByKnownRatings.Where(row => row.Count > 0).Select(row => (result, row))))
            .Key("name", row => row.Result.Name)
            .Plain("from", "known_minimum", row => row.Row.Minimum)
            .Plain("to", "known_maximum", row => row.Row.Maximum)
            .Plain("count", "count", row => row.Row.Count)
            .Figure("RMSE", "rmse", row => row.Row.Rmse)
            .Figure("MAE", "mae", row => row.Row.Mae)
            .Build(),
        new TableBuilder<(PrequentialResult Result, LearningCurvePoint Point)>(
            "learning_curve",
            "Errors over the course of the run",
            Results.SelectMany(result => result.LearningCurve.Select(point => (result, point))))
            .Key("name", row => row.Result.Name)
            .Plain("ratings", "ratings_seen", row => row.Point.RatingsSeen)
            .Figure("RMSE so far", "cumulative_rmse", row => row.Point.CumulativeRmse)
            .Figure("RMSE since", "window_rmse", row => row.Point.WindowRmse)
            .Build(),
    ];

    /// <inheritdoc/>
    public void WriteCsv(TextWriter writer) => ToTables()[0].WriteCsv(writer);

    /// <inheritdoc/>
    public void WriteJson(Stream stream) => TableFiles.WriteJson(stream, ToTables());
}
