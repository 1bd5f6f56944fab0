namespace WeightlessNet.Tests;

/// <summary>Tests that measure the memory of the whole process and so run while no other test does.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class RunAlone
{
    public const string Name = "alone";
}
