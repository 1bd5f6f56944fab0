namespace WeightlessNet.Tests.Documents;

public class ReadmeTests
{
    [Fact]
    public void The_quick_start_compiles_and_prints_what_it_says()
    {
        string quickStart = Assert.Single(Snippet.In("README.md"));

        Assert.Equal(Snippet.ExpectedOf(quickStart), Snippet.Run(quickStart));
    }

    [Fact]
    public void The_quick_start_has_ten_lines_at_the_most_besides_usings_and_comments()
    {
        string quickStart = Assert.Single(Snippet.In("README.md"));

        string[] aside = ["using ", "//"];
        int lines = quickStart.Split('\n').Count(line =>
            line.Trim().Length > 0 && !aside.Any(start => line.StartsWith(start, StringComparison.Ordinal)));

        Assert.InRange(lines, 1, 10);
    }
}
