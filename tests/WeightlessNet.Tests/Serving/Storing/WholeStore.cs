using System.Buffers.Binary;
using WeightlessNet.Serving.Internals.Storing;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Serving.Storing;

/// <summary>A closed store of three files, for tests that damage them.</summary>
internal static class WholeStore
{
    public const int EventLength = 40;
    public const int BatchLength = LogFormat.BatchHeaderLength + LogFormat.EventHeaderLength + EventLength;
    public const int InCheckpoint = 5;
    public const int BeforeRotation = 10;
    public const int All = 15;
    public const string Checkpoint = "checkpoint-000000000002";
    public const string First = "log-000000000002";
    public const string Last = "log-000000000003";

    /// <summary>
    /// A checkpoint of calls 1 to 5; calls 6 to 10 in its segment; calls 11 to 15 in another one, whose checkpoint failed.
    /// </summary>
    public static async Task<SimulatedDisk> DiskAsync(int beforeRotation = BeforeRotation)
    {
        SimulatedDisk disk = new();
        using (EventStore store = NumberedState.Open(disk, true, out NumberedState state))
        {
            await AppendAsync(store, state, 1, InCheckpoint);
            await store.CheckpointAsync(state.Write);
            await AppendAsync(store, state, InCheckpoint + 1, beforeRotation);
            disk.Fails = static call => call == DiskCall.Rename;
            _ = await Assert.ThrowsAsync<IOException>(() => store.CheckpointAsync(state.Write));
            disk.Fails = null;
            await AppendAsync(store, state, beforeRotation + 1, All);
        }

        Assert.Equal([Checkpoint, First, Last], disk.List().Order());
        using EventStore opened = NumberedState.Open(disk.Copy(), true, out NumberedState whole);
        Assert.Equal(Enumerable.Range(1, All), whole.Calls);
        return disk.Copy();
    }

    /// <summary>Appends calls, one in each batch.</summary>
    public static async Task AppendAsync(EventStore store, NumberedState state, int from, int to)
    {
        for (int call = from; call <= to; call++)
        {
            NumberedEvents events = new(call, [EventLength], state.Apply);
            store.Append(events);
            await events.Task;
        }
    }

    /// <summary>Makes a segment one of a newer library, with a right checksum.</summary>
    public static void MakeNewer(SimulatedDisk disk, string segment)
    {
        byte[] bytes = disk[segment];
        bytes[8] = bytes[10] = 2;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(28), Crc32C.Append(Crc32C.Empty, bytes.AsSpan(0, 28)));
        disk[segment] = bytes;
    }
}
