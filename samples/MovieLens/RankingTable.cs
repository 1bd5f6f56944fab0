using System.Globalization;
using Spectre.Console;
using WeightlessNet.Evaluation.Comparison;
using WeightlessNet.Evaluation.Protocols;

namespace MovieLensSample;

/// <summary>The report of the ranking protocol as tables.</summary>
internal static class RankingTable
{
    public static void Write(IAnsiConsole console, RankingFindings findings)
    {
        RankingReport report = findings.Report;
        string[] systems = [.. report.Results.Select(result => result.Name)];
        RankingListResult[] lists = [.. report.Results.Select(result => result.Lists[0])];
        int length = lists[0].ListLength;
        FigureTable.Write(
            console,
            string.Create(
                CultureInfo.InvariantCulture,
                $"ranking: the first {length} of all films that the user has not rated; {Count.Of(report.UserCount, "user")}, "
                + $"a fifth held out"),
            systems,
            [
                FigureColumn.Score("precision", lists.Select(list => list.Precision)),
                FigureColumn.Score("recall", lists.Select(list => list.Recall)),
                FigureColumn.Score("hit rate", lists.Select(list => list.HitRate)),
                FigureColumn.Score("NDCG", lists.Select(list => list.Ndcg)),
                .. AllRanks(report, lists),
            ]);
        console.WriteLine("* best. A film is relevant if it was held out and the user likes it.\nMRR and AUC are over all ranks.");
        TimesNote.WriteUnlessAlone(console, report.Options.MaxDegreeOfParallelism);
        console.WriteLine();

        FigureTable.Write(
            console,
            FormattableString.Invariant($"ranking: properties of the first {length}"),
            systems,
            FigureColumn.Plain("coverage", lists.Select(list => list.CatalogCoverage), Figures.Score),
            FigureColumn.Plain("novelty", lists.Select(list => list.Novelty), Figures.Bits),
            FigureColumn.Plain("diversity", lists.Select(list => list.IntraListDiversity), Figures.Score),
            FigureColumn.Plain("calibration", lists.Select(list => list.CalibrationDivergence), Figures.Score));
        console.WriteLine("Coverage: the share of films shown to any user. Novelty: bits.\nDiversity: mean Jaccard distance of two films.");
        console.WriteLine("Calibration: distance between the genres shown and those liked, in nats.");
        console.WriteLine();

        WriteComparison(console, findings);
        WriteActivity(console, systems, lists);
    }

    private static FigureColumn[] AllRanks(RankingReport report, RankingListResult[] lists) =>
    [
        FigureColumn.Score("MAP", lists.Select(list => list.MeanAveragePrecision)),
        FigureColumn.Score("MRR", report.Results.Select(result => result.MeanReciprocalRank)),
        FigureColumn.Score("AUC", report.Results.Select(result => result.Auc)),
        FigureColumn.Plain("train s", report.Results.Select(result => result.FitSeconds), Figures.Seconds),
        FigureColumn.Plain(
            "ms a user", report.Results.Select(result => 1000 * result.RecommendSeconds / report.UserCount), Figures.Seconds),
    ];

    private static void WriteComparison(IAnsiConsole console, RankingFindings findings)
    {
        double confidence = findings.Rows[0].Ndcg.Confidence;
        string interval = string.Create(CultureInfo.InvariantCulture, $"{100 * confidence:0} % interval");
        ReportTable table = new(
            "ranking: NDCG, and its difference to the best other system",
            "system",
            "NDCG",
            interval,
            "difference",
            interval,
            "users better",
            "worse");
        double best = findings.Rows.Max(row => row.Ndcg.Estimate);
        foreach (RankingComparison row in findings.Rows)
        {
            PairedComparison paired = row.AgainstBestOther;
            table.AddRow(
                row.Result.Name,
                (Figures.Error(row.Ndcg.Estimate), row.Ndcg.Estimate == best),
                ($"{Figures.Error(row.Ndcg.Lower)} to {Figures.Error(row.Ndcg.Upper)}", false),
                (Figures.SignedStars(paired.Difference.Estimate), false),
                ($"{Figures.SignedStars(paired.Difference.Lower)} to {Figures.SignedStars(paired.Difference.Upper)}", false),
                (paired.Wins.ToString(CultureInfo.InvariantCulture), false),
                (paired.Losses.ToString(CultureInfo.InvariantCulture), false));
        }

        table.Write(console);
        RankingComparison first = findings.Rows.First(row => row.Ndcg.Estimate == best);
        console.WriteLine($"* best; its difference is to {first.BestOther}, that of the others to {first.Result.Name}.");
        console.WriteLine("Intervals: bootstrap over users. If an interval excludes 0, the difference is more than chance.");
        console.WriteLine();
    }

    private static void WriteActivity(IAnsiConsole console, string[] systems, RankingListResult[] lists)
    {
        FigureTable.Write(
            console,
            "ranking: NDCG by how many ratings of the user were used to train",
            systems,
            [
                .. KnownRatingsGroup.OfUsers
                    .Where(group => group.NdcgOf(lists[0].ByKnownRatings) is not null)
                    .Select(group => FigureColumn.Score(group.Title, lists.Select(list => group.NdcgOf(list.ByKnownRatings)))),
            ]);
        console.WriteLine("* best. Compare rows, not columns: active users have more relevant films.");
        console.WriteLine();
    }
}
