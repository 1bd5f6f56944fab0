using System.Collections.Concurrent;
using WeightlessNet.Evaluation.Conformance;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;

namespace WeightlessNet.Evaluation.Tests.Conformance;

public class RecommenderConformanceTests
{
    public static TheoryData<string> All => [.. ConformanceCase.All.Keys];

    public static TheoryData<string> Broken => [.. BrokenCase.All.Keys];

    [Theory, MemberData(nameof(All))]
    public void Every_recommender_of_the_library_keeps_its_promises(string name)
    {
        ConformanceCase tested = ConformanceCase.All[name];

        ConformanceReport report = RecommenderConformance.Run(tested.Create, tested.Options);

        report.ThrowIfFailed();
        Assert.True(report.IsPassed);
        Assert.True(report.Checks.Count(check => check.Outcome == ConformanceOutcome.Passed) > 10);
    }

    [Theory, MemberData(nameof(Broken))]
    public void A_broken_promise_shows_at_its_own_check_and_at_no_other(string kind)
    {
        BrokenCase broken = BrokenCase.All[kind];

        ConformanceReport report = RecommenderConformance.Run(broken.Create, broken.Options);

        Assert.False(report.IsPassed);
        Assert.Equal(
            [broken.FailingCheck],
            report.Checks.Where(check => check.Outcome == ConformanceOutcome.Failed).Select(check => check.Name));
        InvalidOperationException thrown = Assert.Throws<InvalidOperationException>(report.ThrowIfFailed);
        Assert.StartsWith($"{broken.FailingCheck}: ", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("Seed 7, history ", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_check_is_failed_by_some_broken_recommender_and_passed_by_one_of_the_library()
    {
        string[] names = [.. Run(new ConformanceOptions { Histories = 1 }).Checks.Select(check => check.Name)];

        Assert.Equal(names.Order(), BrokenCase.All.Values.Select(broken => broken.FailingCheck).Distinct().Order());
        Assert.Equal(names.Length, names.Distinct().Count());
    }

    [Fact]
    public void What_is_not_promised_is_not_checked_and_the_reason_is_told()
    {
        ConformanceReport report = Run(new ConformanceOptions { Histories = 1 });

        AssertNotApplicable(report, "cancellation", nameof(IBatchRecommender));
        AssertNotApplicable(report, "learning order", nameof(ConformanceOptions.IsOrderFree));
        AssertNotApplicable(report, "save and load", nameof(ConformanceOptions.SaveAndLoad));
        Assert.Contains("NotApplicable cancellation", report.ToString(), StringComparison.Ordinal);
        Assert.Contains("Passed        list order", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Histories_are_not_checked_after_another_check_failed()
    {
        BrokenCase broken = BrokenCase.All["forgets nothing"];

        AssertNotApplicable(RecommenderConformance.Run(broken.Create, broken.Options), "histories", "\"forgetting\" failed");
    }

    [Fact]
    public void Further_changes_and_trainings_are_made_in_histories_and_each_user_has_one_thread()
    {
        ConcurrentDictionary<int, int> changing = [];
        ConcurrentDictionary<string, bool> made = [];
        int training = 0;
        void Change(int user)
        {
            Assert.True(changing.TryAdd(user, Environment.CurrentManagedThreadId));
            Assert.Equal(0, Volatile.Read(ref training));
            Thread.Yield();
            changing.TryRemove(user, out _);
        }

        RecommenderConformance.Run(
            () => new BiasRecommender(4, RatingScale.Stars),
            new ConformanceOptions
            {
                Histories = 1,
                IsOrderFree = true,
                UserChanges = [(_, user, _) => Change(user), (_, user, _) => made[$"user {user}"] = true],
                SharedChanges = [(_, _) => Change(-1), (_, number) => made[$"shared {number is >= 0 and < 1000}"] = true],
                Trainings = [(_, _) =>
                {
                    Volatile.Write(ref training, 1);
                    Assert.Empty(changing);
                    Volatile.Write(ref training, 0);
                    made["training"] = true;
                }],
            }).ThrowIfFailed();

        Assert.Equal(["shared True", "training", .. Enumerable.Range(0, 8).Select(user => $"user {user}")], made.Keys.Order());
    }

    [Fact]
    public void Equal_seeds_give_equal_reports()
    {
        BrokenCase broken = BrokenCase.All["forgets nothing"];

        Assert.Equal(
            RecommenderConformance.Run(broken.Create, broken.Options).ToString(),
            RecommenderConformance.Run(broken.Create, broken.Options).ToString());
        Assert.NotEqual(
            RecommenderConformance.Run(broken.Create, broken.Options).ToString(),
            RecommenderConformance.Run(broken.Create, broken.Options with { Seed = 8 }).ToString());
    }

    [Fact]
    public void One_item_and_scales_of_other_kinds_are_enough()
    {
        ConformanceOptions options = new() { Histories = 2, IsOrderFree = true };

        RecommenderConformance.Run(() => new BiasRecommender(1, RatingScale.Stars), options).ThrowIfFailed();
        RecommenderConformance.Run(() => new BiasRecommender(200, new RatingScale(-1000, 1000, 500)), options).ThrowIfFailed();
    }

    [Fact]
    public void A_factory_makes_a_new_recommender_each_time_and_all_are_disposed_of()
    {
        BiasRecommender one = new(4, RatingScale.Stars);
        List<DisposableDecorator> made = [];

        Assert.Throws<ArgumentNullException>("create", () => RecommenderConformance.Run(null!));
        Assert.Throws<ArgumentOutOfRangeException>("Histories", () => new ConformanceOptions { Histories = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("ChangeHistories", () => new ConformanceOptions { ChangeHistories = 0 });
        Assert.Throws<ArgumentNullException>("UserChanges", () => new ConformanceOptions { UserChanges = null! });
        Assert.Throws<ArgumentNullException>("SharedChanges", () => new ConformanceOptions { SharedChanges = null! });
        Assert.Throws<ArgumentNullException>("Trainings", () => new ConformanceOptions { Trainings = null! });
        Assert.ThrowsAny<InvalidOperationException>(() => RecommenderConformance.Run(() => one));
        Assert.ThrowsAny<InvalidOperationException>(() => RecommenderConformance.Run(() => null!));
        RecommenderConformance.Run(
            () =>
            {
                made.Add(new DisposableDecorator(new BiasRecommender(4, RatingScale.Stars)));
                return made[^1];
            },
            new ConformanceOptions { Histories = 1 }).ThrowIfFailed();
        Assert.All(made, decorator => Assert.True(decorator.IsDisposed));
    }

    private static ConformanceReport Run(ConformanceOptions options) =>
        RecommenderConformance.Run(() => new BiasRecommender(ConformanceCase.Items, RatingScale.Stars), options);

    private static void AssertNotApplicable(ConformanceReport report, string name, string reason)
    {
        ConformanceCheck check = report.Checks.Single(check => check.Name == name);
        Assert.Equal(ConformanceOutcome.NotApplicable, check.Outcome);
        Assert.Contains(reason, check.Message, StringComparison.Ordinal);
    }

    private sealed class DisposableDecorator(IRecommender inner) : DelegatingRecommender(inner), IDisposable
    {
        public bool IsDisposed { get; private set; }

        public void Dispose() => IsDisposed = true;
    }
}
