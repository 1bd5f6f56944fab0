namespace WeightlessNet.Scenarios;

public sealed class KeyPairTests
{
    public static IEnumerable<object[]> Cases =>
        Pairs.All.Where(pair => Pairs.IsOfKeys(pair) && !Pairs.NeedsDisk(pair)).Select(pair => new object[] { pair.First, pair.Second });

    [Theory]
    [MemberData(nameof(Cases))]
    public Task Everything_is_as_plain_dictionaries_have_it(string first, string second) => Pairs.RunAsync(first, second);
}
