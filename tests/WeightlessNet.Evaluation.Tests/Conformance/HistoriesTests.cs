using WeightlessNet.Evaluation.Conformance;

namespace WeightlessNet.Evaluation.Tests.Conformance;

/// <summary>
/// Random histories of changes, each with 1 and with 8 threads, equal the replay of one thread to the last bit: 1,000 of the recommenders
/// with personal networks, fewer of their variants.
/// </summary>
public sealed class HistoriesTests
{
    [Theory]
    [InlineData("weightless", 1000)]
    [InlineData("hybrid", 1000)]
    [InlineData("ranking over popularity", 1000)]
    [InlineData("ranking over EASE", 1000)]
    [InlineData("ranking", 100)]
    [InlineData("weightless with histograms", 200)]
    [InlineData("weightless that follows drift", 200)]
    [InlineData("weightless with two hot users", 200)]
    [InlineData("tunable", 1000)]
    [InlineData("tunable over a stored hybrid", 200)]
    [InlineData("tunable over weightless", 1000)]
    [InlineData("tunable over a ranking over EASE", 1000)]
    public void Histories_of_changes_equal_their_replays(string name, int count)
    {
        ConformanceCase tested = ConformanceCase.All[name];

        ConformanceReport report = RecommenderConformance.Run(
            tested.Create, tested.Options with { Histories = 1, ChangeHistories = count });

        ConformanceCheck histories = report.Checks.Single(check => check.Name == "histories");
        Assert.True(histories.Outcome == ConformanceOutcome.Passed, histories.Message);
    }
}
