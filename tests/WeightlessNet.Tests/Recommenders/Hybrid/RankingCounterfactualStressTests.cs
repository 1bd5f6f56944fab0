using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>
/// Counterfactuals while another thread learns, forgets and trains: each is right after some number of its changes, and that thread sees
/// none of them.
/// </summary>
public sealed class RankingCounterfactualStressTests
{
    private const int Asked = 4;
    private const int Item = 20;
    private const int Changes = 200;
    private static readonly RankingWorld World = RankingWorld.Random(17);

    // What is supposed: the asked user without a rating, or with one more.
    private static readonly int Left = World.Ratings.First(rating => rating.User == Asked).Item;
    private static readonly Rating Added = new(Asked, 21, 5, 7);

    [Fact]
    public async Task A_counterfactual_is_that_of_one_version_and_no_other_user_sees_it()
    {
        Action<WeightlessRankingRecommender>[] history = History();
        (HashSet<Answer> expected, List<ScoredItem[]> lists) = Replayed(history);
        WeightlessRankingRecommender shared = World.Taught("EASE");
        bool done = false;
        int asked = 0;
        Task[] askers = [.. Enumerable.Range(0, 2).Select(_ => Task.Factory.StartNew(
            () =>
            {
                while (!Volatile.Read(ref done))
                {
                    Assert.All(Ask(shared), answer => Assert.Contains(answer, expected));
                    Interlocked.Increment(ref asked);
                }
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default))];
        try
        {
            for (int i = 0; i < history.Length; i++)
            {
                history[i](shared);
                Assert.Equal(lists[i], List(shared));
            }

            // The threads may share a core.
            SpinWait.SpinUntil(() => Volatile.Read(ref asked) > 4 || askers.Any(task => task.IsFaulted), TimeSpan.FromSeconds(60));
        }
        finally
        {
            Volatile.Write(ref done, true);
            await Task.WhenAll(askers);
        }

        Assert.Equal(ObservedState.Of(Sequential(history), RankingWorld.Users), ObservedState.Of(shared, RankingWorld.Users));
    }

    private static Answer[] Ask(WeightlessRankingRecommender recommender) =>
    [
        new(null, default, recommender.IfRated(Added, Item)),
        new(Left, default, recommender.WithoutRating(Asked, Left, Item)),
        .. recommender.WhatWouldChange(Asked, Item, int.MaxValue).Select(one => new Answer(one.Rating!.Value.Item, one.Now, one.Then)),
    ];

    private static (HashSet<Answer> Answers, List<ScoredItem[]> Lists) Replayed(Action<WeightlessRankingRecommender>[] history)
    {
        WeightlessRankingRecommender sequential = World.Taught("EASE");
        HashSet<Answer> answers = [.. Ask(sequential)];
        List<ScoredItem[]> lists = [];
        foreach (Action<WeightlessRankingRecommender> change in history)
        {
            change(sequential);
            answers.UnionWith(Ask(sequential));
            lists.Add(List(sequential));
        }

        return (answers, lists);
    }

    private static WeightlessRankingRecommender Sequential(Action<WeightlessRankingRecommender>[] history)
    {
        WeightlessRankingRecommender sequential = World.Taught("EASE");
        Array.ForEach(history, change => change(sequential));
        return sequential;
    }

    // The list of a user who is not asked about.
    private static ScoredItem[] List(WeightlessRankingRecommender recommender)
    {
        ScoredItem[] list = new ScoredItem[RankingWorld.Items];
        return list[..recommender.Recommend(1, list)];
    }

    // Other users learn and forget; once, everything is trained.
    private static Action<WeightlessRankingRecommender>[] History()
    {
        SplitMix64 random = new(19);
        return [.. Enumerable.Range(0, Changes).Select(i =>
        {
            int user = Asked + 1 + random.Next(10);
            Rating rating = new(user, random.Next(RankingWorld.Items), 0.5f + (0.5f * random.Next(10)), i);
            return (Action<WeightlessRankingRecommender>)(i switch
            {
                Changes / 2 => recommender => recommender.Fit(World.Ratings),
                _ when i % 40 == 9 => recommender => recommender.ForgetUser(user),
                _ when i % 3 == 0 => recommender => recommender.Forget(user, rating.Item),
                _ => recommender => recommender.Learn(rating),
            });
        })];
    }

    // Both standings are of one moment. The item is that of the removed rating.
    private readonly record struct Answer(int? Item, Standing Now, Standing Then);
}
