namespace WeightlessNet.Tests;

/// <summary>Tests that use what a process has only once, its memory or its console, and so run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunAlone
{
    public const string Name = "alone";
}
