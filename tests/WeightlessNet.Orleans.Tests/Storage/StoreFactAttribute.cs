namespace WeightlessNet.Orleans.Tests.Storage;

/// <summary>A test of a kind of store. It skips, with the reason, where there is no server of the kind.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class StoreFactAttribute : FactAttribute
{
    /// <summary>Names the kind: sqlite, postgres or redis.</summary>
    public StoreFactAttribute(string kind) => Skip = StoreServer.WhyAbsent(kind);
}
