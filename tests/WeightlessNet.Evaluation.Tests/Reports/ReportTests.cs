using System.Globalization;
using System.Text;
using System.Text.Json;
using WeightlessNet.Evaluation.Conformance;
using WeightlessNet.Evaluation.Paper;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Evaluation.Reports;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;

namespace WeightlessNet.Evaluation.Tests.Reports;

/// <summary>What every report prints and writes.</summary>
public class ReportTests
{
    private const string Awkward = "a \"name\", with\nall that a file has to quote, and longer than a table is wide, and longer still";

    private static readonly Rating[] Ratings =
        [.. Enumerable.Range(0, 60).Select(i => new Rating(i % 6, i / 6, 0.5f + (0.5f * (i * 7 % 10)), i))];

    private static readonly Dictionary<string, Func<string, IEvaluationReport>> Makers = new()
    {
        ["k-fold"] = name => new KFoldProtocol(new() { Folds = 3 }).Run(Ratings, [Candidate(name)]),
        ["hold-out"] = name => new HoldOutProtocol().Run(Ratings, [Candidate(name)]),
        ["prequential"] = name => new PrequentialProtocol().Run(Ratings, [Candidate(name)]),
        ["cold start"] = name => new ColdStartProtocol(new() { Groups = 2, KnownRatings = [0, 1, 2, 3, 4, 5, 6, 7, 8] })
            .Run(Ratings, [Candidate(name)]),
        ["taste change"] = name => new TasteChangeProtocol(new() { HistoryRatings = 2, RatingsBefore = 3, RatingsAfter = 5, Window = 2 })
            .Run(Ratings, [Candidate(name)]),
        ["ranking"] = name => new RankingProtocol(new() { ListLengths = [3, 5], RelevantFrom = 2 }).Run(Ratings, [Candidate(name)]),
        ["paper"] = name => new PaperProtocol(new() { Users = 2, ReviewsPerUser = [5, 10], Repetitions = 2 })
            .Run(Ratings, [Candidate(name)]),
        ["conformance"] = name => RecommenderConformance.Run(
            () => new BiasRecommender(10, RatingScale.Stars), new() { Histories = 1, ChangeHistories = 1 }),
    };

