using WeightlessNet.Evaluation.Comparison;
using WeightlessNet.Evaluation.Reports;
using WeightlessNet.Evaluation.Reports.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The report of a <see cref="HoldOutProtocol"/>. Immutable and safe to share between threads.</summary>
public sealed class HoldOutReport : IEvaluationReport
{
    /// <summary>The options of the evaluation.</summary>
    public required HoldOutOptions Options { get; init; }

    /// <summary>The scale of the ratings: that of the options, or the one found by the values.</summary>
    public required RatingScale Scale { get; init; }

    /// <summary>The number of training ratings.</summary>
    public required int TrainCount { get; init; }

    /// <summary>The number of ratings that were held out and predicted.</summary>
    public required int TestCount { get; init; }

    /// <inheritdoc cref="KFoldReport.Results"/>
    public required IReadOnlyList<HoldOutResult> Results { get; init; }

    /// <summary>The result of a candidate or baseline.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no result with this name; the message lists the names.</exception>
    public HoldOutResult this[string name] => Named.Find(Results, result => result.Name, name);

    /// <summary>The main table as text, at most 80 columns wide.</summary>
    public override string ToString() => ToTables()[0].ToString();

    /// <inheritdoc/>
    public IReadOnlyList<ReportTable> ToTables() =>
    [
        new TableBuilder<HoldOutResult>(
            "results",
            FormattableString.Invariant(
                $"hold-out: {TrainCount:N0} training ratings, {TestCount:N0} held out: {Options.Split}"),
            Results)
            .Key("name", result => result.Name)
            .FileOnly("kind", result => Named.KindOf(result.Kind))
            .Error("RMSE", "rmse", result => result.Rmse)
            .Error("MAE", "mae", result => result.Mae)
            .Time("fit s", "fit_seconds", result => result.FitSeconds)
            .Time("predict s", "predict_seconds", result => result.PredictSeconds)
            .Build(),
        new TableBuilder<(HoldOutResult Result, KnownRatingsErrors Row)>(
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
        new TableBuilder<(HoldOutResult Result, UserValue User)>(
            "users", "Errors by user", Results.SelectMany(result => result.UserRmse.Select(user => (result, user))))
            .Key("name", row => row.Result.Name)
            .Key("user", row => row.User.User)
            .Figure("RMSE", "rmse", row => row.User.Value)
            .Build(),
    ];

    /// <inheritdoc/>
    public void WriteCsv(TextWriter writer) => ToTables()[0].WriteCsv(writer);

    /// <inheritdoc/>
    public void WriteJson(Stream stream) => TableFiles.WriteJson(stream, ToTables());
}
