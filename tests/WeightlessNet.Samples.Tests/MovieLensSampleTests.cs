using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using WeightlessNet.Tests;
using Xunit;

namespace WeightlessNet.Samples.Tests;

public sealed class MovieLensSampleTests(MovieLensRuns runs) : IClassFixture<MovieLensRuns>
{
    private static readonly string[] Systems =
    [
        "weightless (per user)", "hybrid (on matrix factorization)", "weighted network (per user)", "matrix factorization",
        "user and item bias", "item mean", "user mean",
    ];

    private static readonly string[] RankedSystems =
    [
        "weightless (per user)", "matrix factorization", "implicit factorization", "EASE", "weightless (ranking)",
        "hybrid (on factorization)", "hybrid (on EASE)", "hybrid (on both)", "popularity", "user and item bias",
    ];

    /// <summary>Each protocol with the files that it writes.</summary>
    private static readonly Dictionary<string, string[]> Files = new()
    {
        ["kfold"] = ["kfold.csv", "kfold-rmse.png"],
        ["prequential"] = ["history-length.png", "learning-curve.csv", "learning-curve.png", "prequential.csv"],
        ["activity"] = ["activity.csv", "activity.png"],
        ["holdout"] = ["holdout.csv"],
        ["cold-start"] = ["cold-start.csv", "cold-start.png"],
        ["taste-change"] = ["taste-change.csv", "taste-change.png"],
        ["ranking"] = ["ranking-activity.csv", "ranking-ndcg.png", "ranking.csv"],
        ["paper"] = ["paper-accuracy.png", "paper.csv"],
    };

    private static readonly string[] CsvNames =
        [.. Files.Values.SelectMany(names => names).Where(name => name.EndsWith(".csv", StringComparison.Ordinal))];

