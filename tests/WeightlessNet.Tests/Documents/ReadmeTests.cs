namespace WeightlessNet.Tests.Documents;

public class ReadmeTests
{
    [Fact]
    public void The_quick_start_compiles_and_prints_what_it_says()
    {
        string quickStart = Assert.Single(Snippet.In("README.md"));

        string[] printed = Snippet.Run(quickStart).ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);

        Assert.Equal(ExpectedLines(quickStart), printed);
    }

    [Fact]
    public void The_quick_start_has_ten_statements_at_the_most()
    {
        string quickStart = Assert.Single(Snippet.In("README.md"));

        int lines = quickStart.Split('\n').Count(line => line.Trim().Length > 0 && !line.StartsWith("using ", StringComparison.Ordinal) && !line.StartsWith("//", StringComparison.Ordinal));

        Assert.InRange(lines, 1, 10);
    }

    // What the quick start prints stands in its comments, each behind an arrow.
    private static string[] ExpectedLines(string code) =>
        [.. code.Split('\n').Where(line => line.StartsWith("// -> ", StringComparison.Ordinal)).Select(line => line["// -> ".Length..])];
}
