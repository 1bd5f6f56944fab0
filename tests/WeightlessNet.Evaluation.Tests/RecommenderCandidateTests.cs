using WeightlessNet.Evaluation.Comparison;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Paper;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

public class RecommenderCandidateTests
{
    private static readonly Rating[] Ratings = [new(0, 0, 3), new(0, 1, 4), new(1, 0, 2), new(1, 1, 2)];

    [Theory]
    [InlineData("")]
    [InlineData(" \t")]
    public void A_blank_name_is_refused(string name) =>
        Assert.Throws<ArgumentException>(nameof(name), () => new RecommenderCandidate(name, scale => new BatchSpyRecommender(scale)));

    [Fact]
    public void A_null_name_and_a_null_factory_are_refused()
    {
        Assert.Throws<ArgumentNullException>("name", () => new RecommenderCandidate(null!, scale => new BatchSpyRecommender(scale)));
        Assert.Throws<ArgumentNullException>("factory", () => new RecommenderCandidate("a", null!));
    }

    [Fact]
    public void The_factory_receives_the_scale()
    {
        RecommenderCandidate candidate = new("a", scale => new BatchSpyRecommender(scale));

        Assert.Equal(RatingScale.Stars, candidate.Create(RatingScale.Stars).Scale);
    }

    [Fact]
    public void A_recommender_with_another_scale_and_a_null_are_refused()
    {
        RecommenderCandidate stubborn = new("stubborn", _ => new BatchSpyRecommender(RatingScale.Stars));
        RecommenderCandidate nothing = new("nothing", _ => null!);

        AssertBreach("'stubborn'", () => stubborn.Create(RatingScale.HalfStars));
        AssertBreach("'nothing'", () => nothing.Create(RatingScale.HalfStars));
    }

    [Fact]
    public void A_factory_that_returns_the_same_recommender_twice_is_refused()
    {
        BatchSpyRecommender only = new(RatingScale.HalfStars);
        RecommenderCandidate candidate = new("same", _ => only);

        AssertBreach("'same'", () => new KFoldProtocol(new KFoldOptions { Folds = 3 }).Run(Ratings, [candidate]));
    }

    [Fact]
    public void Invalid_options_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Folds", () => new KFoldOptions { Folds = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("Scale", () => new KFoldOptions { Scale = default(RatingScale) });
        Assert.Throws<ArgumentOutOfRangeException>("CurvePoints", () => new PrequentialOptions { CurvePoints = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Scale", () => new PrequentialOptions { Scale = default(RatingScale) });
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
        Assert.Throws<ArgumentOutOfRangeException>("Scale", () => new HoldOutOptions { Scale = default(RatingScale) });
        Assert.Throws<ArgumentNullException>("Split", () => new RankingOptions { Split = null! });
        Assert.Throws<ArgumentNullException>("ListLengths", () => new RankingOptions { ListLengths = null! });
        Assert.Throws<ArgumentException>("ListLengths", () => new RankingOptions { ListLengths = [] });
        Assert.Throws<ArgumentException>("ListLengths", () => new RankingOptions { ListLengths = [5, 5] });
        Assert.Throws<ArgumentOutOfRangeException>("ListLengths", () => new RankingOptions { ListLengths = [0] });
        Assert.Throws<ArgumentOutOfRangeException>("RelevantFrom", () => new RankingOptions { RelevantFrom = float.NaN });
        Assert.Throws<ArgumentOutOfRangeException>("Distance", () => new RankingOptions { Distance = (PatternDistance)2 });
        Assert.Throws<ArgumentOutOfRangeException>("CalibrationSmoothing", () => new RankingOptions { CalibrationSmoothing = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Scale", () => new RankingOptions { Scale = default(RatingScale) });
        Assert.Throws<ArgumentException>("options", () => new RankingProtocol(new() { RelevantFrom = 6, Scale = RatingScale.Stars }));
        Assert.Throws<ArgumentException>("CalibrationField", () => new RankingProtocol(new RankingOptions { CalibrationField = "genre" }));
        Assert.Throws<ArgumentOutOfRangeException>("KnownRatings", () => new ColdStartOptions { KnownRatings = [-1] });
        Assert.Throws<ArgumentOutOfRangeException>("HeldOutShare", () => new ColdStartOptions { HeldOutShare = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("Groups", () => new ColdStartOptions { Groups = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("Scale", () => new ColdStartOptions { Scale = default(RatingScale) });
        Assert.Throws<ArgumentOutOfRangeException>("MaximumUsers", () => new TasteChangeOptions { MaximumUsers = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("HistoryRatings", () => new TasteChangeOptions { HistoryRatings = -1 });
        Assert.Throws<ArgumentOutOfRangeException>("RatingsBefore", () => new TasteChangeOptions { RatingsBefore = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("RatingsAfter", () => new TasteChangeOptions { RatingsAfter = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Window", () => new TasteChangeOptions { Window = 0 });
        Assert.Throws<ArgumentOutOfRangeException>("Tolerance", () => new TasteChangeOptions { Tolerance = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>("Scale", () => new TasteChangeOptions { Scale = default(RatingScale) });
        Assert.Throws<ArgumentOutOfRangeException>("Resamples", () => new BootstrapOptions { Resamples = 99 });
        Assert.Throws<ArgumentOutOfRangeException>("Confidence", () => new BootstrapOptions { Confidence = 1 });
    }

    private static void AssertBreach(string candidate, Action run) =>
        Assert.Contains(candidate, Assert.Throws<InvalidOperationException>(run).Message, StringComparison.Ordinal);
}
