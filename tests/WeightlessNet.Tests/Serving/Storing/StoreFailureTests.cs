using WeightlessNet.Serving.Internals.Storing;
using Xunit;

namespace WeightlessNet.Tests.Serving.Storing;

/// <summary>
/// Calls that fail or wait: memory and disk agree, the caller is told, nothing hangs, and the store works when the disk does.
/// </summary>
public sealed class StoreFailureTests
{
    private const int Rounds = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Theory]
    [InlineData("Write")]
    [InlineData("Flush")]
    [InlineData("Write,SetLength")]
    [InlineData("Flush,SetLength")]
    [InlineData("Flush,Create")]
    [InlineData("Flush,FlushFolder")]
    public async Task A_change_that_fails_is_nowhere_and_the_next_one_is_stored_when_the_disk_works(string failing)
    {
        DiskCall[] calls = [.. failing.Split(',').Select(Enum.Parse<DiskCall>)];
        SimulatedDisk disk = new();
        EventStore store = NumberedState.Open(disk, true, out NumberedState state);
        await AppendAsync(store, state, 1);

        disk.Fails = calls.Contains;
        for (int call = 2; call <= 4; call++)
        {
            IOException failure = await Assert.ThrowsAsync<IOException>(() => AppendAsync(store, state, call));
            Assert.Contains("No space left on device", failure.Message, StringComparison.Ordinal);
            Assert.Same(failure, store.Fault);
        }

        disk.Fails = null;
        await AppendAsync(store, state, 5);
        Assert.Null(store.Fault);
        Assert.Equal([1, 5], state.Calls);
        Assert.Equal([1, 5], CallsOf(disk.Copy()));
        store.Dispose();
        Assert.Equal([1, 5], CallsOf(disk));
    }

    [Fact]
    public async Task Closing_cuts_off_a_change_that_failed()
    {
        SimulatedDisk disk = new();
        EventStore store = NumberedState.Open(disk, true, out NumberedState state);
        disk.Fails = static call => call is DiskCall.Flush or DiskCall.SetLength;
        _ = await Assert.ThrowsAsync<IOException>(() => AppendAsync(store, state, 1));
        disk.Fails = null;
        store.Dispose();
        Assert.Empty(CallsOf(disk));
    }

    [Theory]
    [InlineData("Create")]
    [InlineData("Write")]
    [InlineData("Flush")]
    [InlineData("Rename")]
    [InlineData("FlushFolder")]
    [InlineData("Delete")]
    public async Task A_checkpoint_that_fails_changes_nothing_and_the_next_one_succeeds(string failing)
    {
        SimulatedDisk disk = new();
        using (EventStore store = NumberedState.Open(disk, true, out NumberedState state))
        {
            await AppendAsync(store, state, 1);
            disk.Fails = call => call == Enum.Parse<DiskCall>(failing);
            _ = await Assert.ThrowsAsync<IOException>(() => store.CheckpointAsync(state.Write));
            disk.Fails = null;
            Assert.Equal([1], CallsOf(disk.Copy()));
            await AppendAsync(store, state, 2);
            Assert.Equal([1, 2], CallsOf(disk.Copy()));
            Assert.Equal(failing == "Delete" ? 1 : 2, store.LogEvents);
            await store.CheckpointAsync(state.Write);
            Assert.Equal((0, 0), (store.LogEvents, store.LogBytes));
            Assert.Equal(2, disk.List().Count);
        }

        Assert.Equal([1, 2], CallsOf(disk));
    }

    [Fact]
    public async Task What_writes_a_checkpoint_may_throw()
    {
        SimulatedDisk disk = new();
        using EventStore store = NumberedState.Open(disk, true, out NumberedState state);
        await AppendAsync(store, state, 1);
        _ = await Assert.ThrowsAsync<NotSupportedException>(() => store.CheckpointAsync(static _ => throw new NotSupportedException()));
        Assert.DoesNotContain(disk.List(), static name => name.EndsWith(StoreNames.TemporaryEnding, StringComparison.Ordinal));
        await store.CheckpointAsync(state.Write);
        Assert.Equal([1], CallsOf(disk.Copy()));
    }

    [Fact]
    public async Task What_applies_a_change_may_throw()
    {
        SimulatedDisk disk = new();
        using EventStore store = NumberedState.Open(disk, true, out NumberedState state);
        NumberedEvents failing = new(1, [8], static _ => throw new NotSupportedException());
        store.Append(failing);
        _ = await Assert.ThrowsAsync<NotSupportedException>(() => failing.Task.WaitAsync(Patience));
        await AppendAsync(store, state, 2);
        Assert.Equal([2], state.Calls);
    }

    [Fact]
    public async Task What_writes_a_change_may_throw()
    {
        SimulatedDisk disk = new();
        using EventStore store = NumberedState.Open(disk, true, out NumberedState state);
        NumberedEvents tooShort = new(1, [2], state.Apply);
        store.Append(tooShort);
        _ = await Assert.ThrowsAnyAsync<ArgumentException>(() => tooShort.Task.WaitAsync(Patience));
        await AppendAsync(store, state, 2);
        Assert.Equal([2], state.Calls);
        Assert.Equal([2], CallsOf(disk.Copy()));
    }

    [Fact]
    public async Task Closing_waits_for_a_checkpoint_and_only_then_unlocks()
    {
        SimulatedDisk disk = new();
        bool isUnlocked = false;
        EventStore store = NumberedState.Open(disk, true, out NumberedState state, () => isUnlocked = true);
        await AppendAsync(store, state, 1);
        using ManualResetEventSlim began = new();
        using ManualResetEventSlim mayEnd = new();
        Task checkpoint = store.CheckpointAsync(stream =>
        {
            began.Set();
            Assert.True(mayEnd.Wait(Patience));
            Assert.False(isUnlocked);
            state.Write(stream);
        });
        Assert.True(began.Wait(Patience));
        Task[] closings = [Task.Run(store.Dispose), Task.Run(store.Dispose)];
        int calls = await AppendUntilClosingAsync(store, state);
        Assert.DoesNotContain(closings, static closing => closing.IsCompleted);
        Task late = store.CheckpointAsync(state.Write);
        mayEnd.Set();
        await Task.WhenAll([checkpoint, .. closings]).WaitAsync(Patience);
        Assert.True(isUnlocked);
        _ = await Assert.ThrowsAsync<ObjectDisposedException>(() => late.WaitAsync(Patience));
        store.Dispose();
        Assert.Equal(Enumerable.Range(1, calls), CallsOf(disk));
    }

    [Fact]
    public async Task Closing_during_appends_stores_or_refuses_each_of_them()
    {
        for (int round = 0; round < Rounds; round++)
        {
            SimulatedDisk disk = new();
            EventStore store = NumberedState.Open(disk, true, out NumberedState state);
            List<Task> accepted = [];
            var appending = Task.Run(async () =>
            {
                for (int call = 1; ; call++)
                {
                    // A few at a time, so that closing meets both waiting and writing.
                    if (call % 8 == 0)
                    {
                        Thread.Sleep(0);
                    }

                    NumberedEvents events = new(call, [8], state.Apply);
                    try
                    {
                        using (await store.WaitForRoomAsync(CancellationToken.None))
                        {
                            store.Append(events);
                        }
                    }
                    catch (ObjectDisposedException)
                    {
                        return;
                    }

                    accepted.Add(events.Task);
                }
            });
            await Task.Delay(1);
            store.Dispose();
            await appending.WaitAsync(Patience);
            await Task.WhenAll(accepted).WaitAsync(Patience);
            Assert.Equal(Enumerable.Range(1, accepted.Count), CallsOf(disk));
        }
    }

    [Fact]
    public async Task Waiting_for_room_blocks_no_thread_and_can_be_canceled()
    {
        SimulatedDisk disk = new();
        EventStore store = NumberedState.Open(disk, true, out NumberedState state);
        using ManualResetEventSlim mayWrite = new();
        using ManualResetEventSlim isWriting = new();
        disk.Before = _ =>
        {
            isWriting.Set();
            Assert.True(mayWrite.Wait(Patience));
        };
        Task first = AppendAsync(store, state, 1);
        Assert.True(isWriting.Wait(Patience));
        Assert.True(store.WaitForRoomAsync(CancellationToken.None).AsTask().IsCompletedSuccessfully);
        NumberedEvents full = new(2, [LogFormat.MaximumBatch / 2], state.Apply);
        store.Append(full);

        using CancellationTokenSource canceled = new();
        Task given = store.WaitForRoomAsync(canceled.Token).AsTask();
        Task kept = store.WaitForRoomAsync(CancellationToken.None).AsTask();
        Assert.False(given.IsCompleted || kept.IsCompleted);
        await canceled.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given.WaitAsync(Patience));
        Assert.False(kept.IsCompleted);

        mayWrite.Set();
        await Task.WhenAll(first, full.Task, kept).WaitAsync(Patience);
        store.Dispose();
        Assert.Equal([1, 2], CallsOf(disk));
    }

    [Fact]
    public async Task Changes_longer_than_a_batch_are_stored_in_several_or_refused()
    {
        SimulatedDisk disk = new();
        EventStore store = NumberedState.Open(disk, true, out NumberedState state);
        using ManualResetEventSlim mayWrite = new();
        disk.Before = _ => Assert.True(mayWrite.Wait(Patience));
        List<Task> stored = [];
        for (int call = 1; call <= 4; call++)
        {
            NumberedEvents events = new(call, [LogFormat.MaximumBatch / 3], state.Apply);
            store.Append(events);
            stored.Add(events.Task);
        }

        _ = Assert.Throws<ArgumentException>(() => store.Append(new NumberedEvents(5, [LogFormat.MaximumBatch], state.Apply)));
        mayWrite.Set();
        await Task.WhenAll(stored).WaitAsync(Patience);
        store.Dispose();
        Assert.Equal([1, 2, 3, 4], CallsOf(disk));
    }

    private static Task AppendAsync(EventStore store, NumberedState state, int call)
    {
        NumberedEvents events = new(call, [40], state.Apply);
        store.Append(events);
        return events.Task.WaitAsync(Patience);
    }

    // Returns the last call that was stored.
    private static async Task<int> AppendUntilClosingAsync(EventStore store, NumberedState state)
    {
        for (int call = 2; ; call++)
        {
            try
            {
                await AppendAsync(store, state, call);
            }
            catch (ObjectDisposedException)
            {
                return call - 1;
            }
        }
    }

    // The distinct calls: those that were stored while a checkpoint was written may be repeated.
    private static int[] CallsOf(SimulatedDisk disk)
    {
        using EventStore store = NumberedState.Open(disk, true, out NumberedState state);
        return [.. state.Calls.Distinct()];
    }
}
