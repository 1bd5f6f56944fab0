using WeightlessNet.Evaluation.Reports;
using WeightlessNet.Evaluation.Reports.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The report of a <see cref="KFoldProtocol"/>. Immutable and safe to share between threads.</summary>
public sealed class KFoldReport : IEvaluationReport
{
    /// <summary>The options of the evaluation.</summary>
    public required KFoldOptions Options { get; init; }

    /// <summary>The scale of the ratings: that of the options, or the one found by the values.</summary>
    public required RatingScale Scale { get; init; }

    /// <summary>The number of ratings in all folds, each of which was predicted once.</summary>
    public required int RatingCount { get; init; }

    /// <summary>One result per candidate in the given order, then one per baseline.</summary>
    public required IReadOnlyList<KFoldResult> Results { get; init; }

    /// <summary>The result of a candidate or baseline.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no result with this name; the message lists the names.</exception>
    public KFoldResult this[string name] => Named.Find(Results, result => result.Name, name);

    /// <summary>The main table as text, at most 80 columns wide.</summary>
    public override string ToString() => ToTables()[0].ToString();

    /// <inheritdoc/>
    public IReadOnlyList<ReportTable> ToTables() =>
    [
        new TableBuilder<KFoldResult>(
            "results",
            FormattableString.Invariant(
                $"k-fold: {Options.Folds} random folds of {RatingCount:N0} ratings"),
            Results)
            .Key("name", result => result.Name)
            .FileOnly("kind", result => Named.KindOf(result.Kind))
            .Error("RMSE", "rmse", result => result.Rmse)
            .Error("MAE", "mae", result => result.Mae)
            .Time("fit s", "fit_seconds", result => result.FitSeconds)
            .Time("predict s", "predict_seconds", result => result.PredictSeconds)
            .Build(),
        new TableBuilder<(KFoldResult Result, FoldResult Fold)>(
            "folds", "Errors by fold", Results.SelectMany(result => result.Folds.Select(fold => (result, fold))))
            .Key("name", row => row.Result.Name)
            .Key("fold", row => row.Fold.Fold)
            .Plain("train", "train_count", row => row.Fold.TrainCount)
            .Plain("test", "test_count", row => row.Fold.TestCount)
            .Figure("RMSE", "rmse", row => row.Fold.Rmse)
            .Figure("MAE", "mae", row => row.Fold.Mae)
            .Time("fit s", "fit_seconds", row => row.Fold.FitSeconds)
            .Time("predict s", "predict_seconds", row => row.Fold.PredictSeconds)
            .Build(),
    ];

    /// <inheritdoc/>
    public void WriteCsv(TextWriter writer) => ToTables()[0].WriteCsv(writer);

    /// <inheritdoc/>
    public void WriteJson(Stream stream) => TableFiles.WriteJson(stream, ToTables());
}
