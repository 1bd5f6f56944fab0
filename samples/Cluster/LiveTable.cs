using System.Globalization;
using Orleans;
using Orleans.Runtime;

namespace ClusterSample;

/// <summary>One line a second: the silos, the users in memory, and how fast calls are. It fits 80 columns.</summary>
internal sealed class LiveTable(IClusterClient client, LoadFigures figures)
{
    private const int LinesPerHeader = 20;

    private int _lines;
    private int _grains;
    private Task _counting = Task.CompletedTask;

    public void Print(int second, int silos)
    {
        // A silo that has just ended does not answer, and must not hold the table up.
        if (_counting.IsCompleted)
        {
            _counting = CountAsync();
        }

        if (_lines == 0)
        {
            Console.WriteLine("learn, list: calls that ended in the second; again: calls repeated so far");
        }

        if (_lines++ % LinesPerHeader == 0)
        {
            Console.WriteLine("second  silos   grains  learn/s  p50 ms  p99 ms   list/s  p50 ms  p99 ms  again");
        }

        (int learned, double learning, double slowLearning) = figures.Ratings.TakeNew();
        (int listed, double listing, double slowListing) = figures.Lists.TakeNew();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{second,6}{silos,7}{_grains,9}{learned,9}{Text(learned, learning),8}{Text(learned, slowLearning),8}")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"{listed,9}{Text(listed, listing),8}{Text(listed, slowListing),8}{figures.Repeated,7}"));
    }

    private static string Text(int calls, double milliseconds) =>
        calls == 0 ? "-" : milliseconds.ToString("0.0", CultureInfo.InvariantCulture);

    private async Task CountAsync()
    {
        try
        {
            SimpleGrainStatistic[] all = await client.GetGrain<IManagementGrain>(0).GetSimpleGrainStatistics();
            _grains = all.Where(one => one.GrainType.Contains("UserGrain", StringComparison.Ordinal)).Sum(one => one.ActivationCount);
        }
        catch (Exception failure) when (LoadFigures.MayPass(failure))
        {
            // The number of before stays.
        }
    }
}
