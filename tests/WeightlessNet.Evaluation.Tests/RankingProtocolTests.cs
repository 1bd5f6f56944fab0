using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

public class RankingProtocolTests
{
    /// <summary>
    /// The test starts at time 10. Users 0, 1 and 2 have rated 1, 4 and 2 of 6 items before. User 2 has nothing relevant to find, user 3
    /// has no test ratings, and user 4 is new.
    /// </summary>
    private static readonly Rating[] Ratings =
    [
        new(0, 0, 5, 1), new(1, 0, 5, 1), new(1, 1, 4, 2), new(1, 2, 1, 3), new(1, 3, 4, 4), new(2, 0, 1, 5), new(2, 1, 5, 6),
        new(3, 0, 3, 7),
        new(0, 1, 4, 11), new(0, 2, 3.5f, 12), new(0, 5, 5, 13), new(1, 5, 4.5f, 14), new(2, 5, 3.5f, 15), new(4, 3, 5, 16),
    ];

    private static readonly RankingOptions Options = new() { Split = RatingSplit.From(10), ListLengths = [2, 10] };

    /// <summary>Ranks items by id, lowest first.</summary>
    private static Spies ByIds => new((_, item) => 5 - (item / 2.0), 6);

    [Fact]
    public void For_every_user_with_a_relevant_held_out_item_all_unknown_items_are_ranked()
    {
        Spies spies = ByIds;
        RankingReport report = new RankingProtocol(Options).Run(Ratings, [spies.Named("ids")]);

        SpyRecommender spy = Assert.Single(spies.Made);
        Assert.Equal([(0, 5), (1, 2), (4, 6)], spy.Rankings);
        Assert.Equal(Ratings.Where(rating => rating.Timestamp < 10), spy.Learned);
        Assert.Empty(spy.Predicted);
        Assert.Equal((8, 6, 3, 2), (report.TrainCount, report.TestCount, report.UserCount, report.SkippedUserCount));
    }

