namespace WeightlessNet.Scenarios;

public sealed class DiskPairTests
{
    public static IEnumerable<object[]> Cases =>
        Pairs.All.Where(Pairs.NeedsDisk).Select(pair => new object[] { pair.First, pair.Second });

    [DiskTheory]
    [MemberData(nameof(Cases))]
    public Task Everything_is_as_plain_dictionaries_have_it(string first, string second) => Pairs.RunAsync(first, second);
}
