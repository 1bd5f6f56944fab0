using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Paper;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

public class PaperProtocolTests
{
    // Users 0, 1 and 2 always give 4, 1 and 3 stars, so it does not matter which of their reviews are sampled.
    private static readonly Rating[] Steady =
        [.. Enumerable.Range(0, 15).Select(i => new Rating(i % 3, i, new[] { 4f, 1f, 3f }[i % 3], i))];

    private static readonly PaperOptions ThreeUsers = new() { Users = 3, ReviewsPerUser = [5] };

    // 30 users; user u has 5 + u ratings on all levels.
    private static readonly Rating[] Mixed =
    [
        .. Enumerable.Range(0, 30).SelectMany(user => Enumerable.Range(0, 5 + user)
            .Select(item => new Rating(user, item, 0.5f + (0.5f * (((user * 7) + (item * 3)) % 10)), item))),
    ];

    [Fact]
    public void Accuracies_of_steady_users_match_hand_computed_values()
    {
        PaperReport report = new PaperProtocol(ThreeUsers).Run(
            Steady,
            [
                new Spies((_, _) => 4).Named("four stars"),
                new Spies((_, _) => 2.26).Named("level 5"),
                new Spies((_, _) => 5).Named("five stars"),
            ]);

        // The true levels are 8, 2 and 6. Level 8 is right for two users, 5 for one and 10 for one; a user's own constant is always right.
        Assert.Equal(
            [
                (PaperProtocol.AlwaysEightName, ResultKind.Baseline, 2 / 3.0, 1.0),
                (PaperProtocol.BestConstantName, ResultKind.Baseline, 1.0, 1.0),
                (PaperProtocol.UserMeanName, ResultKind.Baseline, 1.0, 1.0),
                ("four stars", ResultKind.Candidate, 2 / 3.0, 1.0),
                ("level 5", ResultKind.Candidate, 1 / 3.0, 0.0),
                ("five stars", ResultKind.Candidate, 1 / 3.0, 0.0),
            ],
            report.Results.Select(row => (row.Name, row.Kind, row.MeanAccuracy, row.MedianAccuracy)));
        Assert.All(report.Results, row => Assert.Equal((5, 1, 0UL), (row.ReviewsPerUser, row.TestReviewsPerUser, row.Seed)));
        Assert.All(report.Results, row => Assert.Equal(row.Kind == ResultKind.Baseline, row.FitSeconds is null));
        Assert.All(report.Results, row => Assert.Equal(row.Kind == ResultKind.Baseline, row.PredictSeconds is null));
    }

    [Fact]
    public void The_median_of_an_even_number_of_users_is_the_mean_of_the_two_middle_ones()
    {
        Rating[] ratings = [.. Enumerable.Range(0, 20).Select(i => new Rating(i % 4, i, i % 4 < 2 ? 5 : 1))];
        PaperReport report = new PaperProtocol(new PaperOptions { Users = 4, ReviewsPerUser = [5] })
            .Run(ratings, [new Spies((_, _) => 5).Named("five stars")]);

        Assert.Equal((0.5, 0.5), (report.Results[^1].MeanAccuracy, report.Results[^1].MedianAccuracy));
    }

    [Fact]
    public void Users_and_reviews_are_sampled_without_replacement_and_every_candidate_sees_the_same()
    {
        Spies first = new((_, _) => 3);
        Spies second = new((_, _) => 4);
        PaperOptions options = new() { Users = 7, ReviewsPerUser = [10, 20], TrainShare = 0.7, Repetitions = 2 };
        new PaperProtocol(options).Run(Mixed, [first.Named("first"), second.Named("second")]);

        Assert.Equal(4, first.Made.Count); // one recommender per experiment, for all users
        Assert.Equal(first.Made.Select(spy => spy.Calls), second.Made.Select(spy => spy.Calls));
        Assert.Equal(4, first.Made.Select(spy => string.Join(' ', spy.Calls)).Distinct().Count());
        for (int i = 0; i < 4; i++)
        {
            SpyRecommender spy = first.Made[i];
            int reviews = i % 2 == 0 ? 10 : 20;
            (int User, int Item)[] learned = [.. spy.Learned.Select(rating => (rating.User, rating.Item))];
            (int User, int Item)[] all = [.. learned, .. spy.Predicted];
            Assert.Equal(all.Length, all.Distinct().Count());
            Assert.Equal(7, all.Select(review => review.User).Distinct().Count());
            Assert.All(all.GroupBy(review => review.User), user => Assert.Equal(reviews, user.Count()));
            Assert.All(learned.GroupBy(review => review.User), user => Assert.Equal(reviews * 7 / 10, user.Count()));
            Assert.All(all, review => Assert.True(5 + review.User >= reviews)); // only users who have enough
            Assert.Equal(learned.Select(review => review.User).Order(), learned.Select(review => review.User)); // user by user
            int[] items = [.. learned.Where(review => review.User == learned[0].User).Select(review => review.Item)];
            Assert.NotEqual(items.Order(), items); // in random order
        }
    }

