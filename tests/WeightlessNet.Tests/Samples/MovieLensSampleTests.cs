using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using WeightlessNet.Tests.Datasets;
using Xunit;

namespace WeightlessNet.Tests.Samples;

public sealed class MovieLensSampleTests
{
    private static readonly string[] Tiny = ["--users", "12", "--folds", "2", "--repetitions", "1"];

    private static readonly string[] Systems =
    [
        "weightless (per user)", "weighted network (per user)", "collaborative filtering", "user and item bias",
        "popularity (item mean)", "user mean",
    ];

    private static readonly string[] CsvNames = ["kfold.csv", "learning-curve.csv", "paper.csv", "prequential.csv"];

    [Theory]
    [InlineData("--nonsense")]
    [InlineData("surplus")]
    [InlineData("--protocol fast")]
    [InlineData("--folds 1")]
    [InlineData("--users none")]
    [InlineData("--join links")]
    public async Task A_wrong_option_or_value_prints_the_usage_on_the_error_stream_and_exits_with_2(string arguments)
    {
        SampleProcess run = await SampleProcess.RunAsync(arguments.Split(' '));

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("Usage:", run.Error, StringComparison.Ordinal);
        Assert.Contains(arguments.Split(' ')[^1], run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Equal("", run.Output);
    }

    [Fact]
    public async Task A_missing_folder_is_named_in_one_line_and_exits_with_1()
    {
        string missing = Path.Combine(Path.GetTempPath(), "weightlessnet-no-such-folder");

        SampleProcess run = await SampleProcess.RunAsync("--data", missing);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(missing, Assert.Single(LinesOf(run.Error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_malformed_file_is_named_with_its_line_and_exits_with_1()
    {
        using TemporaryFolder folder = MovieLens("1,10,4.0,100\n1,20,seven,101\n", "timestamp");

        SampleProcess run = await SampleProcess.RunAsync("--data", folder.Path);

        Assert.Equal(1, run.ExitCode);
        string line = Assert.Single(LinesOf(run.Error));
        Assert.Contains("ratings.csv", line, StringComparison.Ordinal);
        Assert.Contains("seven", line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_writes_reports_that_parse_and_hold_every_system()
    {
        using TemporaryFolder folder = new();

        SampleProcess run = await SampleProcess.RunAsync([.. Tiny, "--out", folder.Path]);

        Assert.True(run.ExitCode == 0, run.Error);
        Assert.Contains("SYNTHETIC", run.Output, StringComparison.Ordinal);
        Assert.Contains("sum = the score, exactly", run.Output, StringComparison.Ordinal);
        Assert.Contains("what they were, to the last bit", run.Output, StringComparison.Ordinal);
        Assert.Equal(
            [.. CsvNames.Concat(["kfold-rmse.png", "learning-curve.png", "paper-accuracy.png", "report.json"]).Order(StringComparer.Ordinal)],
            Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        foreach (string csv in CsvNames)
        {
            AssertTableOfEverySystem(File.ReadAllLines(Path.Combine(folder.Path, csv)));
        }

        using JsonDocument json = JsonDocument.Parse(File.ReadAllText(Path.Combine(folder.Path, "report.json")));
        foreach (string protocol in (string[])["kFold", "prequential", "paper"])
        {
            JsonElement results = json.RootElement.GetProperty(protocol).GetProperty("results");
            Assert.Empty(Systems.Except(results.EnumerateArray().Select(result => result.GetProperty("system").GetString()!)));
        }

        foreach (string plot in Directory.GetFiles(folder.Path, "*.png"))
        {
            byte[] bytes = File.ReadAllBytes(plot);
            Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], bytes[..4]);
            Assert.Equal("IEND", Encoding.ASCII.GetString(bytes.AsSpan(bytes.Length - 8, 4)));
        }
    }

    [Fact]
    public async Task Equal_seeds_give_equal_tables_and_another_seed_others()
    {
        using TemporaryFolder first = new();
        using TemporaryFolder second = new();
        using TemporaryFolder other = new();

        await Task.WhenAll(
            SampleProcess.RunAsync([.. Tiny, "--seed", "7", "--out", first.Path]),
            SampleProcess.RunAsync([.. Tiny, "--seed", "7", "--out", second.Path]),
            SampleProcess.RunAsync([.. Tiny, "--seed", "8", "--out", other.Path]));

        foreach (string csv in CsvNames)
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(first.Path, csv));
            Assert.Equal(bytes, File.ReadAllBytes(Path.Combine(second.Path, csv)));
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

        using TemporaryFolder folder = MovieLens(ratings.ToString());

        SampleProcess all = await SampleProcess.RunAsync("--data", folder.Path, "--folds", "2", "--repetitions", "1");
        SampleProcess prequential = await SampleProcess.RunAsync("--data", folder.Path, "--protocol", "prequential");

        Assert.True(all.ExitCode == 0, all.Error);
        Assert.Contains("prequential protocol is left out", all.Output, StringComparison.Ordinal);
        Assert.Contains("kfold:", all.Output, StringComparison.Ordinal);
        Assert.Contains("paper:", all.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("SYNTHETIC", all.Output, StringComparison.Ordinal);
        Assert.Equal(1, prequential.ExitCode);
        Assert.Contains("the ratings have no times", Assert.Single(LinesOf(prequential.Error)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_interrupt_ends_the_run_with_130_and_leaves_no_file()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        using TemporaryFolder folder = new();

        SampleProcess run = await SampleProcess.RunAsync(
            ["--users", "5000", "--out", folder.Path],
            id => Process.Start("kill", ["-INT", id.ToString(CultureInfo.InvariantCulture)]).WaitForExit());

        Assert.Equal(130, run.ExitCode);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static TemporaryFolder MovieLens(string ratings, params string[] furtherColumns)
    {
        StringBuilder films = new("movieId,title,genres\n");
        for (int film = 1; film <= 6; film++)
        {
            films.Append(CultureInfo.InvariantCulture, $"{10 * film},Film {film} ({1990 + film}),{(film % 2 == 0 ? "Comedy" : "Drama|War")}\n");
        }

        string header = string.Join(',', ["userId", "movieId", "rating", .. furtherColumns]);
        return new TemporaryFolder().With("movies.csv", films.ToString()).With("ratings.csv", $"{header}\n{ratings}");
    }

    private static string[] LinesOf(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static void AssertTableOfEverySystem(string[] lines)
    {
        string[] columns = lines[0].Split(',');
        Assert.Equal("system", columns[0]);
        string[][] rows = [.. lines.Skip(1).Select(line => line.Split(','))];
        Assert.All(rows, row =>
        {
            Assert.Equal(columns.Length, row.Length);
            Assert.InRange(double.Parse(row[^1], CultureInfo.InvariantCulture), 0, 4.5);
        });
        Assert.Empty(Systems.Except(rows.Select(row => row[0])));
    }
}
