using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Weightless;
using Xunit;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Weightless;

/// <summary>
/// Every answer is the answer after some number of the changes that one thread makes, one after the other: not more than were begun when
/// the answer came, and never fewer than in an earlier answer of the same thread.
/// </summary>
public sealed class VersionTests
{
    private const int Asked = 40;
    private const int Changes = 1500;

    private static readonly ItemCatalog Films = World.CatalogOf(
        [.. Enumerable.Range(0, 200).Select(i => ((string[])[$"genre {i % 7}", $"genre {i % 3}"], (double?)(1950 + (i % 60))))]);

    [Theory]
    [InlineData(WeightlessReading.Regression)]
    [InlineData(WeightlessReading.Histogram)]
    public async Task An_answer_is_that_of_one_version_and_versions_do_not_go_back(WeightlessReading reading)
    {
        await HistoryOf(reading).CheckAnswersOfThreadsAsync();
    }

    [Fact]
    public void The_checker_finds_an_answer_that_mixes_two_versions()
    {
        VersionHistory<WeightlessRecommender> history = HistoryOf(WeightlessReading.Regression);
        double[][] expected = history.Answers;
        double[] mixed = [.. expected[0][..100], .. expected[^1][100..]];

        Assert.ThrowsAny<Exception>(() => history.PlaceOf(mixed, 0, () => Changes));
        Assert.ThrowsAny<Exception>(() => history.PlaceOf(expected[0], Changes, () => Changes));
    }

    private static VersionHistory<WeightlessRecommender> HistoryOf(WeightlessReading reading) => new(
        () => Begun(reading),
        [.. History().Select(change => new VersionHistory<WeightlessRecommender>.Change(change.Apply, change.ShowsToAll))],
        recommender => VersionHistory<WeightlessRecommender>.ScoresOf(recommender, Asked, Films.Count));

    private static WeightlessRecommender Begun(WeightlessReading reading)
    {
        WeightlessRecommender recommender = new(Films, RatingScale.HalfStars, new WeightlessOptions { Reading = reading, Nodes = 16 });
        for (int item = 0; item < 60; item += 3)
        {
            recommender.Learn(new Rating(Asked, item, 0.5f + (item % 10 * 0.5f)));
        }

        return recommender;
    }

    // Other users learn, rate again and forget; now and then the asked user does, or an item comes, changes or goes.
    private static Change[] History()
    {
        SplitMix64 random = new(5);
        return [.. Enumerable.Range(0, Changes).Select(i => new Change(
            i % 17 == 0 ? Asked : random.Next(30), random.Next(Films.Count), 0.5f + (0.5f * random.Next(10)), random.Next(40)))];
    }

    private sealed record Change(int User, int Item, float Value, int Kind)
    {
        public bool ShowsToAll => Kind < 8;

        public void Apply(WeightlessRecommender recommender)
        {
            switch (Kind)
            {
                case < 6:
                    recommender.Forget(User, Item);
                    break;
                case 6:
                    recommender.UpdateItem(Item, Films.PatternOf((Item * 7) % Films.Count));
                    break;
                case 7:
                    recommender.RemoveItem(Item);
                    break;
                case 8 when User == Asked:
                    recommender.SetRecency(User, Item % 2 == 0 ? UserRecency.FollowDrift : UserRecency.AsConfigured);
                    break;
                default:
                    recommender.Learn(new Rating(User, Item, Value, Item));
                    break;
            }
        }
    }
}
