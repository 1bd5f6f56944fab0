using WeightlessNet.Evaluation.Comparison;
using WeightlessNet.Evaluation.Reports;
using WeightlessNet.Evaluation.Reports.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The report of a <see cref="RankingProtocol"/>. Immutable and safe to share between threads.</summary>
public sealed class RankingReport : IEvaluationReport
{
    /// <summary>The options of the evaluation.</summary>
    public required RankingOptions Options { get; init; }

    /// <summary>The scale of the ratings: that of the options, or the one found by the values.</summary>
    public required RatingScale Scale { get; init; }

    /// <summary>The lowest rating that counts as liked.</summary>
    public required float RelevantFrom { get; init; }

    /// <summary>The number of training ratings.</summary>
    public required int TrainCount { get; init; }

    /// <summary>The number of held-out ratings.</summary>
    public required int TestCount { get; init; }

    /// <summary>The number of users who have a relevant held-out item; the figures are means over them.</summary>
    public required int UserCount { get; init; }

    /// <summary>The number of users without a relevant held-out item. Their ratings are in the training data, but they are not
    /// tested.</summary>
    public required int SkippedUserCount { get; init; }

    /// <inheritdoc cref="KFoldReport.Results"/>
    public required IReadOnlyList<RankingResult> Results { get; init; }

    /// <summary>The result of a candidate or baseline.</summary>
    /// <param name="name">Its name.</param>
    /// <exception cref="KeyNotFoundException">There is no result with this name; the message lists the names.</exception>
    public RankingResult this[string name] => Named.Find(Results, result => result.Name, name);

    /// <summary>The main table as text, at most 80 columns wide.</summary>
    public override string ToString() => ToTables()[0].ToString();

    /// <inheritdoc/>
    public IReadOnlyList<ReportTable> ToTables() =>
    [
        new TableBuilder<(RankingResult Result, RankingListResult List)>(
            "results",
            FormattableString.Invariant(
                $"ranking: {UserCount:N0} users, relevant from {RelevantFrom}; held out is {Options.Split}"),
            Results.SelectMany(result => result.Lists.Select(list => (result, list))))
            .Key("name", row => row.Result.Name)
            .Group("top", row => row.List.ListLength)
            .FileOnly("kind", row => Named.KindOf(row.Result.Kind))
            .Score("NDCG", "ndcg", row => row.List.Ndcg)
            .Score("recall", "recall", row => row.List.Recall)
            .Score("hit rate", "hit_rate", row => row.List.HitRate)
            .Score("MRR", "mrr", row => row.Result.MeanReciprocalRank)
            .Score("AUC", "auc", row => row.Result.Auc)
            .Score("MAP", "map", row => row.List.MeanAveragePrecision)
            .Score("precision", "precision", row => row.List.Precision)
            .Figure("coverage", "coverage", row => row.List.CatalogCoverage)
            .Figure("novelty", "novelty", row => row.List.Novelty)
            .Figure("diversity", "diversity", row => row.List.IntraListDiversity)
            .Error("calibration", "calibration", row => row.List.CalibrationDivergence)
            .Time("fit s", "fit_seconds", row => row.Result.FitSeconds)
            .Time("recommend s", "recommend_seconds", row => row.Result.RecommendSeconds)
            .Build(),
        new TableBuilder<(RankingResult Result, RankingListResult List, KnownRatingsRanking Row)>(
            "known_ratings",
            "Figures by the number of the user's known ratings",
            Results.SelectMany(result => result.Lists.SelectMany(
                list => list.ByKnownRatings.Where(row => row.UserCount > 0).Select(row => (result, list, row)))))
            .Key("name", row => row.Result.Name)
            .Key("top", row => row.List.ListLength)
            .Plain("from", "known_minimum", row => row.Row.Minimum)
            .Plain("to", "known_maximum", row => row.Row.Maximum)
            .Plain("users", "users", row => row.Row.UserCount)
            .Figure("NDCG", "ndcg", row => row.Row.Ndcg)
            .Figure("hit rate", "hit_rate", row => row.Row.HitRate)
            .Build(),
        new TableBuilder<(RankingResult Result, RankingListResult List, UserValue User)>(
            "users",
            "NDCG by user",
            Results.SelectMany(result => result.Lists.SelectMany(list => list.UserNdcg.Select(user => (result, list, user)))))
            .Key("name", row => row.Result.Name)
            .Key("top", row => row.List.ListLength)
            .Key("user", row => row.User.User)
            .Figure("NDCG", "ndcg", row => row.User.Value)
            .Build(),
    ];

    /// <inheritdoc/>
    public void WriteCsv(TextWriter writer) => ToTables()[0].WriteCsv(writer);

    /// <inheritdoc/>
    public void WriteJson(Stream stream) => TableFiles.WriteJson(stream, ToTables());
}
