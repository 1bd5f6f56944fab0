using WeightlessNet.Serving;
using WeightlessNet.Serving.Internals.Storing;
using Xunit;
using static WeightlessNet.Tests.Serving.Storing.WholeStore;

namespace WeightlessNet.Tests.Serving.Storing;

/// <summary>
/// Damages files of a closed store and repairs it: every call of the checkpoint and of the whole batches after it must be there.
/// </summary>
public sealed class StoreRepairTests
{
    private const string Only = "log-000000000001";

    [Theory]
    [InlineData(Checkpoint)]
    [InlineData(First)]
    [InlineData(Last)]
    public async Task Everything_but_the_batch_with_a_flipped_bit_is_there_after_a_repair(string file)
    {
        SimulatedDisk whole = await DiskAsync();
        int length = whole[file].Length;
        for (int bit = 0; bit < length * 8; bit += 3)
        {
            SimulatedDisk disk = whole.Copy();
            byte[] bytes = disk[file];
            bytes[bit / 8] ^= (byte)(1 << (bit % 8));
            disk[file] = bytes;
            int at = bit / 8;
            int batch = (at - LogFormat.HeaderLength) / BatchLength;
            int lost = at < LogFormat.HeaderLength ? 0 : (file == First ? InCheckpoint : BeforeRotation) + batch + 1;
            bool isLastBatch = lost == All;

            RepairReport report = AssertRepaired(
                disk, Enumerable.Range(1, All).Where(call => file == Checkpoint ? call > InCheckpoint : call != lost));

            Assert.Equal(file == Checkpoint, report.IsCheckpointLost);
            Assert.Equal(isLastBatch && file != Checkpoint, report.WasIntact);
            Assert.Equal(report.WasIntact ? [] : [file], report.DamagedFiles);
            Assert.Equal(file != Checkpoint && lost > 0 && !isLastBatch ? 1 : 0, report.LostBatches);
            Assert.Equal(
                file == Checkpoint || report.WasIntact ? 0 : at < LogFormat.HeaderLength ? LogFormat.HeaderLength : BatchLength,
                report.LostBytes);
        }
    }

    [Theory]
    [InlineData(Checkpoint)]
    [InlineData(First)]
    [InlineData(Last)]
    public async Task Everything_before_the_cut_and_in_other_files_is_there_after_a_repair(string file)
    {
        SimulatedDisk whole = await DiskAsync();
        byte[] bytes = whole[file];
        for (int length = 0; length < bytes.Length; length++)
        {
            SimulatedDisk disk = whole.Copy();
            disk[file] = bytes[..length];
            int left = Math.Max(0, length - LogFormat.HeaderLength) / BatchLength;
            RepairReport report = AssertRepaired(disk, Enumerable.Range(1, All).Where(call => file switch
            {
                Checkpoint => call > InCheckpoint,
                First => call <= InCheckpoint + left || call > BeforeRotation,
                _ => call <= BeforeRotation + left,
            }));
            Assert.Equal(file == Last, report.WasIntact);
            Assert.Equal(file == First ? BeforeRotation - InCheckpoint - left : 0, report.LostBatches);
        }
    }

    [Fact]
    public async Task Two_damages_at_random_lose_their_own_batches_only()
    {
        SimulatedDisk whole = await DiskAsync();
        Random random = new(1);
        for (int round = 0; round < 500; round++)
        {
            SimulatedDisk disk = whole.Copy();
            HashSet<int> lost = [];
            for (int damage = 0; damage < 2; damage++)
            {
                string file = random.Next(2) == 0 ? First : Last;
                byte[] bytes = disk[file];
                int from = random.Next(bytes.Length);
                int to = Math.Min(bytes.Length, from + 1 + random.Next(BatchLength));
                random.NextBytes(bytes.AsSpan(from, to - from));
                disk[file] = bytes;
                int before = file == First ? InCheckpoint : BeforeRotation;
                lost.UnionWith(Enumerable.Range(from, to - from)
                    .Where(static at => at >= LogFormat.HeaderLength)
                    .Select(at => before + 1 + ((at - LogFormat.HeaderLength) / BatchLength)));
            }

            AssertRepaired(disk, Enumerable.Range(1, All).Except(lost));
        }
    }

    [Theory]
    [InlineData(Checkpoint, InCheckpoint + 1, All)]
    [InlineData(First, BeforeRotation + 1, All)]
    public async Task A_missing_file_is_named(string file, int from, int to)
    {
        SimulatedDisk disk = await DiskAsync();
        disk.Delete(file);
        IEnumerable<int> inCheckpoint = file == Checkpoint ? [] : Enumerable.Range(1, InCheckpoint);
        RepairReport report = AssertRepaired(disk, inCheckpoint.Concat(Enumerable.Range(from, to - from + 1)));
        Assert.Equal([file], report.DamagedFiles);
        Assert.Equal(file == Checkpoint, report.IsCheckpointLost);
        Assert.Equal(file == First ? BeforeRotation - InCheckpoint : 0, report.LostBatches);
    }

