using System.Collections.Concurrent;
using Orleans.Runtime;
using WeightlessNet.Orleans.Grains.Internals;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders;

namespace ClusterHistory;

/// <summary>After a pause: compares the cluster with the history, and the answers of every silo with those of one process.</summary>
internal sealed class Inspection(Clients clients, IUserStore store, History history, int seed)
{
    private const int Asked = 8;

    // A silo reads the log of the crowd every 200 milliseconds; under load it may be late.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private static readonly ParallelOptions AtOnce = new() { MaxDegreeOfParallelism = 8 };

    private readonly Random _random = new(HashCode.Combine(seed, 23));
    private readonly Replay _replay = new();

    /// <summary>How many users were compared on a silo.</summary>
    public int Compared { get; private set; }

    /// <summary>
    /// How often an activation did not have what the store has: before it began, the cluster held a silo for dead that wrote once more
    /// afterwards.
    /// </summary>
    public int Behind { get; private set; }

    /// <summary>All that contradicts the history.</summary>
    public async Task<List<string>> RunAsync()
    {
        await Task.Delay(Pause);
        int[] all = [.. Enumerable.Range(0, World.Users)];
        IReadOnlyList<RatedItem>[] active = await RatingsAsync(all);
        IReadOnlyList<SiloAddress> silos = await clients.ActiveAsync();

        // Twice, so that each user is read again.
        bool areMoved = await clients.MoveAsync(silos[0], all) && await clients.MoveAsync(silos[^1], all);
        IReadOnlyList<RatedItem>[] ratings = await RatingsAsync(all);
        List<string> violations = areMoved ? [] : ["placement: not all users could be moved to another silo"];
        RatedItem[][] present = new RatedItem[World.Users][];
        foreach (int user in all)
        {
            StoredUser stored = await Clients.RepeatAsync(() => store.LoadAsync(World.Key(user)));
            present[user] = UserState.RatingsOf(stored);
            violations.AddRange(HistoryChecker.Check(user, history.Of(user), present[user], stored.Version));
            Compare(user, "first", active[user], present[user]);
            Compare(user, "moved", ratings[user], present[user]);
        }

        int[] users = [.. Enumerable.Range(0, Asked).Select(_ => _random.Next(World.Users)).Distinct()];
        double[][] expected = Expected(users, present);
        foreach (SiloAddress silo in silos)
        {
            violations.AddRange(await CompareAsync(silo, users, expected));
        }

        return violations;
    }

    // On one thread: its answers have all that it has learned, and may lack for 16 milliseconds what another thread has learned.
    private double[][] Expected(int[] users, RatedItem[][] present)
    {
        for (int user = 0; user < present.Length; user++)
        {
            _replay.Advance(user, history.Of(user), present[user]);
        }

        return Array.ConvertAll(users, _replay.AnswersOf);
    }

    private void Compare(int user, string which, IReadOnlyList<RatedItem> known, RatedItem[] present)
    {
        if (!known.ToHashSet().SetEquals(present))
        {
            Behind++;
            string more = Numbers(known.Except(present));
            string less = Numbers(present.Except(known));
            history.Note(FormattableString.Invariant($"behind: the {which} activation of user {user} has {more} more and {less} less"));
        }
    }

    private static string Numbers(IEnumerable<RatedItem> ratings) => $"({string.Join(", ", ratings.Select(rating => rating.Timestamp))})";

    private async Task<IReadOnlyList<RatedItem>[]> RatingsAsync(int[] users)
    {
        ConcurrentDictionary<int, IReadOnlyList<RatedItem>> found = [];
        await Parallel.ForEachAsync(
            users, AtOnce, async (user, _) => found[user] = await Clients.RepeatAsync(() => clients.User(user).RatingsAsync()));
        return Array.ConvertAll(users, user => found[user]);
    }

    private async Task<List<string>> CompareAsync(SiloAddress silo, int[] users, double[][] expected)
    {
        if (!await clients.MoveAsync(silo, users))
        {
            return [$"placement: not all users could be moved to {silo}"];
        }

        for (DateTime last = DateTime.UtcNow + Patience; ; await Task.Delay(300))
        {
            List<string> violations = [];
            for (int i = 0; i < users.Length; i++)
            {
                int user = users[i];
                double[] answers = await Clients.RepeatAsync(() => Answers.OfAsync(clients.User(user)));
                int place = answers.AsSpan().CommonPrefixLength(expected[i]);
                if (place < answers.Length || place < expected[i].Length)
                {
                    violations.Add(FormattableString.Invariant(
                        $"answers: user {user} on {silo} is not answered as by one process, from number {place} on"));
                }
            }

            if (violations.Count == 0 || DateTime.UtcNow > last)
            {
                Compared += users.Length;
                return violations;
            }
        }
    }
}
