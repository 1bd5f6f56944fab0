namespace WeightlessNet.Tests.Documents;

public class TuningPageTests
{
    [Fact]
    public void The_example_compiles_and_prints_what_it_says()
    {
        string example = Assert.Single(Snippet.In("tuning.md"));

        Assert.NotEmpty(Snippet.ExpectedOf(example));
        Assert.Equal(Snippet.ExpectedOf(example), Snippet.Run(example));
    }
}
