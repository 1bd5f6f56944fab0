using WeightlessNet.Orleans.Tests.Storage;

namespace WeightlessNet.Orleans.Tests.History;

/// <summary>Silos over PostgreSQL fail under load, and nothing that was acknowledged is lost.</summary>
public sealed class PostgresHistoryTests
{
    [StoreFact("postgres")]
    public Task Silos_that_fail_lose_nothing() => HistoryRun.PassAsync("postgres");

    [CutNetworkFact("postgres")]
    public Task Silos_whose_network_is_cut_lose_nothing() => HistoryRun.PassAsync("postgres", "--faults", "cuts");
}
