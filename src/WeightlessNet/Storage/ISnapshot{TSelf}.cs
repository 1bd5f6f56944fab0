namespace WeightlessNet.Storage;

/// <summary>A type whose snapshots can be loaded without further information: <see cref="Snapshot.Load{TSelf}(Stream)"/>.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
public interface ISnapshot<TSelf> : ISnapshot
    where TSelf : ISnapshot<TSelf>
{
    /// <summary>The kind in the head of the type's objects.</summary>
    internal static abstract SnapshotKind Kind { get; }

    /// <summary>Reads the content of an object whose head has been read.</summary>
    internal static abstract TSelf ReadContent(SnapshotReader reader, SnapshotObject head);
}
