using System.Text.RegularExpressions;
using WeightlessNet.Orleans.Tests.Storage;

namespace WeightlessNet.Orleans.Tests.History;

/// <summary>The checker catches a store that acknowledges before it stores.</summary>
public sealed class BrokenHistoryTests
{
    [StoreFact("redis")]
    public async Task A_store_that_acknowledges_before_it_stores_is_caught()
    {
        (int code, string output) = await HistoryRun.RunAsync("redis", "--rounds", "10", "--broken", "acknowledge-early");
        Assert.True(code == 1, output);
        Assert.Contains("\nlost: ", output, StringComparison.Ordinal);
        Match kept = Regex.Match(output, "the history and what the silos printed are in '([^']+)'");
        Assert.True(File.Exists(Path.Combine(kept.Groups[1].Value, "history.tsv")), output);
        Directory.Delete(kept.Groups[1].Value, recursive: true);
    }
}