    [Theory]
    [InlineData("--nonsense")]
    [InlineData("surplus")]
    [InlineData("--protocol fast")]
    [InlineData("--protocol ranking fast")]
    [InlineData("--protocol ranking,fast")]
    [InlineData("--protocol ,")]
    [InlineData("--systems ,")]
    [InlineData("--systems nothing")]
    [InlineData("--seed many")]
    [InlineData("--folds 1")]
    [InlineData("--users none")]
    [InlineData("--join links")]
    [InlineData("--join other")]
    public async Task A_wrong_option_or_value_prints_the_usage_on_the_error_stream_and_exits_with_2(string arguments)
    {
        SampleProcess run = await RunAsync(arguments.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Usage:", run.Error, StringComparison.Ordinal);
        string[] lines = LinesOf(run.Error);
        Assert.InRange(lines.Length, 2, 3);
        Assert.Contains(arguments.Split(' ', ',')[^1], lines[0], StringComparison.Ordinal);
        Assert.StartsWith("Usage:", lines[^1], StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Theory]
    [InlineData("--protocol", "--users", "5")]
    [InlineData("--data", "--users", "5")]
    [InlineData("--seed", "--users", "5")]
    [InlineData("--out")]
    public async Task An_option_without_its_value_is_named(params string[] arguments)
    {
        SampleProcess run = await RunAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Equal([$"{arguments[0]} needs a value.", "Usage: MovieLens [options]. --help describes them."], LinesOf(run.Error));
    }

    [Fact]
    public async Task A_missing_folder_is_named_in_one_line_and_exits_with_1()
    {
        string missing = Path.Combine(Path.GetTempPath(), "weightlessnet-no-such-folder");

        SampleProcess run = await RunAsync("--data", missing);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(missing, Assert.Single(LinesOf(run.Error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_file_is_named_with_its_line_and_exits_with_1()
    {
        using TemporaryFolder folder = MovieLensFolder.Of("1,10,4.0,100\n1,20,seven,101\n", "timestamp");

        SampleProcess run = await RunAsync("--data", folder.Path);

        Assert.Equal(1, run.ExitCode);
        string line = Assert.Single(LinesOf(run.Error));
        Assert.Contains("ratings.csv", line, StringComparison.Ordinal);
        Assert.Contains("seven", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_writes_reports_that_parse_and_hold_every_system()
    {
        SampleProcess run = await runs.Tiny;

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("SYNTHETIC", run.Output, StringComparison.Ordinal);
        Assert.Contains("sum = the score, exactly", run.Output, StringComparison.Ordinal);
        Assert.Contains("what they were, to the last bit", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            [.. Files.Values.SelectMany(names => names).Append("report.json").Order(StringComparer.Ordinal)],
            Directory.GetFileSystemEntries(runs.TinyFolder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (string csv in CsvNames)
        {
            AssertTableOfEverySystem(File.ReadAllLines(Path.Combine(runs.TinyFolder, csv)), SystemsIn(csv));
        }

        Assert.Contains(
            File.ReadAllLines(Path.Combine(runs.TinyFolder, "paper.csv")),
            line => line.StartsWith("state machine (the paper's kind),", StringComparison.Ordinal));
        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(runs.TinyFolder, "report.json")));
        JsonElement[] reports =
        [
            .. ((string[])["kFold", "prequential", "activity", "coldStart", "tasteChange"]).Select(json.RootElement.GetProperty),
            .. json.RootElement.GetProperty("holdOut").EnumerateArray(),
        ];
        Assert.Equal(7, reports.Length);
        Assert.All(reports, report => Assert.Empty(Systems.Except(SystemsOf(report))));
        Assert.Empty(SystemsIn("paper").Except(SystemsOf(json.RootElement.GetProperty("paper"))));
        JsonElement ranking = json.RootElement.GetProperty("ranking").GetProperty("report");
        Assert.Equal(RankedSystems.Order(), SystemsOf(ranking).Order());
        Assert.Contains("seed 1", ranking.GetProperty("options").GetProperty("split").GetString(), StringComparison.Ordinal);

        foreach (string plot in Directory.GetFiles(runs.TinyFolder, "*.png"))
        {
            byte[] bytes = File.ReadAllBytes(plot);
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], bytes[..4]);
            Assert.Equal("IEND", Encoding.ASCII.GetString(bytes.AsSpan(bytes.Length - 8, 4)));
        }
    }

    [Fact]
    public async Task Redirected_progress_names_the_system_that_runs()
    {
        SampleProcess run = await runs.Tiny;

        string[] lines = [.. LinesOf(run.Error).Where(line => line.StartsWith("kfold: ", StringComparison.Ordinal))];
        Assert.Equal("kfold: 0 % (weightless (per user))", lines[0]);
        Assert.Equal("kfold: 10 % (hybrid (on matrix factorization))", lines[1]);
        Assert.Equal("kfold: 90 % (constant)", lines[^2]);
        Assert.Equal("kfold: 100 %", lines[^1]);
        Assert.Equal(11, lines.Length);
    }

    [Theory]
    [InlineData("kfold")]
    [InlineData("holdout")]
    [InlineData("ranking", "cold-start")]
    [InlineData("activity", "taste-change")]
    public async Task Protocols_that_are_asked_for_run_and_no_others(params string[] protocols)
    {
        using TemporaryFolder folder = new();

        SampleProcess run = await RunAsync([.. MovieLensRuns.TinyArguments, "--out", folder.Path, "--protocol", .. protocols]);

        Assert.True(run.ExitCode == 0, run.Error);
        string[] lines = LinesOf(run.Output);
        Assert.All(Files.Keys, name =>
            Assert.Equal(protocols.Contains(name), lines.Any(line => line.StartsWith(name + ": ", StringComparison.Ordinal))));
        Assert.Equal(
            protocols.SelectMany(name => Files[name]).Append("report.json").Order(StringComparer.Ordinal),
            Directory.GetFiles(folder.Path).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Every_system_is_compared_with_the_best_other_one_by_ndcg()
    {
        SampleProcess run = await runs.SixtyUsers;

        Assert.True(run.ExitCode == 0, run.Error);
        Dictionary<string, string>[] rows =
            [.. RowsOf(Path.Combine(runs.SixtyUsersFolder, "ranking.csv")).OrderByDescending(row => NumberOf(row, "ndcg"))];
        Assert.Equal(RankedSystems.Length, rows.Length);
        Assert.Equal(rows[1]["system"], rows[0]["best_other"]);
        Assert.All(rows.Skip(1), row => Assert.Equal(rows[0]["system"], row["best_other"]));
        Assert.All(rows, row =>
        {
            Dictionary<string, string> other = rows.Single(candidate => candidate["system"] == row["best_other"]);
            Assert.Equal(NumberOf(row, "ndcg") - NumberOf(other, "ndcg"), NumberOf(row, "difference"), 10);
            Assert.InRange(NumberOf(row, "difference"), NumberOf(row, "difference_lower"), NumberOf(row, "difference_upper"));
            Assert.InRange(NumberOf(row, "ndcg"), NumberOf(row, "ndcg_lower"), NumberOf(row, "ndcg_upper"));
            Assert.True(NumberOf(row, "ndcg_lower") < NumberOf(row, "ndcg_upper"));
            Assert.InRange(NumberOf(row, "coverage"), 0.001, 1);
            Assert.InRange(NumberOf(row, "diversity"), 0.1, 1);
            Assert.InRange(NumberOf(row, "calibration"), 0.001, 10);
        });
        Assert.Contains(
            $"* best; its difference is to {rows[1]["system"]}, that of the others to {rows[0]["system"]}.",
            run.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task Users_become_known_and_change_their_taste_as_far_as_their_ratings_reach()
    {
        SampleProcess run = await runs.SixtyUsers;

        Assert.True(run.ExitCode == 0, run.Error);
        var coldStart = RowsOf(Path.Combine(runs.SixtyUsersFolder, "cold-start.csv")).ToLookup(row => row["system"]);
        int[] known = [.. coldStart["user and item bias"].Select(row => int.Parse(row["known"], CultureInfo.InvariantCulture))];
        Assert.Equal([1, 5, 20], known);
        Assert.All(coldStart, system => Assert.Single(system.DistinctBy(row => (row["users"], row["count"]))));
        Assert.True(
            NumberOf(coldStart["weightless (per user)"].Last(), "rmse") < NumberOf(coldStart["weightless (per user)"].First(), "rmse"));

        Dictionary<string, string>[] change =
        [
            .. RowsOf(Path.Combine(runs.SixtyUsersFolder, "taste-change.csv")).Where(row => row["system"] == "weightless (per user)"),
        ];
        double first = NumberOf(change.First(row => NumberOf(row, "ratings_since_change") > 0), "rmse");
        Assert.True(first > 1.15 * NumberOf(change[0], "rmse_before"), "The errors do not grow when the tastes are mirrored.");
        Assert.True(NumberOf(change[^1], "rmse") < first, "The new tastes are not learned.");
    }

    [Fact]
    public async Task A_protocol_that_the_data_is_too_small_for_is_left_out_unless_it_is_asked_for()
    {
        using TemporaryFolder folder = MovieLensFolder.Of("1,10,4.0,100\n1,20,2.0,101\n2,10,5.0,102\n2,20,3.0,103\n", "timestamp");

        SampleProcess all = await RunAsync("--data", folder.Path, "--folds", "2", "--repetitions", "1");

        Assert.True(all.ExitCode == 0, all.Error);
        foreach (string protocol in (string[])["cold-start", "taste-change", "paper", "activity", "ranking"])
        {
            Assert.Contains($"The {protocol} protocol is left out: ", all.Output, StringComparison.Ordinal);
        }

        SampleProcess one = await RunAsync("--data", folder.Path, "--protocol", "cold-start");

        Assert.Equal(1, one.ExitCode);
        Assert.Contains("too few users", Assert.Single(LinesOf(one.Error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Equal_seeds_give_equal_tables_and_another_seed_others()
    {
        using TemporaryFolder equal = new();
        using TemporaryFolder other = new();

        // The seed is 1 unless it is given.
        await Task.WhenAll(
            runs.Tiny,
            RunAsync([.. MovieLensRuns.TinyArguments, "--seed", "1", "--out", equal.Path]),
            RunAsync([.. MovieLensRuns.TinyArguments, "--seed", "8", "--out", other.Path]));

        foreach (string csv in CsvNames)
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(runs.TinyFolder, csv));
            Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(equal.Path, csv)));
            Assert.NotEqual(bytes, File.ReadAllBytes(Path.Combine(other.Path, csv)));
        }
    }

    [Fact]
    public async Task Ratings_without_times_leave_the_prequential_protocol_out_unless_it_is_asked_for()
    {
        StringBuilder ratings = new();
        for (int user = 1; user <= 4; user++)
        {
            for (int film = 0; film < 6; film++)
            {
                ratings.Append(CultureInfo.InvariantCulture, $"{user},{10 * (film + 1)},{1 + ((user + film) % 5)}.0\n");
            }
        }

        using TemporaryFolder folder = MovieLensFolder.Of(ratings.ToString());

        SampleProcess all = await RunAsync("--data", folder.Path, "--folds", "2", "--repetitions", "1");
        SampleProcess prequential = await RunAsync("--data", folder.Path, "--protocol", "prequential");

        Assert.True(all.ExitCode == 0, all.Error);
        Assert.Contains("prequential protocol is left out", all.Output, StringComparison.Ordinal);
        Assert.Contains("holdout protocol is left out", all.Output, StringComparison.Ordinal);
        Assert.Contains("taste-change protocol is left out", all.Output, StringComparison.Ordinal);
        Assert.Contains("kfold:", all.Output, StringComparison.Ordinal);
        Assert.Contains("paper:", all.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("SYNTHETIC", all.Output, StringComparison.Ordinal);
        Assert.Equal(1, prequential.ExitCode);
        Assert.Contains("the ratings have no times", Assert.Single(LinesOf(prequential.Error)), StringComparison.Ordinal);
    }

    private static Task<SampleProcess> RunAsync(params string[] arguments) => SampleProcess.RunAsync("MovieLens", arguments);

    private static string[] LinesOf(string text) =>
        text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static IEnumerable<string> SystemsOf(JsonElement report) =>
        report.GetProperty("results").EnumerateArray().Select(result => result.GetProperty("name").GetString()!);

    private static Dictionary<string, string>[] RowsOf(string path)
    {
        string[] lines = File.ReadAllLines(path);
        string[] columns = lines[0].Split(',');
        return [.. lines.Skip(1).Select(line => columns.Zip(line.Split(',')).ToDictionary(cell => cell.First, cell => cell.Second))];
    }

    private static double NumberOf(Dictionary<string, string> row, string column) =>
        double.Parse(row[column], CultureInfo.InvariantCulture);

    // The protocol of the paper has no central model, so no hybrid.
    private static string[] SystemsIn(string name) =>
        name.Contains("ranking", StringComparison.Ordinal) ? RankedSystems
        : name.Contains("paper", StringComparison.Ordinal)
            ? [.. Systems.Where(system => !system.StartsWith("hybrid", StringComparison.Ordinal))]
        : Systems;

    private static void AssertTableOfEverySystem(string[] lines, string[] systems)
    {
        string[] columns = lines[0].Split(',');
        Assert.Equal("system", columns[0]);
        string[][] rows = [.. lines.Skip(1).Select(line => line.Split(','))];
        Assert.All(rows, row =>
        {
            Assert.Equal(columns.Length, row.Length);
            Assert.InRange(double.Parse(row[^1], CultureInfo.InvariantCulture), 0, 4.5);
        });
        Assert.Empty(systems.Except(rows.Select(row => row[0])));
    }
}
