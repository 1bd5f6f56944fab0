using WeightlessNet.Evaluation.Conformance;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Evaluation.Tests.Conformance;

/// <summary>A recommender that breaks one promise, and the check that has to find it.</summary>
internal sealed record BrokenCase(string FailingCheck, Func<IRecommender> Create)
{
    private const int Items = ConformanceCase.Items;

    private static readonly RatingScale Scale = RatingScale.HalfStars;

    public ConformanceOptions Options { get; init; } = new() { Seed = 7, Histories = 2, IsOrderFree = true, IsFitOrderFree = true };

    public static IReadOnlyDictionary<string, BrokenCase> All { get; } = new Dictionary<string, BrokenCase>
    {
        ["differs from its twin"] = new("determinism", () => new BrokenAnswers.DiffersFromTwin(Bias())),
        ["predicts beyond the scale"] = new("predictions", () => new BrokenAnswers.BeyondScale(Bias())),
        ["knows no answer for unknown items"] = new("unknown", () => new BrokenAnswers.NaNForUnknown(Bias())),
        ["throws for unknown users"] = new("unknown", () => new BrokenAnswers.ThrowsForUnknown(Bias())),
        ["scores without an end"] = new("list scores", () => new BrokenLists.InfiniteScore(Bias())),
        ["ties by falling ids"] = new("list order", () => new BrokenLists.FallingTies(Bias())),
        ["leaves an item out"] = new("list length", () => new BrokenLists.OneMissing(Bias())),
        ["recommends an item twice"] = new("list duplicates", () => new BrokenLists.OneTwice(Bias())),
        ["recommends a rated item"] = new("rated items", () => new BrokenLists.OneRated(Bias())),
        ["recommends what is excluded"] = new("excluded items", () => new BrokenLists.IgnoresExcluded(Bias())),
        ["learns what is not on the scale"] = new("invalid input", () => new BrokenLearning.ClampsRatings(Bias())),
        ["changes before it refuses"] = new("invalid input", () => new BrokenLearning.ChangesBeforeRefusing(Bias())),
        ["keeps the first rating"] = new("re-rating", () => new BrokenLearning.KeepsFirst(Bias())),
        ["remembers what came last"] = new("learning order", () => new BrokenLearning.RemembersLast(Bias())),
        ["loses ratings of other threads"] = new("concurrency", () => new BrokenLearning.LosesOfOtherThreads(Bias())),
        ["throws in other threads"] = new("concurrency", () => new BrokenLearning.ThrowsInOtherThreads(Bias())),
        ["forgets nothing"] = new("forgetting", () => new BrokenForgetting.ForgetsNothing(Bias())),
        ["says that it forgot nothing"] = new("forgetting", () => new BrokenForgetting.SaysNo(Bias())),
        ["forgets no user"] = new("forgetting users", () => new BrokenForgetting.ForgetsNoUser(Bias())),
        ["knows no user ids"] = new("user ids", () => new BrokenAnswers.KnowsNoUsers(Bias())),
        ["fits on top of what it knows"] = new("fit", () => new BrokenFit.KeepsLearned(Ease())),
        ["goes by the first rating"] = new("fit order", () => new BrokenFit.RemembersFirst(Ease())),
        ["cannot be canceled"] = new("cancellation", () => new BrokenFit.IgnoresCancellation(Ease())),
        ["forgets all when canceled"] = new("cancellation", () => new BrokenFit.ForgetsWhenCanceled(Ease())),
        ["scores others each time"] = new("item scores", () => new BrokenFit.UnstableScores(Ease())),
        ["explains another score"] = new("explanations", () => new BrokenExplanations.AnotherScore(Weightless())),
        ["explains with what was not rated"] = new("explanations", () => new BrokenExplanations.AnotherUser(Weightless())),
        ["allows everything"] = new("filters", () => new BrokenExplanations.AllowsAll(Weightless())),
        ["stands one lower"] = new("standings", () => new BrokenCounterfactuals.OneLower(Weightless())),
        ["changes nothing without a rating"] = new("without a rating", () => new BrokenCounterfactuals.NoDifference(Weightless())),
        ["learns what it is asked about"] = new("if rated", () => new BrokenCounterfactuals.LeavesTrace(Weightless())),
        ["leaves a change out"] = new("what would change", () => new BrokenCounterfactuals.OneChangeMissing(Weightless())),
        ["sets another user's recency"] = new("recency", () => new BrokenCounterfactuals.SetsOthers(Weightless())),
        ["loads nothing"] = new("save and load", Bias)
        {
            Options = new() { Seed = 7, Histories = 2, IsOrderFree = true, SaveAndLoad = _ => Bias() },
        },
        ["loses a forgetting among threads"] = new("histories", () => new BrokenHistories.LosesForgettingOfOtherThreads(Bias())),
        ["loses one of two settings at once"] = new("histories", () => new BrokenHistories.LosesOneOfTwoSettings(Weightless())),
        ["answers from a stale version"] = new("histories", () => new BrokenHistories.StaleAfterImport(Weightless())),
        ["loads no settings"] = new("histories", Weightless)
        {
            Options = new() { Seed = 7, Histories = 2, IsOrderFree = true, SaveAndLoad = BrokenHistories.LoadedWithoutRecency },
        },
        ["counts its trainings"] = new("histories", Weightless)
        {
            Options = new()
            {
                Seed = 7,
                Histories = 2,
                IsOrderFree = true,
                AreTrainingsIndependent = true,
                Trainings = [BrokenHistories.LearnAnother],
            },
        },
    };

    private static BiasRecommender Bias() => new(Items, Scale);

    private static EaseRecommender Ease() => new(Items, Scale);

    private static WeightlessRecommender Weightless() => new(ConformanceCase.Catalog, Scale);
}