    [Fact]
    public async Task A_checkpoint_alone_is_kept()
    {
        SimulatedDisk disk = await DiskAsync();
        disk.Delete(First);
        disk.Delete(Last);
        RepairReport report = AssertRepaired(disk, Enumerable.Range(1, InCheckpoint));
        Assert.Equal([First], report.DamagedFiles);
    }

    [Fact]
    public async Task Files_that_changed_their_names_are_read_in_their_order()
    {
        SimulatedDisk disk = await DiskAsync();
        (disk[First], disk[Last]) = (disk[Last], disk[First]);
        AssertRepaired(disk, Enumerable.Range(1, All));
    }

    [Fact]
    public async Task A_store_that_was_never_checkpointed_is_repaired()
    {
        SimulatedDisk disk = await DiskWithoutCheckpointAsync();
        byte[] bytes = disk[Only];
        bytes[LogFormat.HeaderLength + BatchLength] ^= 1;
        disk[Only] = bytes;
        RepairReport report = AssertRepaired(disk, [1, 3, 4, 5]);
        Assert.False(report.IsCheckpointLost);
    }

    [Fact]
    public async Task A_repaired_store_is_used_damaged_and_repaired_again()
    {
        SimulatedDisk disk = await DiskAsync();
        List<int> expected = [.. Enumerable.Range(1, All)];
        Random random = new(2);
        for (int round = 0, next = All + 1; round < 30; round++, next += 4)
        {
            string log = StoreNames.LogOf(StoreNames.Logs(disk.List())[^1]);
            byte[] bytes = disk[log];

            // The third batch from the end; a boundary of the repair is none of the calls.
            bytes[^(2 * BatchLength + 1)] ^= 1;
            disk[log] = bytes;
            expected.RemoveAt(expected.Count - 3);
            AssertRepaired(disk, expected);
            using EventStore store = NumberedState.Open(disk, true, out NumberedState state);
            await AppendAsync(store, state, next, next + 3);
            expected.AddRange(Enumerable.Range(next, 4));
            if (random.Next(3) == 0)
            {
                await store.CheckpointAsync(state.Write);
                await AppendAsync(store, state, next + 4, next + 6);
                expected.AddRange(Enumerable.Range(next + 4, 3));
                next += 3;
            }
        }
    }

    [Fact]
    public async Task Damage_in_a_repaired_log_is_noticed()
    {
        SimulatedDisk disk = await DiskAsync();
        disk.Delete(First);
        AssertRepaired(disk, [.. Enumerable.Range(1, InCheckpoint), .. Enumerable.Range(BeforeRotation + 1, All - BeforeRotation)]);
        string log = Assert.Single(disk.List(), static name => name.StartsWith("log-", StringComparison.Ordinal));
        byte[] whole = disk[log];

        // The last batch is the boundary, which nobody misses.
        for (int at = 0; at < whole.Length - LogFormat.BatchHeaderLength - LogFormat.EventHeaderLength - NumberedEvents.LeastLength; at++)
        {
            SimulatedDisk damaged = disk.Copy();
            byte[] bytes = damaged[log];
            bytes[at] ^= 1;
            damaged[log] = bytes;
            _ = Assert.Throws<InvalidDataException>(() => Calls(damaged));
        }
    }

    [Fact]
    public async Task A_store_of_a_newer_library_is_not_changed()
    {
        SimulatedDisk disk = await DiskAsync();
        MakeNewer(disk, Last);
        SimulatedDisk copy = new();
        InvalidDataException refused = Assert.Throws<InvalidDataException>(() => NumberedSieve.Repair(disk, copy));
        Assert.Contains("Update the WeightlessNet package", refused.Message, StringComparison.Ordinal);
        Assert.Empty(copy.List());
        Assert.Equal([Checkpoint, First, Last], disk.List().Order());
    }

    [Fact]
    public async Task Nothing_is_changed_if_the_copy_fails()
    {
        SimulatedDisk disk = await DamagedAsync();
        SimulatedDisk before = disk.Copy();
        SimulatedDisk copy = new() { Fails = static call => call == DiskCall.Flush };
        int calls = disk.Calls;
        _ = Assert.Throws<IOException>(() => NumberedSieve.Repair(disk, copy));
        Assert.Equal(calls, disk.Calls);
        AssertSame(before, disk);
    }

