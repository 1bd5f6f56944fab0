using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals.Storing;

namespace WeightlessNet.Tests.Serving.Storing;

/// <summary>Keeps all <see cref="NumberedEvents"/>. Its boundary is an event that no call begins with.</summary>
internal sealed class NumberedSieve : IEventSieve
{
    private readonly byte[] _boundary = [0, 0, 0, 0, 1, 0, 0, 0];

    public ReadOnlySpan<byte> Boundary => _boundary;

    public long DroppedCount => 0;

    public long IdleCount => 0;

    public bool HasRewritten => false;

    /// <summary>Repairs a store; <paramref name="copy"/> has the files of before, if it was damaged.</summary>
    public static RepairReport Repair(SimulatedDisk disk, SimulatedDisk copy) =>
        new StoreRepair(disk, static () => new NumberedSieve()).Run(() =>
        {
            StoreCopy.Write(disk, copy);
            return "the copy";
        });

    public void ReadCheckpoint(Stream content)
    {
    }

    public bool TryReadKeys(Stream content) => false;

    public IEnumerable<byte[]> KeyEvents() => [];

    public ReadOnlySpan<byte> Sift(ReadOnlySpan<byte> bytes) => bytes;
}
