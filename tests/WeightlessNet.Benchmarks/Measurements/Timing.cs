using System.Diagnostics;

namespace WeightlessNet.Benchmarks.Measurements;

/// <summary>Times operations on one thread.</summary>
internal static class Timing
{
    // Rounds of less than a millisecond mostly fit between two turns of other work.
    private const int Rounds = 401;

    /// <summary>
    /// Times several operations in turns, so that whatever else the machine does falls on all alike, and gives for each the time in
    /// nanoseconds that a quarter of its rounds stay within.
    /// </summary>
    /// <param name="operations">What to run, and how many times in a round.</param>
    public static double[] LowerQuartiles(params ReadOnlySpan<(Action Run, int Times)> operations)
    {
        double[][] times = new double[operations.Length][];
        for (int i = 0; i < operations.Length; i++)
        {
            times[i] = new double[Rounds];
            Run(operations[i]);
        }

        // What has run often is compiled anew in the background.
        for (int warmUp = 0; warmUp < 3; warmUp++)
        {
            Thread.Sleep(200);
            foreach ((Action Run, int Times) operation in operations)
            {
                for (int i = 0; i < 10; i++)
                {
                    Run(operation);
                }
            }
        }

        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < operations.Length; i++)
            {
                times[i][round] = Run(operations[i]);
            }
        }

        return [.. times.Select(rounds => rounds.Order().ElementAt(Rounds / 4))];
    }

    private static double Run((Action Run, int Times) operation)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < operation.Times; i++)
        {
            operation.Run();
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / operation.Times;
    }
}
