using System.Buffers;
using WeightlessNet.Storage;

namespace WeightlessNet.Tests.Storage;

/// <summary>
/// A type with snapshots: how to create a random object, load it, and observe all its answers, and the layout it is written in.
/// </summary>
public sealed record SnapshotCase(
    string Name, Func<RandomValues, ISnapshot> Create, Func<Stream, ISnapshot> Load, Func<ISnapshot, string> Observe, int Layout = 1)
{
    public static SnapshotCase Of<T>(Func<RandomValues, T> create, Func<T, string> observe, string? name = null)
        where T : ISnapshot<T> =>
        new(name ?? typeof(T).Name, random => create(random), stream => Snapshot.Load<T>(stream), snapshot => observe((T)snapshot));

    public static byte[] Save(ISnapshot snapshot)
    {
        ArrayBufferWriter<byte> bytes = new();
        snapshot.Save(bytes);
        return bytes.WrittenSpan.ToArray();
    }

    public ISnapshot LoadBytes(byte[] bytes)
    {
        using MemoryStream stream = new(bytes);
        return Load(stream);
    }

    public ISnapshot CreateFrom(ulong seed) => Create(new RandomValues(seed));

    public override string ToString() => Name;
}
