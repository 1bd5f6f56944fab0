using Xunit;

namespace WeightlessNet.Samples.Tests;

/// <summary>What the comparison prints in a terminal of 80 columns, and of the systems and protocols that are asked for.</summary>
public sealed class NarrowTablesTests : IAsyncLifetime
{
    private const int Columns = 80;

    private string _output = "";

    public async Task InitializeAsync()
    {
        SampleProcess run = await SampleProcess.RunAsync(
            "MovieLens",
            [.. MovieLensRuns.TinyArguments, "--protocol", "prequential,ranking,paper", "--systems", "Weightless (per,EASE"],
            columns: Columns);
        Assert.True(run.ExitCode == 0, run.Error);
        _output = run.Output;
    }

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public void No_line_is_longer_than_the_terminal_is_wide()
    {
        Assert.All(_output.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, Columns));
    }

    [Fact]
    public void No_column_is_dropped()
    {
        string[] columns =
        [
            "RMSE", "MAE", "learn us", "predict us", "precision", "recall", "hit rate", "NDCG", "MAP", "MRR", "AUC", "ms a user",
            "users better", "worse", "train s", "predict s",
        ];
        Assert.All(columns, column => Assert.Contains(column, _output, StringComparison.Ordinal));
        Assert.Contains("continued", _output, StringComparison.Ordinal);
        Assert.DoesNotContain("\u2026", _output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("MovieLens")]
    [InlineData("Digits")]
    public async Task Help_is_as_wide_as_the_terminal(string sample)
    {
        SampleProcess help = await SampleProcess.RunAsync(sample, ["--help"], columns: Columns);

        Assert.Equal(0, help.ExitCode);
        Assert.Contains("--out <DIR>", help.Output, StringComparison.Ordinal);
        Assert.InRange(help.Output.Split('\n').Max(line => line.TrimEnd().Length), Columns / 2, Columns);
    }

    [Fact]
    public async Task Messages_in_a_terminal_end_between_words()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        string[] lines = await SampleProcess.LinesInTerminalAsync("MovieLens", "--protocol nonsense", Columns);

        Assert.All(lines, line => Assert.InRange(line.Length, 0, Columns));
        Assert.Contains(
            "There is no protocol 'nonsense'. There are: all, kfold, prequential, paper, ranking, cold-start, taste-change, holdout,",
            string.Join(' ', lines),
            StringComparison.Ordinal);
    }

    [Fact]
    public void Only_the_protocols_and_systems_that_were_asked_for_run()
    {
        Assert.DoesNotContain("kfold:", _output, StringComparison.Ordinal);
        Assert.Contains("weightless (per user)", _output, StringComparison.Ordinal);
        Assert.Contains("hybrid (on EASE)", _output, StringComparison.Ordinal);
        Assert.DoesNotContain("matrix factorization", _output, StringComparison.Ordinal);
        Assert.Contains("user and item bias", _output, StringComparison.Ordinal);
    }
}
