namespace WeightlessNet.Scenarios.Traits;

/// <summary>Users and films have keys of some type.</summary>
internal sealed class KeysTrait(KeyKind keys) : ITrait
{
    public void Prepare(Scenario scenario) => scenario.Setting.Keys = keys;
}
