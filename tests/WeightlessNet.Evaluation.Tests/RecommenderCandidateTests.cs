using WeightlessNet.Evaluation.Comparison;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Paper;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

public class RecommenderCandidateTests
{
    private static readonly Rating[] Ratings = [new(0, 0, 3), new(0, 1, 4), new(1, 0, 2), new(1, 1, 2)];
    private static readonly HoldOutProtocol HoldOut = new(new HoldOutOptions { Split = RatingSplit.LeaveLastOut() });
    private static readonly RankingProtocol Ranking = new(new RankingOptions { Split = RatingSplit.LeaveLastOut() });
    private static readonly ColdStartProtocol ColdStart =
        new(new ColdStartOptions { Groups = 2, KnownRatings = [1], HeldOutShare = 0.5 });
    private static readonly TasteChangeProtocol TasteChange =
        new(new TasteChangeOptions { HistoryRatings = 0, RatingsBefore = 1, RatingsAfter = 1 });

    [Theory]
    [InlineData("")]
    [InlineData(" \t")]
    public void A_name_is_not_blank(string name) =>
        Assert.Throws<ArgumentException>(nameof(name), () => new RecommenderCandidate(name, scale => new BatchSpyRecommender(scale)));

    [Fact]
    public void A_name_and_a_factory_are_not_null()
    {
        Assert.Throws<ArgumentNullException>("name", () => new RecommenderCandidate(null!, scale => new BatchSpyRecommender(scale)));
        Assert.Throws<ArgumentNullException>("factory", () => new RecommenderCandidate("a", null!));
    }

    [Fact]
    public void The_factory_is_given_the_scale()
    {
        RecommenderCandidate candidate = new("a", scale => new BatchSpyRecommender(scale));

        Assert.Equal(RatingScale.Stars, candidate.Create(RatingScale.Stars).Scale);
    }

    [Fact]
    public void A_recommender_of_another_scale_or_none_at_all_is_refused()
    {
        RecommenderCandidate stubborn = new("stubborn", _ => new BatchSpyRecommender(RatingScale.Stars));
        RecommenderCandidate nothing = new("nothing", _ => null!);

        AssertBreach("'stubborn'", () => stubborn.Create(RatingScale.HalfStars));
        AssertBreach("'nothing'", () => nothing.Create(RatingScale.HalfStars));
    }

    [Fact]
    public void Every_protocol_refuses_an_empty_list_of_candidates_a_null_and_a_repeated_name()
    {
        RecommenderCandidate a = new Spies((_, _) => 3, 2).Named("a");
        RecommenderCandidate sameName = new Spies((_, _) => 3, 2).Named("a");
        Action<IReadOnlyList<RecommenderCandidate>>[] protocols =
        [
            list => new KFoldProtocol(new KFoldOptions { Folds = 2 }).Run(Ratings, list),
            list => new PrequentialProtocol().Run(Ratings, list),
            list => new PaperProtocol(new PaperOptions { Users = 1, ReviewsPerUser = [2] }).Run(Ratings, list),
            list => HoldOut.Run(Ratings, list),
            list => Ranking.Run(Ratings, list),
            list => ColdStart.Run(Ratings, list),
            list => TasteChange.Run(Ratings, list),
        ];

        foreach (Action<IReadOnlyList<RecommenderCandidate>> run in protocols)
        {
            Assert.Throws<ArgumentNullException>("candidates", () => run(null!));
            Assert.Throws<ArgumentException>("candidates", () => run([]));
            Assert.Throws<ArgumentException>("candidates", () => run([a, null!]));
            ArgumentException exception = Assert.Throws<ArgumentException>("candidates", () => run([a, sameName]));
            Assert.Contains("'a'", exception.Message, StringComparison.Ordinal);
            run([a]);
        }
    }

