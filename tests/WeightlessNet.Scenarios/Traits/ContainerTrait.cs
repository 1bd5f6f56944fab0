namespace WeightlessNet.Scenarios.Traits;

/// <summary>A container of services opens the recommender.</summary>
internal sealed class ContainerTrait : ITrait
{
    public void Prepare(Scenario scenario) => scenario.Setting.IsInContainer = true;

    public Task HappenAsync(Scenario scenario) => scenario.RefuseSecondAsync(scenario.Setting.Path);
}
