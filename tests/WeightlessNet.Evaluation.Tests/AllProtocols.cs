using WeightlessNet.Evaluation.Paper;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

/// <summary>Every protocol by name, with options that work for as few as four ratings of two users and two items.</summary>
internal static class AllProtocols
{
    public const string Ranking = "ranking";

    public const string Paper = "paper";

    private static readonly Dictionary<string, Runner> Runners = new()
    {
        ["k-fold"] = (ratings, candidates, progress, cancellation) =>
        [
            .. new KFoldProtocol(new KFoldOptions { Folds = 2, Scale = RatingScale.HalfStars })
                .Run(ratings, candidates, progress, cancellation).Results.Select(result => (result.Name, result.Kind)),
        ],
        ["hold-out"] = (ratings, candidates, progress, cancellation) =>
        [
            .. new HoldOutProtocol(new HoldOutOptions { Split = RatingSplit.LeaveLastOut(), Scale = RatingScale.HalfStars })
                .Run(ratings, candidates, progress, cancellation).Results.Select(result => (result.Name, result.Kind)),
        ],
        ["prequential"] = (ratings, candidates, progress, cancellation) =>
        [
            .. new PrequentialProtocol(new PrequentialOptions { Scale = RatingScale.HalfStars })
                .Run(ratings, candidates, progress, cancellation).Results.Select(result => (result.Name, result.Kind)),
        ],
        ["cold start"] = (ratings, candidates, progress, cancellation) =>
        [
            .. new ColdStartProtocol(
                new ColdStartOptions { Groups = 2, KnownRatings = [0, 1], HeldOutShare = 0.5, Scale = RatingScale.HalfStars })
                .Run(ratings, candidates, progress, cancellation).Results.Select(result => (result.Name, result.Kind)),
        ],
        ["taste change"] = (ratings, candidates, progress, cancellation) =>
        [
            .. new TasteChangeProtocol(
                new TasteChangeOptions { HistoryRatings = 0, RatingsBefore = 1, RatingsAfter = 1, Scale = RatingScale.HalfStars })
                .Run(ratings, candidates, progress, cancellation).Results.Select(result => (result.Name, result.Kind)),
        ],
        [Ranking] = (ratings, candidates, progress, cancellation) =>
        [
            .. new RankingProtocol(
                new RankingOptions { Split = RatingSplit.LeaveLastOut(), RelevantFrom = 0.5f, Scale = RatingScale.HalfStars })
                .Run(ratings, candidates, progress, cancellation).Results.Select(result => (result.Name, result.Kind)),
        ],
        [Paper] = (ratings, candidates, progress, cancellation) =>
        [
            .. new PaperProtocol(new PaperOptions { Users = 2, ReviewsPerUser = [2], TrainShare = 0.5 })
                .Run(ratings, candidates, progress, cancellation).Results.Select(result => (result.Name, result.Kind)),
        ],
    };

    private delegate (string Name, ResultKind Kind)[] Runner(
        Rating[] ratings,
        IReadOnlyList<RecommenderCandidate> candidates,
        IProgress<EvaluationProgress>? progress,
        CancellationToken cancellation);

    public static TheoryData<string> Names => [.. Runners.Keys];

    /// <summary>Runs a protocol.</summary>
    /// <returns>The name and kind of each result.</returns>
    public static (string Name, ResultKind Kind)[] Run(
        string protocol,
        Rating[] ratings,
        IReadOnlyList<RecommenderCandidate> candidates,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellation = default) =>
        Runners[protocol](ratings, candidates, progress, cancellation);
}
