namespace WeightlessNet.Scenarios;

public sealed class PairTests
{
    public static IEnumerable<object[]> Cases =>
        Pairs.All.Where(pair => !Pairs.IsOfKeys(pair) && !Pairs.NeedsDisk(pair)).Select(pair => new object[] { pair.First, pair.Second });

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Everything_is_as_plain_dictionaries_have_it(string first, string second) => Pairs.RunAsync(first, second);

    [Fact]
    public void Every_pair_is_run_or_has_a_reason_why_not()
    {
        // 19 traits have 171 pairs; keys of 4 types take the place of one trait in 18 of them.
        int ofKeys = Pairs.All.Count(Pairs.IsOfKeys);
        Assert.Equal(4 * 18, ofKeys);
        Assert.Equal((19 * 18 / 2) - 18, Pairs.All.Count() - ofKeys + Pairs.Impossible.Count - 1);
        Assert.All(Pairs.Impossible.Values, reason => Assert.NotEmpty(reason));
    }
}