    [Fact]
    public void Every_user_with_enough_reviews_is_equally_likely_to_be_sampled()
    {
        // 5 of the 15 users with 20 or more reviews are sampled 300 times: each 100 times on average, with a standard deviation of 8.
        Spies spies = new((_, _) => 3);
        new PaperProtocol(new PaperOptions { Users = 5, ReviewsPerUser = [20], Repetitions = 300 }).Run(Mixed, [spies.Named("a")]);

        Dictionary<int, int> sampled = spies.Made
            .SelectMany(spy => spy.Predicted.Select(review => review.User).Distinct())
            .CountBy(user => user)
            .ToDictionary();
        Assert.Equal(Enumerable.Range(15, 15), sampled.Keys.Order());
        Assert.All(sampled.Values, times => Assert.InRange(times, 60, 140));
    }

    [Fact]
    public void The_report_matches_an_independent_computation_of_the_accuracy()
    {
        static double Rule(int user, int item) => ((user * 5) + (item * 11)) % 51 / 10.0;
        Spies spies = new(Rule);
        PaperOptions options = new() { Users = 8, ReviewsPerUser = [20], TrainShare = 0.5, Seed = 9 };
        PaperReport report = new PaperProtocol(options).Run(Mixed, [spies.Named("rule")]);

        Dictionary<(int, int), float> truth = Mixed.ToDictionary(rating => (rating.User, rating.Item), rating => rating.Value);
        double[] accuracies =
        [
            .. spies.Made[0].Predicted
                .GroupBy(review => review.User)
                .Select(user => user.Average(review =>
                    Math.Abs(Math.Floor((2 * Rule(review.User, review.Item)) + 0.5) - (2 * Math.Floor(truth[review]))) <= 2 ? 1.0 : 0.0))
                .Order(),
        ];
        Assert.Equal(8, accuracies.Length);
        Assert.True(accuracies.Distinct().Count() > 2, "The rule should be right for some and wrong for others.");
        Assert.Equal(accuracies.Average(), report.Results[^1].MeanAccuracy, 12);
        Assert.Equal((accuracies[3] + accuracies[4]) / 2, report.Results[^1].MedianAccuracy, 12);
    }

    [Theory]
    [InlineData(PaperTruncation.WholeStars, 0.0f, 0.0)]
    [InlineData(PaperTruncation.HalfStars, 0.5f, 1.0)]
    public void Half_stars_are_cut_off_or_kept_in_training_and_test(PaperTruncation truncation, float learned, double accuracy)
    {
        // One and a half stars are level 3, which is 3 from level 0 and 2 from level 1.
        Rating[] ratings = [.. Enumerable.Range(0, 5).Select(item => new Rating(0, item, 0.5f))];
        Spies spies = new((_, _) => 1.5);
        PaperReport report = new PaperProtocol(new PaperOptions { Users = 1, ReviewsPerUser = [5], Truncation = truncation })
            .Run(ratings, [spies.Named("one and a half")]);

        Assert.All(spies.Made[0].Learned, rating => Assert.Equal(learned, rating.Value));
        Assert.Equal(new RatingScale(learned, 5, 0.5f), spies.Made[0].Scale);
        Assert.Equal(accuracy, report.Results[^1].MeanAccuracy);
    }

    [Fact]
    public void Four_and_a_half_stars_become_four_if_half_stars_are_cut_off()
    {
        Rating[] ratings = [.. Enumerable.Range(0, 5).Select(item => new Rating(0, item, 4.5f))];
        Spies spies = new((_, _) => 3);
        PaperReport report = new PaperProtocol(new PaperOptions { Users = 1, ReviewsPerUser = [5] }).Run(ratings, [spies.Named("three")]);

        Assert.All(spies.Made[0].Learned, rating => Assert.Equal(4f, rating.Value));
        Assert.Equal(1.0, report.Results[^1].MeanAccuracy); // level 6 against level 8
    }

    [Fact]
    public void Only_the_latest_of_repeated_ratings_counts_as_a_review()
    {
        Rating[] ratings = [new(0, 0, 1, 9), new(0, 0, 5, 5), new(0, 1, 1, 1), new(0, 1, 1, 2)];
        Spies spies = new((_, _) => 1);
        new PaperProtocol(new PaperOptions { Users = 1, ReviewsPerUser = [2] }).Run(ratings, [spies.Named("a")]);
        Assert.Equal(1f, Assert.Single(spies.Made[0].Learned).Value);

        PaperProtocol three = new(new PaperOptions { Users = 1, ReviewsPerUser = [3] });
        Assert.Throws<ArgumentException>("ratings", () => three.Run(ratings, [spies.Named("a")]));
    }

    [Fact]
    public void Too_few_users_are_refused_before_a_recommender_is_created()
    {
        Spies spies = new((_, _) => 3);
        PaperProtocol protocol = new(new PaperOptions { Users = 5, ReviewsPerUser = [5, 31] });

        ArgumentException exception = Assert.Throws<ArgumentException>("ratings", () => protocol.Run(Mixed, [spies.Named("a")]));
        Assert.StartsWith("Only 4 users have 31 or more ratings, but 5 are needed.", exception.Message, StringComparison.Ordinal);
        Assert.Empty(spies.Made);
    }

