using WeightlessNet.Serving.Internals.Storing;
using Xunit;

namespace WeightlessNet.Tests.Serving.Storing;

public sealed class EventQueueTests
{
    private const int Full = LogFormat.MaximumBatch / 2;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Calls_that_wait_are_admitted_one_at_a_time_in_their_order()
    {
        EventQueue queue = new();
        queue.Add(Events(0), Full);
        Task<QueueTurn> first = Wait(queue);
        Task<QueueTurn> second = Wait(queue);
        Assert.True(queue.TryTake(out _, out _));
        Task<QueueTurn> newcomer = Wait(queue);

        QueueTurn turn = await first.WaitAsync(Patience);
        await Task.Delay(20);
        Assert.False(second.IsCompleted || newcomer.IsCompleted);
        turn.Dispose();
        turn = await second.WaitAsync(Patience);
        Assert.False(newcomer.IsCompleted);
        turn.Dispose();
        (await newcomer.WaitAsync(Patience)).Dispose();
        Assert.True(Wait(queue).IsCompletedSuccessfully);
        Assert.True(Wait(queue).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_call_that_fills_the_queue_in_its_turn_lets_the_next_one_wait()
    {
        EventQueue queue = new();
        queue.Add(Events(0), Full);
        Task<QueueTurn> first = Wait(queue);
        Task<QueueTurn> second = Wait(queue);
        Assert.True(queue.TryTake(out _, out _));
        QueueTurn turn = await first.WaitAsync(Patience);
        queue.Add(Events(1), Full);
        turn.Dispose();
        await Task.Delay(20);
        Assert.False(second.IsCompleted);
        Assert.True(queue.TryTake(out _, out _));
        (await second.WaitAsync(Patience)).Dispose();
    }

    [Fact]
    public async Task A_canceled_call_passes_its_turn_on()
    {
        EventQueue queue = new();
        queue.Add(Events(0), Full);
        using CancellationTokenSource canceled = new();
        Task<QueueTurn> first = Wait(queue, canceled.Token);
        Task<QueueTurn> second = Wait(queue);
        Task<QueueTurn> third = Wait(queue, canceled.Token);
        await canceled.CancelAsync();
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Patience));
        _ = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third.WaitAsync(Patience));
        Assert.False(second.IsCompleted);
        Assert.True(queue.TryTake(out _, out _));
        (await second.WaitAsync(Patience)).Dispose();
        Assert.True(Wait(queue).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_closed_queue_lets_nobody_wait()
    {
        EventQueue queue = new();
        queue.Add(Events(0), Full);
        Task<QueueTurn>[] waiting = [Wait(queue), Wait(queue), Wait(queue)];
        queue.Close();
        _ = await Task.WhenAll(waiting).WaitAsync(Patience);
        Assert.True(Wait(queue).IsCompletedSuccessfully);
        _ = Assert.Throws<ObjectDisposedException>(() => queue.Add(Events(1), 1));
    }

    // Some calls are canceled at the moment that they would be admitted.
    [Fact]
    public async Task Calls_of_one_caller_keep_their_order_without_being_awaited()
    {
        const int calls = 20_000;
        EventQueue queue = new();
        List<int> taken = [];
        var taking = Task.Run(() =>
        {
            while (queue.TryTake(out List<IStoredEvents> events, out _))
            {
                taken.AddRange(events.Select(one => ((NumberedEvents)one).Call));
            }
        });
        List<Task<bool>> added = [];
        for (int call = 0; call < calls; call++)
        {
            CancellationTokenSource canceled = new();
            added.Add(AddAsync(queue, call, canceled.Token));
            if (call % 7 == 3)
            {
                _ = canceled.CancelAsync();
            }
        }

        bool[] isAdded = await Task.WhenAll(added).WaitAsync(Patience);
        queue.Close();
        await taking.WaitAsync(Patience);
        Assert.Equal(Enumerable.Range(0, calls).Where(call => isAdded[call]), taken);
        Assert.InRange(taken.Count, calls * 6 / 7, calls);
    }

    private static async Task<bool> AddAsync(EventQueue queue, int call, CancellationToken cancellationToken)
    {
        try
        {
            using (await queue.WaitForRoomAsync(cancellationToken))
            {
                queue.Add(Events(call), Full / 3);
                return true;
            }
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private static Task<QueueTurn> Wait(EventQueue queue, CancellationToken cancellationToken = default) =>
        queue.WaitForRoomAsync(cancellationToken).AsTask();

    private static NumberedEvents Events(int call) => new(call, [NumberedEvents.LeastLength], static _ => { });
}