    [Fact]
    public void Every_protocol_refuses_bad_ratings_before_any_recommender_is_made()
    {
        Rating[][] bad =
        [
            [.. Ratings, new(-1, 0, 3)],
            [.. Ratings, new(0, -1, 3)],
            [.. Ratings, new(0, 2, 5.5f)],
            [.. Ratings, new(0, 2, float.NaN)],
            [],
        ];
        Spies spies = new((_, _) => 3);
        KFoldProtocol folds = new(new KFoldOptions { Folds = 2 });
        PrequentialProtocol prequential = new();
        PaperProtocol paper = new(new PaperOptions { Users = 1, ReviewsPerUser = [2] });
        foreach (Rating[] ratings in bad)
        {
            Assert.Throws<ArgumentException>("ratings", () => folds.Run(ratings, [spies.Named("a")]));
            Assert.Throws<ArgumentException>("ratings", () => prequential.Run(ratings, [spies.Named("a")]));
            Assert.Throws<ArgumentException>("ratings", () => paper.Run(ratings, [spies.Named("a")]));
            Assert.Throws<ArgumentException>("ratings", () => HoldOut.Run(ratings, [spies.Named("a")]));
            Assert.Throws<ArgumentException>("ratings", () => Ranking.Run(ratings, [spies.Named("a")]));
            Assert.Throws<ArgumentException>("ratings", () => ColdStart.Run(ratings, [spies.Named("a")]));
            Assert.Throws<ArgumentException>("ratings", () => TasteChange.Run(ratings, [spies.Named("a")]));
        }

        Assert.Empty(spies.Made);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Every_protocol_names_the_candidate_whose_prediction_is_not_finite(double prediction)
    {
        RecommenderCandidate broken = new Spies((_, _) => prediction, 2).Named("broken");
        Action[] runs =
        [
            () => new KFoldProtocol(new KFoldOptions { Folds = 2 }).Run(Ratings, [broken]),
            () => new PrequentialProtocol().Run(Ratings, [broken]),
            () => new PaperProtocol(new PaperOptions { Users = 1, ReviewsPerUser = [2] }).Run(Ratings, [broken]),
            () => HoldOut.Run(Ratings, [broken]),
            () => Ranking.Run(Ratings, [broken]),
            () => ColdStart.Run(Ratings, [broken]),
            () => TasteChange.Run(Ratings, [broken]),
        ];

        Assert.All(runs, run => AssertBreach("'broken'", run));
    }

    [Fact]
    public void A_factory_that_gives_the_same_recommender_twice_is_refused_for_it_remembers_the_test()
    {
        BatchSpyRecommender only = new(RatingScale.HalfStars);
        RecommenderCandidate candidate = new("same", _ => only);

        AssertBreach("'same'", () => new KFoldProtocol(new KFoldOptions { Folds = 3 }).Run(Ratings, [candidate]));
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Folds", () => new KFoldOptions { Folds = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("Scale", () => new KFoldOptions { Scale = default });
        Assert.Throws<ArgumentOutOfRangeException>("CurvePoints", () => new PrequentialOptions { CurvePoints = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Scale", () => new PrequentialOptions { Scale = default });
        Assert.Throws<ArgumentOutOfRangeException>("Users", () => new PaperOptions { Users = 0 });
        Assert.Throws<ArgumentNullException>("ReviewsPerUser", () => new PaperOptions { ReviewsPerUser = null! });
        Assert.Throws<ArgumentException>("ReviewsPerUser", () => new PaperOptions { ReviewsPerUser = [] });
        Assert.Throws<ArgumentException>("ReviewsPerUser", () => new PaperOptions { ReviewsPerUser = [5, 5] });
        Assert.Throws<ArgumentOutOfRangeException>("ReviewsPerUser", () => new PaperOptions { ReviewsPerUser = [1] });
        Assert.Throws<ArgumentOutOfRangeException>("TrainShare", () => new PaperOptions { TrainShare = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("TrainShare", () => new PaperOptions { TrainShare = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("TrainShare", () => new PaperOptions { TrainShare = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>("Repetitions", () => new PaperOptions { Repetitions = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Truncation", () => new PaperOptions { Truncation = (PaperTruncation)2 });
        Assert.Throws<ArgumentNullException>("Split", () => new HoldOutOptions { Split = null! });
        Assert.Throws<ArgumentOutOfRangeException>("Scale", () => new HoldOutOptions { Scale = default });
        Assert.Throws<ArgumentNullException>("Split", () => new RankingOptions { Split = null! });
        Assert.Throws<ArgumentNullException>("ListLengths", () => new RankingOptions { ListLengths = null! });
        Assert.Throws<ArgumentException>("ListLengths", () => new RankingOptions { ListLengths = [] });
        Assert.Throws<ArgumentException>("ListLengths", () => new RankingOptions { ListLengths = [5, 5] });
        Assert.Throws<ArgumentOutOfRangeException>("ListLengths", () => new RankingOptions { ListLengths = [0] });
        Assert.Throws<ArgumentOutOfRangeException>("RelevantFrom", () => new RankingOptions { RelevantFrom = float.NaN });
        Assert.Throws<ArgumentOutOfRangeException>("Distance", () => new RankingOptions { Distance = (PatternDistance)2 });
        Assert.Throws<ArgumentOutOfRangeException>("CalibrationSmoothing", () => new RankingOptions { CalibrationSmoothing = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Scale", () => new RankingOptions { Scale = default });
        Assert.Throws<ArgumentException>("options", () => new RankingProtocol(new RankingOptions { RelevantFrom = 6 }));
        Assert.Throws<ArgumentException>("CalibrationField", () => new RankingProtocol(new RankingOptions { CalibrationField = "genre" }));
        Assert.Throws<ArgumentOutOfRangeException>("KnownRatings", () => new ColdStartOptions { KnownRatings = [-1] });
        Assert.Throws<ArgumentOutOfRangeException>("HeldOutShare", () => new ColdStartOptions { HeldOutShare = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("Groups", () => new ColdStartOptions { Groups = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("Scale", () => new ColdStartOptions { Scale = default });
        Assert.Throws<ArgumentOutOfRangeException>("MaximumUsers", () => new TasteChangeOptions { MaximumUsers = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("HistoryRatings", () => new TasteChangeOptions { HistoryRatings = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("RatingsBefore", () => new TasteChangeOptions { RatingsBefore = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("RatingsAfter", () => new TasteChangeOptions { RatingsAfter = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Window", () => new TasteChangeOptions { Window = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Tolerance", () => new TasteChangeOptions { Tolerance = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>("Scale", () => new TasteChangeOptions { Scale = default });
        Assert.Throws<ArgumentOutOfRangeException>("Resamples", () => new BootstrapOptions { Resamples = 99 });
        Assert.Throws<ArgumentOutOfRangeException>("Confidence", () => new BootstrapOptions { Confidence = 1 });
    }

    private static void AssertBreach(string candidate, Action run) =>
        Assert.Contains(candidate, Assert.Throws<InvalidOperationException>(run).Message, StringComparison.Ordinal);
}
