namespace WeightlessNet.Tests;

/// <summary>Tests that measure the memory or redirect the console of the process: no other test runs at the same time.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunAlone
{
    public const string Name = "alone";
}
