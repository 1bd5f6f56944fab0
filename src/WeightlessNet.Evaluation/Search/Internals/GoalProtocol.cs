using System.Collections.ObjectModel;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Search.Internals;

/// <summary>Evaluates candidates by the figure of a goal.</summary>
internal sealed class GoalProtocol
{
    private readonly OptionSearchOptions _options;
    private readonly CancellationToken _cancellationToken;

    public GoalProtocol(OptionSearchOptions options, RatingScale scale, CancellationToken cancellationToken)
    {
        _options = options;
        Scale = scale;
        _cancellationToken = cancellationToken;
    }

    public RatingScale Scale { get; }

    private bool IsError => _options.Goal is SearchGoal.Rmse or SearchGoal.Mae;

    public bool IsBetter(double score, double than) => IsError ? score < than : score > than;

    /// <summary>The figure of each candidate.</summary>
    public double[] Scores(
        ReadOnlySpan<Rating> ratings, RecommenderCandidate[] candidates, RatingSplit split, IProgress<EvaluationProgress>? progress) =>
        [.. Evaluate(ratings, candidates, split, [], [], progress).Select(result => result.Score)];

    /// <summary>The figure of each candidate and baseline.</summary>
    public IReadOnlyList<SearchResult> Results(
        ReadOnlySpan<Rating> ratings, RecommenderCandidate[] candidates, RatingSplit split, IProgress<EvaluationProgress>? progress) =>
        Evaluate(ratings, candidates, split, PlainBaselines.ErrorNames, PlainBaselines.RankingNames, progress);

    private ReadOnlyCollection<SearchResult> Evaluate(
        ReadOnlySpan<Rating> ratings,
        RecommenderCandidate[] candidates,
        RatingSplit split,
        IReadOnlyList<string> errorBaselines,
        IReadOnlyList<string> rankingBaselines,
        IProgress<EvaluationProgress>? progress)
    {
        if (IsError)
        {
            HoldOutOptions errors = new()
            {
                Split = split,
                Scale = Scale,
                Baselines = errorBaselines,
                MaxDegreeOfParallelism = _options.MaxDegreeOfParallelism,
            };
            HoldOutReport report = new HoldOutProtocol(errors).Run(ratings, candidates, progress, _cancellationToken);
            return Array.AsReadOnly([.. report.Results.Select(
                result => ResultOf(result.Name, result.Kind, _options.Goal == SearchGoal.Mae ? result.Mae : result.Rmse))]);
        }

        RankingOptions lists = new()
        {
            Split = split,
            Scale = Scale,
            Baselines = rankingBaselines,
            MaxDegreeOfParallelism = _options.MaxDegreeOfParallelism,
            ListLengths = [_options.ListLength],
            RelevantFrom = _options.RelevantFrom,
        };
        RankingReport ranking = new RankingProtocol(lists).Run(ratings, candidates, progress, _cancellationToken);
        return Array.AsReadOnly([.. ranking.Results.Select(result => ResultOf(result.Name, result.Kind, FigureOf(result)))]);
    }

    private double FigureOf(RankingResult result) => _options.Goal switch
    {
        SearchGoal.Recall => result.Recall,
        SearchGoal.HitRate => result.HitRate,
        _ => result.Ndcg,
    };

    private static SearchResult ResultOf(string name, ResultKind kind, double score) =>
        new() { Name = name, Kind = kind, Score = score };
}