    [Fact]
    public void Relevant_items_can_gain_by_their_values()
    {
        RankingResult equal = new RankingProtocol(Options).Run(Ratings, [ByIds.Named("ids")]).Results[0];
        RankingProtocol byGain = new(Options with { Gain = value => value - 3 });
        RankingResult graded = byGain.Run(Ratings, [ByIds.Named("ids")]).Results[0];

        // User 0 has 1 2 3 4 5, where 1 gains 1 and 5 gains 2. The other users have one relevant item each.
        double second = 1 / Math.Log2(3);
        double[] ndcg = [(1 + (2 / Math.Log2(6))) / (2 + second), second, 1 / Math.Log2(5)];
        Assert.Equal(ndcg.Average(), graded.Lists[1].Ndcg, 15);
        Assert.Equal(1 / (2 + second), graded.Lists[0].UserNdcg[0].Value, 15);
        Assert.Equal(equal.Lists[1].Recall, graded.Lists[1].Recall);
        Assert.Equal(equal.MeanReciprocalRank, graded.MeanReciprocalRank);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(-1)]
    public void A_gain_is_a_number_of_0_or_more(double gain)
    {
        RankingProtocol protocol = new(Options with { Gain = _ => gain });
        var thrown = Assert.Throws<InvalidOperationException>(() => protocol.Run(Ratings, [ByIds.Named("ids")]));
        Assert.Contains("Gain", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Figures_match_hand_computed_values()
    {
        RankingResult result = new RankingProtocol(Options).Run(Ratings, [ByIds.Named("ids")]).Results[0];

        // Rankings and relevant items: user 0 has 1 2 3 4 5 and 1 5, user 1 has 4 5 and 5, user 4 has 0 1 2 3 4 5 and 3.
        double second = 1 / Math.Log2(3);
        double[] ndcgOfTwo = [1 / (1 + second), second, 0];
        double[] ndcgOfTen = [(1 + (1 / Math.Log2(6))) / (1 + second), second, 1 / Math.Log2(5)];
        Assert.Equal("ids", result.Name);
        Assert.Equal((1 + 0.5 + 0.25) / 3, result.MeanReciprocalRank, 15);
        Assert.Equal(((3 + 0) / 6.0 + 0 + (2 / 5.0)) / 3, result.Auc, 15);
        Assert.True(result.FitSeconds >= 0 && result.RecommendSeconds >= 0);
        RankingListResult two = result.Lists[0];
        Assert.Equal(2, two.ListLength);
        Assert.Equal((0.5 + 0.5 + 0) / 3, two.Precision, 15);
        Assert.Equal((0.5 + 1 + 0) / 3, two.Recall, 15);
        Assert.Equal(2 / 3.0, two.HitRate, 15);
        Assert.Equal(ndcgOfTwo.Average(), two.Ndcg, 15);
        Assert.Equal((0.5 + 0.5 + 0) / 3, two.MeanAveragePrecision, 15);
        Assert.Equal(5 / 6.0, two.CatalogCoverage); // 1 2, 4 5 and 0 1
        Assert.Equal([0, 1, 4], two.UserNdcg.Select(value => value.User));
        Assert.Equal(ndcgOfTwo, two.UserNdcg.Select(value => value.Value));
        // 4 users are in the training data; 4, 2, 1, 1, 0 and 0 of them rate the items.
        double[] bits = [0, Math.Log2(5 / 3.0), Math.Log2(5 / 2.0), Math.Log2(5 / 2.0), Math.Log2(5), Math.Log2(5)];
        Assert.Equal((((bits[1] + bits[2]) / 2) + bits[4] + ((bits[0] + bits[1]) / 2)) / 3, two.Novelty, 14);
        Assert.Null(two.IntraListDiversity);
        Assert.Null(two.CalibrationDivergence);

        RankingListResult ten = result.Lists[1];
        Assert.Equal(10, ten.ListLength);
        Assert.Equal(0.4 / 3, ten.Precision, 15);
        Assert.Equal(1.0, ten.Recall);
        Assert.Equal(ndcgOfTen, ten.UserNdcg.Select(value => value.Value));
        Assert.Equal(((1 + (2 / 5.0)) / 2 + 0.5 + 0.25) / 3, ten.MeanAveragePrecision, 15);
        Assert.Equal(1.0, ten.CatalogCoverage);
    }

    [Fact]
    public void Figures_are_broken_down_by_the_number_of_training_ratings()
    {
        RankingListResult two = new RankingProtocol(Options).Run(Ratings, [ByIds.Named("ids")]).Results[0].Lists[0];

        Assert.Equal((0, 0, 1, 0, 0), Figures.Of(two.ByKnownRatings[0]));
        Assert.Equal((1, 1, 1, two.UserNdcg[0].Value, 1), Figures.Of(two.ByKnownRatings[1]));
        Assert.Equal((2, 2, 0, 0, 0), Figures.Of(two.ByKnownRatings[2]));
        Assert.Equal((3, 5, 1, two.UserNdcg[1].Value, 1), Figures.Of(two.ByKnownRatings[3]));

        // User 1 has four known ratings, even if only one of them is liked.
        RankingProtocol strict = new(Options with { RelevantFrom = 4.5f });
        IReadOnlyList<KnownRatingsRanking> rows = strict.Run(Ratings, [ByIds.Named("ids")]).Results[0].Lists[0].ByKnownRatings;
        Assert.Equal([1, 1, 0, 1, 0, 0, 0, 0, 0], rows.Select(row => row.UserCount));
    }

    [Fact]
    public void The_lowest_relevant_rating_is_an_option_and_by_default_three_quarters_of_the_scale()
    {
        static int Users(float? from, RatingScale scale) =>
            new RankingProtocol(Options with { RelevantFrom = from, Scale = scale }).Run(Ratings, [ByIds.Named("ids")]).UserCount;

        Assert.Equal(3, Users(null, RatingScale.HalfStars)); // from 4
        Assert.Equal(4, Users(3.5f, RatingScale.HalfStars));
        Assert.Equal(2, Users(5, RatingScale.HalfStars));
        Assert.Equal(2, Users(null, new RatingScale(0.5f, 6.5f, 0.5f))); // from 5
    }

    [Fact]
    public void Diversity_and_calibration_use_the_catalog()
    {
        ItemCatalog catalog = WordCatalog.Of("a", "b", "a", "ab", "", "c");
        RankingOptions options = Options with { ListLengths = [2], Catalog = catalog, CalibrationField = "words" };
        RankingListResult list = new RankingProtocol(options).Run(Ratings, [ByIds.Named("ids")]).Results[0].Lists[0];

        // The lists are b and a, nothing and c, a and b; all items share one bit. User 0 likes a, user 1 likes a, b and ab, user 4 nothing.
        Assert.Equal(((2 / 3.0) + (1 / 2.0) + (2 / 3.0)) / 3, list.IntraListDiversity!.Value, 15);
        double first = ListMetrics.CalibrationDivergence([1, 0, 0], [0.5, 0.5, 0]);
        double second = ListMetrics.CalibrationDivergence([0.5, 0.5, 0], [0, 0, 1]);
        Assert.Equal((first + second) / 2, list.CalibrationDivergence!.Value, 15);
        Assert.Throws<ArgumentException>("CalibrationField", () => new RankingProtocol(options with { CalibrationField = "genres" }));
    }

    [Fact]
    public void Every_split_works_and_each_candidate_sees_the_same()
    {
        Rating[] ratings = [.. Enumerable.Range(0, 60).Select(i => new Rating(i % 6, i / 6, i % 3 == 0 ? 5 : 4, i))];
        foreach (RatingSplit split in new[] { RatingSplit.RandomPerUser(0.3, 5), RatingSplit.LeaveLastOut(), RatingSplit.Latest() })
        {
            Spies first = new((_, item) => item % 4, 14);
            Spies second = new((_, item) => item % 3, 14);
            RankingReport report = new RankingProtocol(new RankingOptions { Split = split })
                .Run(ratings, [first.Named("first"), second.Named("second")]);
            RankingReport again = new RankingProtocol(new RankingOptions { Split = split })
                .Run(ratings, [new Spies((_, item) => item % 4, 14).Named("first")]);

            Assert.Equal(first.Made.Single().Rankings, second.Made.Single().Rankings);
            Assert.Equal(first.Made.Single().Learned, second.Made.Single().Learned);
            Assert.Equal(6, report.UserCount);
            Assert.Equal(report.Results[0].Lists[0].UserNdcg, again.Results[0].Lists[0].UserNdcg);
            Assert.NotEqual(report.Results[0].Lists[0].UserNdcg, report.Results[1].Lists[0].UserNdcg);
        }
    }

    [Fact]
    public void A_test_without_a_relevant_item_is_refused()
    {
        Spies spies = ByIds;
        Assert.Throws<ArgumentException>("ratings", () => new RankingProtocol(Options).Run(Ratings.AsSpan(0, 8), [spies.Named("a")]));
        Assert.Throws<ArgumentException>(
            "ratings", () => new RankingProtocol(Options).Run([.. Ratings[..8], new(0, 4, 3, 20)], [spies.Named("a")]));
        Assert.Empty(spies.Made);
    }

    [Theory]
    [InlineData("known item")]
    [InlineData("repeated item")]
    [InlineData("no such item")]
    [InlineData("rising score")]
    [InlineData("not a number")]
    [InlineData("too many")]
    public void A_recommender_that_breaks_its_contract_is_named(string breach)
    {
        RecommenderCandidate broken = new("broken", _ => new BrokenRanking(breach));

        InvalidOperationException exception =
            Assert.Throws<InvalidOperationException>(() => new RankingProtocol(Options).Run(Ratings, [broken]));
        Assert.Contains("'broken'", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Candidates_must_have_the_same_items_as_each_other_and_the_catalog_and_all_rated_items()
    {
        RecommenderCandidate five = new Spies((_, _) => 3, 5).Named("five");
        RecommenderCandidate six = new Spies((_, _) => 3, 6).Named("six");
        RecommenderCandidate seven = new Spies((_, _) => 3, 7).Named("seven");
        RankingProtocol plain = new(Options);
        RankingProtocol ofSix = new(Options with { Catalog = WordCatalog.Of("a", "b", "c", "a", "b", "c") });

        Assert.Throws<InvalidOperationException>(() => plain.Run(Ratings, [five]));
        Assert.Throws<InvalidOperationException>(() => plain.Run(Ratings, [six, seven]));
        Assert.Throws<InvalidOperationException>(() => ofSix.Run(Ratings, [seven]));
        Assert.Equal(["six", "ids"], ofSix.Run(Ratings, [six, ByIds.Named("ids")]).Results.Take(2).Select(result => result.Name));
    }

    [Fact]
    public void Progress_advances_during_the_test()
    {
        ProgressLog log = new();
        new RankingProtocol(Options).Run(Ratings, [ByIds.Named("a"), ByIds.Named("b")], log);
        Assert.Contains(log.Reports, report => report is { Name: "b", Fraction: > 0.375 and < 0.5 });
    }

    /// <summary>Returns five items for user 0 and breaks its contract in one way.</summary>
    private sealed class BrokenRanking(string breach) : IRecommender
    {
        public int ItemCount => 6;

        public RatingScale Scale => RatingScale.HalfStars;

        public void Learn(in Rating rating)
        {
        }

        public double Predict(int user, int item) => 3;

        public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default)
        {
            for (int i = 0; i < destination.Length; i++)
            {
                destination[i] = new ScoredItem(i + 1, -i);
            }

            destination[3] = breach switch
            {
                "known item" => new ScoredItem(0, -3),
                "repeated item" => new ScoredItem(2, -3),
                "no such item" => new ScoredItem(6, -3),
                "rising score" => new ScoredItem(4, -1),
                "not a number" => new ScoredItem(4, double.NaN),
                _ => destination[3],
            };
            return breach == "too many" ? destination.Length + 1 : destination.Length;
        }
    }
}
