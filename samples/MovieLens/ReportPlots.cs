using WeightlessNet.Evaluation.Paper;
using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>The plots of the reports. Of the baselines, line plots show only the biases: the others are far above.</summary>
internal sealed class ReportPlots
{
    private const string RmseText = "RMSE in stars, 95 % intervals (less is better)";

    private readonly string _caption;

    /// <summary>Makes plots.</summary>
    /// <param name="caption">The name of the data.</param>
    public ReportPlots(string caption) => _caption = caption;

    public void SaveKFold(string path, KFoldReport report) => DotPlot.Save(
        path,
        $"Error of prediction, {report.Options.Folds} random folds ({_caption})",
        RmseText,
        [
            .. report.Results.OrderByDescending(result => result.Rmse)
                .Select(result => (result.Name, Estimate.OfRmse(result.Rmse, report.RatingCount))),
        ]);

    public void SaveLearningCurve(string path, PrequentialReport report) => LearningCurvePlot.Save(
        path, report, [.. report.Results.Where(result => IsShown(result.Name, result.Kind))], _caption);

    public void SaveHistoryLength(string path, PrequentialReport report) => CategoryPlot.Save(
        path,
        $"Test, then train: error by length of history ({_caption})",
        "known ratings of the user",
        RmseText,
        TitlesOf(report.Results[0].ByKnownRatings),
        [
            .. report.Results.Where(result => IsShown(result.Name, result.Kind))
                .Select(result => (result.Name, FiguresOf(result.ByKnownRatings))),
        ]);

    public void SaveActivity(string path, HoldOutReport report) => CategoryPlot.Save(
        path,
        $"Error by activity of the user, a fifth of the ratings held out ({_caption})",
        "ratings of the user in training",
        RmseText,
        TitlesOf(report.Results[0].ByKnownRatings),
        [
            .. report.Results.Where(result => IsShown(result.Name, result.Kind))
                .Select(result => (result.Name, FiguresOf(result.ByKnownRatings))),
        ]);

    public void SaveColdStart(string path, ColdStartReport report) => CategoryPlot.Save(
        path,
        $"Cold start: the same ratings of {report.UserCount} users ({_caption})",
        "known ratings of the user",
        RmseText,
        [.. report.Options.KnownRatings.Select(PlotStyle.Text)],
        [
            .. report.Results.Where(result => IsShown(result.Name, result.Kind))
                .Select(result => (
                    result.Name,
                    (IReadOnlyList<Estimate>)[
                        .. result.ByKnownRatings.Select(point => Estimate.OfRmse(point.Rmse, report.TestCount)),
                    ])),
        ]);

    public void SaveTasteChange(string path, TasteChangeReport report) => TasteChangePlot.Save(
        path, report, [.. report.Results.Where(result => IsShown(result.Name, result.Kind))], _caption);

    public void SaveRanking(string path, RankingFindings findings) => BarPlot.Save(
        path,
        $"NDCG@{findings.Report.Options.ListLengths[0]}, all unseen films, 95 % intervals ({_caption})",
        "NDCG (more is better)",
        [
            .. findings.Rows.OrderBy(row => row.Ndcg.Estimate)
                .Select(row => (row.Result.Name, new Estimate(row.Ndcg.Estimate, row.Ndcg.Lower, row.Ndcg.Upper))),
        ]);

    public void SavePaper(string path, PaperReport report) => AccuracyPlot.Save(path, report, _caption);

    private static bool IsShown(string system, ResultKind kind) => kind == ResultKind.Candidate || system == PlainBaselines.BiasName;

    private static string[] TitlesOf(IEnumerable<KnownRatingsErrors> rows) =>
    [
        .. rows.Where(row => row.Count > 0).Select(row =>
            row.Maximum is not int maximum ? $"{PlotStyle.Text(row.Minimum)}+"
            : maximum == row.Minimum ? PlotStyle.Text(maximum)
            : $"{PlotStyle.Text(row.Minimum)}-{PlotStyle.Text(maximum)}"),
    ];

    private static Estimate[] FiguresOf(IEnumerable<KnownRatingsErrors> rows) =>
        [.. rows.Where(row => row.Count > 0).Select(row => Estimate.OfRmse(row.Rmse, row.Count))];
}
