using System.Diagnostics;
using WeightlessNet.Orleans;
using WeightlessNet.Serving;

namespace ClusterSample;

/// <summary>Rates and asks for lists, one call after the other, for some users that no other visitor has.</summary>
internal sealed class Visitor(ClusterRecommender<long, Film> recommender, int number, int films, LoadFigures figures)
{
    private readonly Random _random = new(number);
    private readonly Dictionary<(long User, Film Film), float> _acknowledged = [];

    /// <summary>Rates and asks. A call that has begun is finished, unless the program is stopped.</summary>
    /// <param name="end">Ends the visit.</param>
    /// <param name="stop">Stops the program.</param>
    public async Task RunAsync(CancellationToken end, CancellationToken stop)
    {
        while (!end.IsCancellationRequested)
        {
            long user = ((long)_random.Next(ClusterSettings.UsersOfVisitor) << 16) + number;
            if (_random.Next(2) == 0)
            {
                await LearnAsync(user, Film.Number(_random.Next(films)), 0.5f * (1 + _random.Next(10)), stop);
            }
            else
            {
                await AskAsync(figures.Lists, () => recommender.RecommendAsync(user, 10), stop);
            }
        }
    }

    /// <summary>How many acknowledged ratings are not there, and how many are there that were never acknowledged.</summary>
    public async Task<(int Lost, int Foreign)> CheckAsync(CancellationToken stop)
    {
        (int lost, int foreign) = (0, 0);
        foreach (IGrouping<long, KeyValuePair<(long User, Film Film), float>> user in _acknowledged.GroupBy(one => one.Key.User))
        {
            IReadOnlyList<ItemRating<Film>> ratings = await AskAsync(null, () => recommender.RatingsOfAsync(user.Key), stop);
            Dictionary<Film, float> found = ratings.ToDictionary(one => one.Item, one => one.Value);
            int same = user.Count(one => found.TryGetValue(one.Key.Film, out float value) && value == one.Value);
            lost += user.Count() - same;
            foreign += found.Count - user.Count(one => found.ContainsKey(one.Key.Film));
        }

        return (lost, foreign);
    }

    private async Task LearnAsync(long user, Film film, float stars, CancellationToken stop)
    {
        // Repeated until it is acknowledged, with the same id: so it is applied once.
        Guid operation = Guid.NewGuid();
        await AskAsync(
            figures.Ratings,
            async () =>
            {
                await recommender.LearnAsync(user, film, stars, operation: operation);
                return operation;
            },
            stop);
        _acknowledged[(user, film)] = stars;
    }

    private async Task<T> AskAsync<T>(Latencies? latencies, Func<Task<T>> ask, CancellationToken stop)
    {
        long began = Stopwatch.GetTimestamp();
        T answer = await figures.UntilAnsweredAsync(ask, stop);
        latencies?.Add(Stopwatch.GetElapsedTime(began));
        return answer;
    }
}
