namespace WeightlessNet.Scenarios.Traits;

/// <summary>The application restarts.</summary>
internal sealed class RestartTrait : ITrait
{
    public async Task HappenAsync(Scenario scenario)
    {
        await scenario.CloseAsync();
        await scenario.OpenAsync();
        Assert.Equal(0, scenario.Door.Health.DiscardedBytes);
    }
}
