using System.Diagnostics;
using System.Threading.Channels;
using WeightlessNet.Orleans.Storage;

namespace UserStoreWriter;

/// <summary>How many writes a second a store takes from some writers at once, each with users of its own.</summary>
internal static class StoreMeasurement
{
    private static readonly TimeSpan Time = TimeSpan.FromSeconds(8);

    private static readonly byte[] Entry = new byte[22];

    // What the change of one rating takes.
    private static readonly byte[] Change = new byte[90];

    public static async Task RunAsync(string kind, string place, int writers)
    {
        // "flushes": what a log of our own could reach at most. All entries that wait are appended to one file, with one flush to disk.
        Func<string, long, Task> write;
        if (kind == "flushes")
        {
            write = Flushing(place);
        }
        else
        {
            IUserStore store = await StoreAddress.OpenAsync(kind, place);
            write = async (user, version) =>
            {
                UserWriteResult result = await store.WriteAsync(user, version, UserWrite.Append(Entry, Change));
                if (!result.IsStored)
                {
                    throw new InvalidOperationException($"There is a user '{user}' already. Take a new store.");
                }
            };
        }

        long all = 0;
        List<double> times = [];
        Stopwatch clock = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, writers).Select(writer => Task.Run(async () =>
        {
            List<double> own = [];
            for (long i = 0; clock.Elapsed < Time; i++)
            {
                long began = Stopwatch.GetTimestamp();

                // 32 entries a user, as grains write between two snapshots.
                await write($"{writer} {i / 32}", i % 32);
                own.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
            }

            Interlocked.Add(ref all, own.Count);
            lock (times)
            {
                times.AddRange(own);
            }
        })));
        times.Sort();
        Console.WriteLine(FormattableString.Invariant(
            $"{kind}, {writers} writers: {all / Time.TotalSeconds:0} writes a second, p50 {times[times.Count / 2]:0.00} ms, ")
            + FormattableString.Invariant($"p99 {times[(int)(times.Count * 0.99)]:0.00} ms"));
    }

    private static Func<string, long, Task> Flushing(string place)
    {
        Channel<TaskCompletionSource> waiting = Channel.CreateUnbounded<TaskCompletionSource>();
        FileStream file = new(place, FileMode.CreateNew);
        _ = Task.Factory.StartNew(
            async () =>
            {
                List<TaskCompletionSource> batch = [];
                while (await waiting.Reader.WaitToReadAsync())
                {
                    batch.Clear();
                    while (waiting.Reader.TryRead(out TaskCompletionSource? next))
                    {
                        batch.Add(next);
                        file.Write(Entry);
                        file.Write(Change);
                    }

                    file.Flush(flushToDisk: true);
                    batch.ForEach(one => one.SetResult());
                }
            },
            TaskCreationOptions.LongRunning);
        return (_, _) =>
        {
            TaskCompletionSource source = new(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Writer.TryWrite(source);
            return source.Task;
        };
    }
}