    [Fact]
    public async Task A_crash_or_a_failure_at_any_call_of_a_repair_leaves_a_store_that_is_repaired_by_the_next_one() =>
        AssertRepairedAfterCrashes(await DamagedAsync(), [.. CallsOfDamaged]);

    [Fact]
    public async Task The_log_of_a_repair_that_crashed_is_not_read_as_more_of_the_store()
    {
        SimulatedDisk disk = await DiskWithoutCheckpointAsync();
        byte[] bytes = disk[Only];
        bytes[0] ^= 1;
        disk[Only] = bytes;
        AssertRepairedAfterCrashes(disk, [.. Enumerable.Range(1, InCheckpoint)]);
    }

    private static void AssertRepairedAfterCrashes(SimulatedDisk damaged, int[] expected)
    {
        SimulatedDisk counted = damaged.Copy();
        NumberedSieve.Repair(counted, new SimulatedDisk());
        Random random = new(3);
        int refused = 0;
        int opened = 0;
        for (int call = 1; call <= counted.Calls; call++)
        {
            for (int round = 0; round < 30; round++)
            {
                SimulatedDisk disk = damaged.Copy();
                bool fails = round % 10 == 0;
                disk.CrashAt = fails ? 0 : call;
                disk.Fails = fails ? _ => disk.Calls == call : null;
                try
                {
                    NumberedSieve.Repair(disk, new SimulatedDisk());
                }
                catch (IOException)
                {
                    // The repair ended here.
                }

                disk = round % 3 == 0 ? disk.AfterKill() : disk.AfterPowerLoss(random);

                // An application may try to open it first, which deletes temporary files.
                bool opens = TryCalls(disk.Copy(), out int[] calls);
                if (opens)
                {
                    Assert.Equal(expected, calls);
                    opened++;
                }
                else
                {
                    refused++;
                    if (round % 2 == 0)
                    {
                        Assert.False(TryCalls(disk, out _));
                    }

                    AssertRepaired(disk, expected);
                }
            }
        }

        // Both happen.
        Assert.True(opened > 30 && refused > 30, $"{opened} opened, {refused} refused.");
    }

    // Calls 1 to 5 in a checkpoint, 6 to 15 after it, without 8 and 12.
    private static IEnumerable<int> CallsOfDamaged => Enumerable.Range(1, All).Where(static call => call is not (8 or 12));

    private static async Task<SimulatedDisk> DamagedAsync()
    {
        SimulatedDisk disk = await DiskAsync();
        foreach ((string file, int batch) in (ReadOnlySpan<(string, int)>)[(First, 2), (Last, 1)])
        {
            byte[] bytes = disk[file];
            bytes[LogFormat.HeaderLength + (batch * BatchLength) + 50] ^= 1;
            disk[file] = bytes;
        }

        return disk;
    }

    // Calls 1 to 5 in one segment.
    private static async Task<SimulatedDisk> DiskWithoutCheckpointAsync()
    {
        SimulatedDisk disk = new();
        using EventStore store = NumberedState.Open(disk, true, out NumberedState state);
        await AppendAsync(store, state, 1, InCheckpoint);
        return disk;
    }

    // The folder is as it was in the copy if it was damaged, and unchanged if it was not; repairing again changes nothing.
    private static RepairReport AssertRepaired(SimulatedDisk disk, IEnumerable<int> expected)
    {
        SimulatedDisk before = disk.Copy();
        SimulatedDisk copy = new();
        RepairReport report = NumberedSieve.Repair(disk, copy);
        AssertSame(before, report.WasIntact ? disk : copy);
        if (!report.WasIntact)
        {
            _ = Assert.Single(StoreNames.Checkpoints(disk.List()));
            _ = Assert.Single(StoreNames.Logs(disk.List()));
            before = disk.Copy();
            Assert.True(NumberedSieve.Repair(disk, new SimulatedDisk()).WasIntact);
            AssertSame(before, disk);
        }

        Assert.Equal(expected, Calls(disk));
        return report;
    }

    private static void AssertSame(SimulatedDisk expected, SimulatedDisk actual)
    {
        Assert.Equal(expected.List().Order(), actual.List().Order());
        Assert.All(expected.List(), name => Assert.Equal(expected[name], actual[name]));
    }

    private static int[] Calls(SimulatedDisk disk)
    {
        using EventStore store = NumberedState.Open(disk, true, out NumberedState state);
        return state.Calls;
    }

    private static bool TryCalls(SimulatedDisk disk, out int[] calls)
    {
        try
        {
            calls = Calls(disk);
            return true;
        }
        catch (InvalidDataException)
        {
            calls = [];
            return false;
        }
    }
}
