using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;

namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>Runs independent pieces of work.</summary>
internal static class WorkUnits
{
    /// <summary>Runs the units, which start in order. Throws what the first failing unit throws, whatever the number of threads.</summary>
    public static void Run(int count, int maxDegreeOfParallelism, Action<int> work)
    {
        if (maxDegreeOfParallelism == 1)
        {
            for (int unit = 0; unit < count; unit++)
            {
                work(unit);
            }

            return;
        }

        // Break lets the units before a failing one finish: one of them may fail too, and then comes first.
        var failures = new ExceptionDispatchInfo?[count];
        Parallel.ForEach(
            Partitioner.Create(Enumerable.Range(0, count), EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = maxDegreeOfParallelism },
            (unit, state) =>
            {
                try
                {
                    work(unit);
                }
                catch (Exception exception)
                {
                    failures[unit] = ExceptionDispatchInfo.Capture(exception);
                    state.Break();
                }
            });
        Array.Find(failures, failure => failure is not null)?.Throw();
    }
}
