using System.Buffers.Binary;
using WeightlessNet.Serving.Internals.Storing;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Serving.Storing;

/// <summary>Damages files of a closed store: it must refuse to open and name the file, or hold what can be expected.</summary>
public sealed class StoreDamageTests
{
    private const int EventLength = 40;
    private const int InCheckpoint = 5;
    private const int BeforeRotation = 10;
    private const int All = 15;
    private const string Checkpoint = "checkpoint-000000000002";
    private const string First = "log-000000000002";
    private const string Last = "log-000000000003";

    [Theory]
    [InlineData(Checkpoint)]
    [InlineData(First)]
    [InlineData(Last)]
    public async Task Every_flipped_bit_is_noticed_except_in_the_last_batch_which_is_dropped_and_reported(string file)
    {
        SimulatedDisk whole = await DiskAsync();
        int length = whole[file].Length;
        int lastBatch = length - LogFormat.BatchHeaderLength - LogFormat.EventHeaderLength - EventLength;
        for (int bit = 0; bit < length * 8; bit += 3)
        {
            SimulatedDisk disk = whole.Copy();
            byte[] bytes = disk[file];
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            disk[file] = bytes;
            if (file == Last && bit / 8 >= lastBatch)
            {
                Assert.Equal(All - 1, Open(disk, out StoreRecovery recovery));
                Assert.True(recovery.DiscardedBytes > 0, $"Bit {bit} is not reported.");
            }
            else
            {
                AssertRefused(disk, file);
            }
        }
    }

    [Fact]
    public async Task A_file_that_is_cut_is_noticed_except_the_last_one_which_holds_what_is_left()
    {
        SimulatedDisk whole = await DiskAsync();
        foreach (string file in (string[])[Checkpoint, First, Last])
        {
            byte[] bytes = whole[file];
            for (int length = 0; length < bytes.Length; length++)
            {
                SimulatedDisk disk = whole.Copy();
                disk[file] = bytes[..length];
                if (file == Last)
                {
                    int batch = LogFormat.BatchHeaderLength + LogFormat.EventHeaderLength + EventLength;
                    Assert.Equal(BeforeRotation + (Math.Max(0, length - LogFormat.HeaderLength) / batch), Open(disk, out _));
                }
                else
                {
                    AssertRefused(disk, file);
                }
            }
        }
    }

    [Theory]
    [InlineData(Checkpoint)]
    [InlineData(First)]
    [InlineData(Last)]
    public async Task Zeros_before_the_end_are_noticed(string file)
    {
        SimulatedDisk whole = await DiskAsync();
        byte[] bytes = whole[file];
        for (int at = 0; at + 100 < bytes.Length - 100; at += 7)
        {
            SimulatedDisk disk = whole.Copy();
            byte[] damaged = [.. bytes];
            damaged.AsSpan(at, 100).Clear();
            disk[file] = damaged;
            AssertRefused(disk, file);
        }
    }

    [Fact]
    public async Task Zeros_after_the_end_are_dropped_and_reported()
    {
        SimulatedDisk disk = await DiskAsync();
        disk[Last] = [.. disk[Last], .. new byte[5000]];
        Assert.Equal(All, Open(disk, out StoreRecovery recovery));
        Assert.Equal(5000, recovery.DiscardedBytes);
    }

    [Theory]
    [InlineData(Checkpoint)]
    [InlineData(First)]
    public async Task A_missing_file_is_noticed(string file)
    {
        SimulatedDisk disk = await DiskAsync();
        disk.Delete(file);
        AssertRefused(disk, file);
    }

    [Fact]
    public async Task A_missing_segment_of_a_checkpoint_is_noticed_when_there_is_no_other()
    {
        SimulatedDisk disk = await DiskAsync();
        disk.Delete(First);
        disk.Delete(Last);
        AssertRefused(disk, First);
    }

    [Theory]
    [InlineData(First, Last)]
    [InlineData(Last, First)]
    public async Task A_segment_with_the_content_of_another_is_noticed(string file, string other)
    {
        SimulatedDisk disk = await DiskAsync();
        disk[file] = disk[other];
        AssertRefused(disk, file);
    }

    [Fact]
    public async Task A_segment_in_the_place_of_an_empty_one_is_noticed()
    {
        SimulatedDisk disk = await DiskAsync(beforeRotation: InCheckpoint);
        (disk[First], disk[Last]) = (disk[Last], disk[First]);
        AssertRefused(disk, First);
    }

    [Fact]
    public async Task The_segment_of_a_checkpoint_has_a_header()
    {
        SimulatedDisk disk = await DiskAsync();
        disk.Delete(Last);
        disk[First] = disk[First][..(LogFormat.HeaderLength - 1)];
        AssertRefused(disk, First);
    }

    [Fact]
    public async Task An_older_checkpoint_in_the_place_of_a_newer_one_is_noticed()
    {
        SimulatedDisk disk = await DiskAsync();
        byte[] older = disk[Checkpoint];
        using (EventStore store = NumberedState.Open(disk, true, out NumberedState state))
        {
            await store.CheckpointAsync(state.Write);
        }

        disk["checkpoint-000000000004"] = older;
        AssertRefused(disk, "log-000000000004");
    }

    [Fact]
    public async Task A_segment_of_a_newer_library_asks_for_an_update()
    {
        SimulatedDisk disk = await DiskAsync();
        byte[] bytes = disk[Last];
        bytes[8] = bytes[10] = 2;
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(28), Crc32C.Append(Crc32C.Empty, bytes.AsSpan(0, 28)));
        disk[Last] = bytes;
        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => Open(disk, out _));
        Assert.Contains("Update the WeightlessNet package", refused.Message, StringComparison.Ordinal);
    }

    // A checkpoint of calls 1 to 5; calls 6 to 10 in its segment; calls 11 to 15 in another one, whose checkpoint failed.
    private static async Task<SimulatedDisk> DiskAsync(int beforeRotation = BeforeRotation)
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
        Assert.Equal(All, Open(disk.Copy(), out _));
        return disk;
    }

    private static async Task AppendAsync(EventStore store, NumberedState state, int from, int to)
    {
        for (int call = from; call <= to; call++)
        {
            NumberedEvents events = new(call, [EventLength], state.Apply);
            store.Append(events);
            await events.Task;
        }
    }

    // The calls must be 1, 2, 3 and so on; returns how many there are.
    private static int Open(SimulatedDisk disk, out StoreRecovery recovery)
    {
        using EventStore store = NumberedState.Open(disk, true, out NumberedState state);
        recovery = store.Recovery;
        Assert.Equal(Enumerable.Range(1, state.Calls.Length), state.Calls);
        return state.Calls.Length;
    }

    private static void AssertRefused(SimulatedDisk disk, string file)
    {
        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => Open(disk, out _));
        Assert.Contains($"'{file}'", refused.Message, StringComparison.Ordinal);
    }
}