    [Theory]
    [InlineData(0.1, 5)]
    [InlineData(0.99999999999, 5)]
    public void A_share_that_leaves_no_training_or_no_test_review_is_refused(double share, int reviews) =>
        Assert.Throws<ArgumentException>(
            "options", () => new PaperProtocol(new PaperOptions { TrainShare = share, ReviewsPerUser = [reviews] }));

    [Theory]
    [InlineData(0.8, 5, 4)]
    [InlineData(0.8, 100, 80)]
    [InlineData(0.8, 6, 4)]
    [InlineData(0.29, 100, 29)] // in binary, 0.29 * 100 is below 29
    public void The_training_reviews_are_the_share_rounded_down(double share, int reviews, int train) =>
        Assert.Equal(train, new PaperOptions { TrainShare = share }.TrainCount(reviews));

    [Theory]
    [InlineData(PaperProtocol.AlwaysEightName)]
    [InlineData(PaperProtocol.BestConstantName)]
    [InlineData(PaperProtocol.UserMeanName)]
    public void A_candidate_cannot_have_the_name_of_a_baseline(string name)
    {
        RecommenderCandidate candidate = new Spies((_, _) => 3).Named(name);

        Assert.Throws<ArgumentException>("candidates", () => new PaperProtocol(ThreeUsers).Run(Steady, [candidate]));
    }

    [Fact]
    public void A_user_mean_recommender_matches_the_baseline_of_that_name()
    {
        PaperOptions options = new() { Users = 1, ReviewsPerUser = [20], TrainShare = 0.5, Repetitions = 6 };
        PaperReport report = new PaperProtocol(options).Run(Mixed, [new("mean", scale => new BatchSpyRecommender(scale))]);

        Assert.Equal(
            report.Results.Where(row => row.Name == PaperProtocol.UserMeanName).Select(row => row.MeanAccuracy),
            report.Results.Where(row => row.Name == "mean").Select(row => row.MeanAccuracy));
    }

    [Fact]
    public void A_summary_covers_all_repetitions_and_each_has_the_next_seed()
    {
        PaperOptions options = new() { Users = 5, ReviewsPerUser = [10, 15], Repetitions = 4, Seed = 40 };
        PaperReport report = new PaperProtocol(options).Run(Mixed, [new Spies((_, _) => 2).Named("two")]);

        Assert.Equal(4 * 2 * 4, report.Results.Count);
        Assert.Equal([40UL, 41, 42, 43], report.Results.Select(row => row.Seed).Distinct());
        Assert.Equal(
            report.Results.Take(8).Select(row => (row.ReviewsPerUser, row.Name, row.Kind)),
            report.Summaries.Select(row => (row.ReviewsPerUser, row.Name, row.Kind)));
        foreach (PaperSummary summary in report.Summaries)
        {
            PaperResult[] cells =
                [.. report.Results.Where(row => row.Name == summary.Name && row.ReviewsPerUser == summary.ReviewsPerUser)];
            Assert.Equal(4, cells.Length);
            Assert.Equivalent(SummaryStatistics.Of([.. cells.Select(row => row.MeanAccuracy)]), summary.MeanAccuracy, strict: true);
            Assert.Equivalent(SummaryStatistics.Of([.. cells.Select(row => row.MedianAccuracy)]), summary.MedianAccuracy, strict: true);
        }

        Assert.Contains(report.Summaries, summary => summary.MeanAccuracy.StandardDeviation > 0);
    }

    [Fact]
    public void A_sample_does_not_depend_on_the_order_of_the_ratings_or_on_other_experiments()
    {
        static List<SpyRecommender> Run(Rating[] ratings, ulong seed, params int[] reviews)
        {
            Spies spies = new((_, _) => 3);
            new PaperProtocol(new PaperOptions { Users = 5, ReviewsPerUser = reviews, Seed = seed }).Run(ratings, [spies.Named("a")]);
            return spies.Made;
        }

        List<SpyRecommender> both = Run(Mixed, 1, 10, 20);

        Assert.Equal(both[1].Calls, Run(Mixed, 1, 20)[0].Calls);
        Assert.Equal(both[1].Calls, Run([.. Mixed.Reverse()], 1, 20)[0].Calls);
        Assert.NotEqual(both[1].Calls, Run(Mixed, 2, 20)[0].Calls);
    }

    [Fact]
    public void Every_experiment_reports_progress()
    {
        ProgressLog log = new();
        PaperOptions options = new() { Users = 5, ReviewsPerUser = [10, 15], Repetitions = 3 };
        new PaperProtocol(options).Run(
            Mixed, [new Spies((_, _) => 2).Named("spy"), new("batch", scale => new BatchSpyRecommender(scale))], log);

        Assert.Equal((6 * 2) + (6 * 4), log.Reports.Count);
    }
}
