using System.Collections.Concurrent;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>Threads that begin at the same moment.</summary>
internal static class TestThreads
{
    /// <summary>Runs work in new threads and waits for all of them.</summary>
    /// <param name="count">How many threads run.</param>
    /// <param name="work">The work, which receives the number of its thread: 0 to <paramref name="count"/> - 1.</param>
    /// <exception cref="PromiseBrokenException">A thread found a broken promise, or threw.</exception>
    public static void Run(int count, Action<int> work)
    {
        ConcurrentQueue<Exception> failures = [];
        using Barrier start = new(count);
        Thread[] threads =
        [
            .. Enumerable.Range(0, count).Select(number => new Thread(() =>
            {
                start.SignalAndWait();
                try
                {
                    work(number);
                }
                catch (Exception exception)
                {
                    failures.Enqueue(exception);
                }
            })),
        ];
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        if (failures.TryDequeue(out Exception? failure))
        {
            throw failure as PromiseBrokenException ?? new PromiseBrokenException($"A thread of {count} threw {failure}.");
        }
    }
}
