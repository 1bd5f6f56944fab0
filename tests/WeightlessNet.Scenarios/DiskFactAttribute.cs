namespace WeightlessNet.Scenarios;

/// <summary>A test that needs a small disk. It skips, with the reason, where none can be mounted.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class DiskFactAttribute : FactAttribute
{
    public DiskFactAttribute() => Skip = SmallDisk.WhyImpossible;
}
