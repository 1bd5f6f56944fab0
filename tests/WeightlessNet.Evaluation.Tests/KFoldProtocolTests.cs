using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

public class KFoldProtocolTests
{
    private static readonly Rating[] Ratings =
        [.. Enumerable.Range(0, 23).Select(i => new Rating(i % 4, i, 0.5f + (0.5f * (i % 10)), i))];

    [Property(MaxTest = 300)]
    public Property Folds_differ_in_size_by_at_most_one(NonNegativeInt ratings, PositiveInt extra, ulong seed)
    {
        int folds = 1 + extra.Get;
        int count = folds + ratings.Get;
        int[] assignment = FoldAssignment.Deal(count, folds, seed);
        int[] sizes = [.. Enumerable.Range(0, folds).Select(fold => assignment.Count(f => f == fold))];
        return (assignment.Length == count && sizes.Sum() == count && sizes.Max() - sizes.Min() <= 1 && sizes.Min() >= 1)
            .Label($"{count} ratings in folds of {string.Join(", ", sizes)}");
    }

    [Fact]
    public void Folds_are_random_and_depend_only_on_the_seed()
    {
        int[] assignment = FoldAssignment.Deal(1000, 5, 1);

        Assert.Equal(assignment, FoldAssignment.Deal(1000, 5, 1));
        Assert.NotEqual(assignment, FoldAssignment.Deal(1000, 5, 2));
        // 200 of 1000 would stay in place by chance; the standard deviation is below 13.
        Assert.InRange(assignment.Where((fold, i) => fold == i % 5).Count(), 130, 270);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(23)]
    public void Every_rating_is_tested_once_by_a_recommender_that_learned_the_other_folds(int folds)
    {
        Spies spies = new((_, _) => 3);
        KFoldReport report = new KFoldProtocol(new KFoldOptions { Folds = folds }).Run(Ratings, [spies.Named("spy")]);

        Assert.Equal(folds, spies.Made.Count);
        Assert.Equal(
            Ratings.Select(rating => (rating.User, rating.Item)).Order(), spies.Made.SelectMany(spy => spy.Predicted).Order());
        foreach (SpyRecommender spy in spies.Made)
        {
            HashSet<(int, int)> tested = [.. spy.Predicted];
            Assert.Equal(Ratings.Where(rating => !tested.Contains((rating.User, rating.Item))), spy.Learned);
        }

        Assert.Equal(spies.Made.Select(spy => spy.Predicted.Count()), report.Results[0].Folds.Select(fold => fold.TestCount));
        Assert.Equal(spies.Made.Select(spy => spy.Learned.Count()), report.Results[0].Folds.Select(fold => fold.TrainCount));
    }

    [Fact]
    public void Every_candidate_sees_the_same_folds()
    {
        Spies first = new((_, _) => 3);
        Spies second = new((_, _) => 4);
        new KFoldProtocol().Run(Ratings, [first.Named("first"), second.Named("second")]);

        Assert.Equal(first.Made.Select(spy => spy.Calls), second.Made.Select(spy => spy.Calls));
    }

    [Fact]
    public void Errors_match_hand_computed_values()
    {
        // Every prediction is off by 1, except for item 0, where it is off by 3.
        Rating[] ratings = [new(0, 0, 1), new(0, 1, 3), new(0, 2, 3), new(0, 3, 3)];
        RecommenderCandidate candidate = new Spies((_, _) => 4).Named("always 4");
        KFoldReport report = new KFoldProtocol(new KFoldOptions { Folds = 2 }).Run(ratings, [candidate]);

        KFoldResult result = report.Results[0];
        Assert.Equal("always 4", result.Name);
        Assert.Equal(Math.Sqrt(3), result.Rmse); // (9 + 1 + 1 + 1) / 4
        Assert.Equal(1.5, result.Mae); // (3 + 1 + 1 + 1) / 4
        Assert.Equal([1.0, Math.Sqrt(5)], result.Folds.Select(fold => fold.Rmse).Order());
        Assert.Equal([1.0, 2.0], result.Folds.Select(fold => fold.Mae).Order());
        Assert.Equal([0, 1], result.Folds.Select(fold => fold.Fold));
        Assert.Equal(4, report.RatingCount);
        Assert.True(result.FitSeconds >= 0 && result.PredictSeconds >= 0);
    }

