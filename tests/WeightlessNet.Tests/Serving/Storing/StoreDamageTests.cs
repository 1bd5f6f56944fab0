using WeightlessNet.Serving.Internals.Storing;
using Xunit;
using static WeightlessNet.Tests.Serving.Storing.WholeStore;

namespace WeightlessNet.Tests.Serving.Storing;

/// <summary>Damages files of a closed store: it must refuse to open and name the file, or hold what can be expected.</summary>
public sealed class StoreDamageTests
{
    [Theory]
    [InlineData(Checkpoint)]
    [InlineData(First)]
    [InlineData(Last)]
    public async Task Every_flipped_bit_is_noticed_except_in_the_last_batch_which_is_dropped_and_reported(string file)
    {
        SimulatedDisk whole = await DiskAsync();
        int length = whole[file].Length;
        int lastBatch = length - BatchLength;
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
                    Assert.Equal(BeforeRotation + (Math.Max(0, length - LogFormat.HeaderLength) / BatchLength), Open(disk, out _));
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
        MakeNewer(disk, Last);
        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => Open(disk, out _));
        Assert.Contains("Update the WeightlessNet package", refused.Message, StringComparison.Ordinal);
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