    public static TheoryData<string> Names => [.. Makers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_report_prints_all_results_in_eighty_columns(string name)
    {
        IEvaluationReport report = Makers[name](Awkward);

        string[] lines = report.ToString()!.Split('\n');

        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.All(report.ToTables(), table => Assert.All(table.ToString().Split('\n'), line => Assert.InRange(line.Length, 0, 80)));
        Assert.True(lines.Length > report.ToTables()[0].RowCount, report.ToString());
        Assert.Equal(report.ToTables().Count, report.ToTables().Select(table => table.Name).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Files_of_equal_runs_are_equal_in_every_culture_and_hold_the_same_figures(string name)
    {
        IEvaluationReport report = Makers[name](Awkward);
        string[] files = [.. Csv(report), Json(report)];

        CultureInfo culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
        culture.NumberFormat.NumberDecimalSeparator = ",";
        culture.NumberFormat.NegativeSign = "~";
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = culture;
            IEvaluationReport again = Makers[name](Awkward);
            Assert.Equal(files, (string[])[.. Csv(again), Json(again)]);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }

        using JsonDocument json = JsonDocument.Parse(files[^1]);
        foreach (ReportTable table in report.ToTables())
        {
            string[][] rows = Parse(Csv(table));
            JsonElement objects = json.RootElement.GetProperty(table.Name);
            Assert.Equal(table.ColumnNames, rows[0]);
            Assert.Equal(table.RowCount, rows.Length - 1);
            Assert.Equal(table.RowCount, objects.GetArrayLength());
            for (int row = 0; row < table.RowCount; row++)
            {
                Assert.Equal(table.ColumnNames, objects[row].EnumerateObject().Select(property => property.Name));
                Assert.Equal(rows[row + 1], objects[row].EnumerateObject().Select(property => property.Value.ToString()));
            }
        }
    }

    [Fact]
    public void The_figures_in_files_are_those_of_the_results_to_the_last_digit()
    {
        KFoldReport report = new KFoldProtocol().Run(Ratings, [Candidate("my \"own\"")]);

        string[][] rows = Parse(Csv(report.ToTables()[0]));

        Assert.Equal(["name", "kind", "rmse", "mae"], rows[0]);
        Assert.Equal(["my \"own\"", "candidate"], rows[1][..2]);
        Assert.Equal(
            report.Results.Select(result => (result.Name, result.Rmse, result.Mae)),
            rows[1..].Select(row => (row[0], Number(row[2]), Number(row[3]))));
        Assert.Equal(5 * report.Results.Count, report.ToTables()[1].RowCount);
    }

    [Fact]
    public void The_best_figure_of_a_column_has_a_star()
    {
        KFoldReport report = new KFoldProtocol().Run(Ratings, [Candidate("mine")]);

        string[] lines = report.ToString().Split('\n');

        string best = report.Results.MinBy(result => result.Rmse)!.Rmse.ToString("0.0000", CultureInfo.InvariantCulture);
        Assert.Equal("k-fold: 5 random folds of 60 ratings", lines[0]);
        Assert.StartsWith("name", lines[1], StringComparison.Ordinal);
        Assert.Equal(report.Results.Select(result => result.Name), lines[2..^2].Select(line => line.Split("  ")[0].TrimEnd()));
        Assert.Single(lines, line => line.Contains(best + "*", StringComparison.Ordinal));
        Assert.Equal("* best", lines[^2]);
    }

    [Fact]
    public void The_best_figures_of_lists_are_those_of_each_length()
    {
        RankingReport report = new RankingProtocol(new() { ListLengths = [1, 2], RelevantFrom = 2 }).Run(Ratings, [Candidate("mine")]);

        string[] lines = report.ToString().Split('\n');

        int heading = Array.FindIndex(lines, line => line.Contains("NDCG", StringComparison.Ordinal));
        int end = lines[heading].IndexOf("NDCG", StringComparison.Ordinal) + "NDCG".Length;
        string[] rows = lines[(heading + 1)..(heading + 1 + (2 * report.Results.Count))];
        for (int length = 0; length < 2; length++)
        {
            double best = report.Results.Max(result => result.Lists[length].Ndcg);
            Assert.Contains(report.Results, result => result.Lists[length].Ndcg < best);
            Assert.Equal(
                report.Results.Select(result => result.Lists[length].Ndcg == best),
                rows.Where((_, row) => row % 2 == length).Select(line => line.Length > end && line[end] == '*'));
        }
    }

    [Fact]
    public void Columns_that_do_not_fit_follow_below_with_the_names()
    {
        RankingReport report = new RankingProtocol(new() { RelevantFrom = 2 }).Run(Ratings, [Candidate("mine")]);

        string text = report.ToString();

        Assert.Equal(2, text.Split('\n').Count(line => line.StartsWith("mine ", StringComparison.Ordinal)));
        Assert.All(
            (string[])["NDCG", "recall", "hit rate", "precision", "MAP", "MRR", "AUC", "coverage", "novelty", "recommend s"],
            title => Assert.Contains(title, text, StringComparison.Ordinal));

        // Without a catalog there is no diversity.
        Assert.DoesNotContain("diversity", text, StringComparison.Ordinal);
        Assert.Contains("diversity", report.ToTables()[0].ColumnNames);
    }

    [Fact]
    public void Results_are_found_by_name_and_figures_by_the_names_that_people_look_for()
    {
        RankingReport ranking = new RankingProtocol(new() { ListLengths = [1, 5], RelevantFrom = 2 }).Run(Ratings, [Candidate("mine")]);
        RankingResult mine = ranking["mine"];
        RankingListResult one = mine.Lists[0];

        Assert.Same(ranking.Results[0], mine);
        Assert.Equal(
            (one.Ndcg, one.Precision, one.Recall, one.HitRate, one.MeanAveragePrecision),
            (mine.Ndcg, mine.Precision, mine.Recall, mine.HitRate, mine.MeanAveragePrecision));
        Assert.NotEqual(mine.Lists[1].Ndcg, mine.Ndcg);
        KeyNotFoundException missing = Assert.Throws<KeyNotFoundException>(() => ranking["Mine"]);
        Assert.Contains("'Mine'", missing.Message, StringComparison.Ordinal);
        Assert.Contains("mine, popularity", missing.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>("name", () => ranking[null!]);
    }

    [Fact]
    public void Targets_stay_open_and_missing_ones_are_refused()
    {
        KFoldReport report = new KFoldProtocol().Run(Ratings, [Candidate("mine")]);
        using MemoryStream stream = new();

        report.WriteJson(stream);
        report.WriteJson(stream);

        Assert.Equal(2 * Encoding.UTF8.GetByteCount(Json(report)), stream.Length);
        Assert.Throws<ArgumentNullException>("stream", () => report.WriteJson(null!));
        Assert.Throws<ArgumentNullException>("writer", () => report.WriteCsv(null!));
    }

    private static RecommenderCandidate Candidate(string name) => new(name, scale => new BiasRecommender(10, scale));

    private static string[] Csv(IEvaluationReport report)
    {
        using StringWriter writer = new();
        report.WriteCsv(writer);
        Assert.Equal(Csv(report.ToTables()[0]), writer.ToString());
        return [.. report.ToTables().Select(Csv)];
    }

    private static string Csv(ReportTable table)
    {
        using StringWriter writer = new();
        table.WriteCsv(writer);
        return writer.ToString();
    }

    private static string Json(IEvaluationReport report)
    {
        using MemoryStream stream = new();
        report.WriteJson(stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);

    /// <summary>The cells of comma-separated values.</summary>
    private static string[][] Parse(string csv)
    {
        List<string[]> rows = [];
        List<string> row = [];
        StringBuilder cell = new();
        bool quoted = false;
        for (int i = 0; i < csv.Length; i++)
        {
            if (csv[i] == '"')
            {
                bool isDoubled = quoted && i + 1 < csv.Length && csv[i + 1] == '"';
                cell.Append(isDoubled ? "\"" : "");
                i += isDoubled ? 1 : 0;
                quoted = isDoubled || !quoted;
            }
            else if (!quoted && (csv[i] is ',' or '\n'))
            {
                row.Add(cell.ToString());
                cell.Clear();
                if (csv[i] == '\n')
                {
                    rows.Add([.. row]);
                    row.Clear();
                }
            }
            else
            {
                cell.Append(csv[i]);
            }
        }

        return [.. rows];
    }
}