    [Fact]
    public void A_batch_recommender_is_fitted_to_the_ratings_that_others_learn_one_by_one()
    {
        Spies spies = new((_, _) => 3);
        List<BatchSpyRecommender> fitted = [];
        RecommenderCandidate batch = new("batch", scale =>
        {
            fitted.Add(new BatchSpyRecommender(scale));
            return fitted[^1];
        });
        new KFoldProtocol(new KFoldOptions { Folds = 3 }).Run(Ratings, [spies.Named("one by one"), batch]);

        Assert.Equal(spies.Made.Select(spy => spy.Learned.ToArray()), fitted.Select(recommender => Assert.Single(recommender.Fits)));
        Assert.All(fitted, recommender => Assert.Equal(0, recommender.LearnCalls));
    }

    [Fact]
    public void A_repeated_rating_is_never_in_both_training_and_test()
    {
        Rating[] repeated = [.. Ratings, .. Ratings.Select(rating => rating with { Value = 5, Timestamp = 100 })];
        Spies spies = new((_, _) => 3);
        KFoldReport report = new KFoldProtocol().Run(repeated, [spies.Named("spy")]);

        Assert.Equal(Ratings.Length, report.RatingCount);
        Assert.Equal(2.0, report.Results[0].Mae); // only the later 5s are left
        Assert.All(spies.Made, spy => Assert.Empty(spy.Predicted.Intersect(spy.Learned.Select(rating => (rating.User, rating.Item)))));
    }

    [Fact]
    public void Equal_seeds_give_equal_figures_and_different_seeds_different_folds()
    {
        static IEnumerable<(double, double)> Figures(ulong seed) =>
            new KFoldProtocol(new KFoldOptions { Seed = seed })
                .Run(Ratings, [new("mean", scale => new BatchSpyRecommender(scale))])
                .Results[0].Folds.Select(fold => (fold.Rmse, fold.Mae));

        Assert.Equal(Figures(1), Figures(1));
        Assert.NotEqual(Figures(1), Figures(2));
    }

    [Fact]
    public void More_folds_than_ratings_are_refused()
    {
        Spies spies = new((_, _) => 3);
        Rating[] repeated = [new(0, 0, 3), new(0, 0, 4), new(0, 1, 4)];

        KFoldProtocol protocol = new(new KFoldOptions { Folds = 3 });
        Assert.Throws<ArgumentException>("ratings", () => protocol.Run(repeated, [spies.Named("spy")]));
        Assert.Empty(spies.Made);
    }

    [Fact]
    public void Training_progress_is_half_of_a_fold()
    {
        ProgressLog log = new();
        new KFoldProtocol(new KFoldOptions { Folds = 2 }).Run(
            Ratings, [new("batch", scale => new BatchSpyRecommender(scale)), new Spies((_, _) => 3).Named("spy")], log);

        log.AssertRisesToOne();
        Assert.Equal(
            [
                ("batch", 0.0), ("batch", 0.25), ("batch", 0.5), ("batch", 1.0), // the start, half of the fitting, all of it, the fold
                ("batch", 1.0), ("batch", 1.25), ("batch", 1.5), ("batch", 2.0),
                ("spy", 2.0), ("spy", 3.0), ("spy", 3.0), ("spy", 4.0),
            ],
            log.Reports.Take(12).Select(report => (report.Name, Math.Round(12 * report.Fraction, 9)))); // 2 candidates and 4 baselines
    }
}
