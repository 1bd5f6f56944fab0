using WeightlessNet.Orleans.Tests.Storage;

namespace WeightlessNet.Orleans.Tests.History;

/// <summary>Silos over Redis fail under load, and nothing that was acknowledged is lost.</summary>
public sealed class RedisHistoryTests
{
    [StoreFact("redis")]
    public Task Silos_that_fail_lose_nothing() => HistoryRun.PassAsync("redis");

    [CutNetworkFact("redis")]
    public Task Silos_whose_network_is_cut_lose_nothing() => HistoryRun.PassAsync("redis", "--faults", "cuts");
}
