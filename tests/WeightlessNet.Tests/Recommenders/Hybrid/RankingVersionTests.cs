using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>
/// Every answer of a ranking is the answer after some number of the changes that one thread makes, one after the other: not more than were
/// begun when the answer came, and never fewer than in an earlier answer of the same thread.
/// </summary>
public sealed class RankingVersionTests
{
    private const int Asked = 40;
    private const int Changes = 1200;
    private const int Items = 150;

    // The greatest number of items that a history leaves.
    private const int Room = Items + 100;
    private const int LastOfItems = 11;

    private static readonly ItemCatalog Catalog = WeightlessRankingRecommenderTests.CatalogOf(Items);

    private static readonly EaseRecommender Central = FittedEase();

    [Fact]
    public async Task An_answer_is_that_of_one_version_and_versions_do_not_go_back()
    {
        VersionHistory<WeightlessRankingRecommender> history = new(
            Begun,
            [.. History().Select(change => new VersionHistory<WeightlessRankingRecommender>.Change(change.Apply, change.ShowsToAll))],
            Answer);
        await history.CheckAnswersOfThreadsAsync();
    }

    [Fact]
    public async Task Many_threads_leave_what_one_thread_would()
    {
        WeightlessRankingRecommender shared = Begun();
        WeightlessRankingRecommender sequential = Begun();
        Change[] history = [.. History().Where(change => change.Kind is < 6 or > LastOfItems)];
        Task items = Task.Run(() => ChangeItems(shared));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(thread => Task.Run(() =>
        {
            foreach (Change change in history.Where(change => change.User % 4 == thread))
            {
                change.Apply(shared);
                Answer(shared);
            }
        })));
        await items;
        Array.ForEach(history, change => change.Apply(sequential));
        ChangeItems(sequential);

        Assert.Equal(sequential.RatingCount, shared.RatingCount);
        Assert.Equal(ObservedState.Of(sequential, Asked + 1), ObservedState.Of(shared, Asked + 1));
    }

    // The user of the last ratings may have rated an item that came.
    private static void ChangeItems(WeightlessRankingRecommender recommender)
    {
        for (int i = 0; i < 60; i++)
        {
            int added = recommender.AddItem(PatternOf(i));
            recommender.Learn(new Rating(50, added, 5));
            recommender.UpdateItem(2 * i, PatternOf(i));
            recommender.RemoveItem(added - 1);
        }
    }

    private static double[] Answer(WeightlessRankingRecommender recommender) =>
        VersionHistory<WeightlessRankingRecommender>.ScoresOf(recommender, Asked, Room);

    private static ReadOnlySpan<ulong> PatternOf(int item) => Catalog.PatternOf(item * 7 % Items);

    private static WeightlessRankingRecommender Begun()
    {
        WeightlessRankingRecommender recommender = new(Catalog, RatingScale.HalfStars, new() { Nodes = 16 }, [Central]);
        Array.ForEach(Own(), rating => recommender.Learn(rating));
        return recommender;
    }

    private static Rating[] Own() =>
        [.. Enumerable.Range(0, 20).Select(i => new Rating(Asked, 3 * i, 0.5f + (i % 10 * 0.5f)))];

    private static EaseRecommender FittedEase()
    {
        EaseRecommender ease = new(Items, RatingScale.HalfStars);
        ease.Fit(WeightlessRankingRecommenderTests.OfTastes(40, 0.3, 11));
        return ease;
    }

    // Other users learn, rate again and forget; now and then the asked user does, or items come, change or go, or everything is trained
    // again.
    private static Change[] History()
    {
        SplitMix64 random = new(5);
        return [.. Enumerable.Range(0, Changes).Select(i => new Change(
            i % 17 == 0 ? Asked : random.Next(30), random.Next(Items), 0.5f + (0.5f * random.Next(10)), random.Next(80)))];
    }

    private sealed record Change(int User, int Item, float Value, int Kind)
    {
        public bool ShowsToAll => Kind is < 6 or (> 8 and <= LastOfItems);

        public void Apply(WeightlessRankingRecommender recommender)
        {
            switch (Kind)
            {
                case < 5:
                    recommender.Forget(User, Item);
                    break;
                case 5:
                    recommender.ForgetUser(User);
                    break;
                case 6:
                    recommender.Replace(WeightlessRankingRecommenderTests.CatalogOf(recommender.ItemCount), [Central]);
                    break;
                case 8 when Item % 3 == 0:
                    recommender.Fit([.. Own(), new Rating(User, Item, Value)]);
                    break;
                case 9 when Item % 2 == 0:
                    recommender.AddItem(PatternOf(Item));
                    break;
                case 10:
                    recommender.UpdateItem(Item, PatternOf(Item + 1));
                    break;
                case 11:
                    recommender.RemoveItem(Item);
                    break;
                default:
                    recommender.Learn(new Rating(User, Item, Value, Item));
                    break;
            }
        }
    }
}
