using System.Globalization;
using WeightlessNet.Orleans;

namespace ClusterSample;

/// <summary>
/// Asks some of the stored users once: what it takes until one who was only on disk has an answer.
/// </summary>
internal static class FirstQuestions
{
    private const int AtOnce = 8;

    public static async Task AskAsync(
        ClusterSettings settings,
        List<SiloProcess> silos,
        ClusterRecommender<long, Film> recommender,
        CancellationToken cancellationToken)
    {
        if (settings.Asked == 0)
        {
            return;
        }

        Random random = new(3);
        HashSet<int> drawn = [];
        while (drawn.Count < settings.Asked)
        {
            drawn.Add(random.Next(settings.Users));
        }

        LoadFigures figures = new();
        var began = TimeSpan.FromTicks(silos.Sum(silo => silo.ProcessorTime.Ticks));
        ParallelOptions options = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(drawn, options, async (user, _) =>
        {
            long start = System.Diagnostics.Stopwatch.GetTimestamp();

            // A silo that reads the log of many users for the first time may take longer than a client waits for an answer.
            IReadOnlyList<ClusterSuggestion<Film>> list = await figures.UntilAnsweredAsync(
                () => recommender.RecommendAsync(Population.First + user, 10), cancellationToken);
            if (list.Count < 10)
            {
                throw new InvalidDataException($"User {user} has no list of ten.");
            }

            figures.Lists.Add(System.Diagnostics.Stopwatch.GetElapsedTime(start));
        });
        var work = TimeSpan.FromTicks(silos.Sum(silo => silo.ProcessorTime.Ticks)) - began;
        (int count, double median, double p99) = figures.Lists.All();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Count.Of(count, "stored user")} asked for the first time, up to {AtOnce} at once:\n")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"p50 {median:0.0} ms, p99 {p99:0.0} ms; {work.TotalMilliseconds / count:0.00} ms of the silos' processors for each"));
    }
}
