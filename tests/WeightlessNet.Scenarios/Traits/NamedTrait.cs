namespace WeightlessNet.Scenarios.Traits;

/// <summary>The recommender has a name in a container.</summary>
internal sealed class NamedTrait : ITrait
{
    public void Prepare(Scenario scenario) => scenario.Setting.Name = "films";

    public Task HappenAsync(Scenario scenario) => scenario.RefuseSecondAsync(scenario.Setting.Path);
}
