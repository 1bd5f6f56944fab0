using System.Runtime.CompilerServices;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>
/// What all protocols share: checks their input, adds the baselines, finds the scale, and runs recommenders, several at a time.
/// </summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class EvaluationRunner
{
    private readonly RecommenderCandidate[] _candidates;
    private readonly IProgress<EvaluationProgress>? _progress;
    private readonly CancellationToken _cancellationToken;

    /// <summary>Checks the candidates, then the ratings. No recommender is made yet.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="candidates"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The list of candidates or a rating is not valid.</exception>
    public EvaluationRunner(
        ReadOnlySpan<Rating> ratings,
        IReadOnlyList<RecommenderCandidate> candidates,
        RatingScale? scale,
        IProgress<EvaluationProgress>? progress,
        CancellationToken cancellationToken,
        params ReadOnlySpan<string> reservedNames)
    {
        _candidates = RecommenderCandidate.Check(candidates, reservedNames);
        Scale = scale ?? DataScale.Of(ratings);
        RatingStream.Check(ratings, Scale);
        foreach (ref readonly Rating rating in ratings)
        {
            HighestItem = Math.Max(HighestItem, rating.Item);
        }

        _progress = progress;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The highest item id among the ratings; 0 without ratings.</summary>
    public int HighestItem { get; }

    /// <summary>The scale of the ratings.</summary>
    public RatingScale Scale { get; }

    /// <summary>Evaluates the candidates in their order, then the chosen baselines whose names no candidate has.</summary>
    /// <param name="baselines">All baselines.</param>
    /// <param name="plan">How the work is divided.</param>
    /// <param name="evaluate">Evaluates one part of the work for one recommender; called by several threads.</param>
    /// <param name="combine">Makes a result of all parts of a recommender, in their order.</param>
    public IReadOnlyList<TResult> Evaluate<TPart, TResult>(
        IEnumerable<RecommenderCandidate> baselines,
        RunPlan plan,
        Func<CandidateRun, int, TPart> evaluate,
        Func<CandidateRun, TPart[], TResult> combine)
    {
        HashSet<string> names = [.. _candidates.Select(candidate => candidate.Name)];
        RecommenderCandidate[] all =
        [
            .. _candidates,
            .. baselines.Where(baseline => plan.Baselines.Contains(baseline.Name) && !names.Contains(baseline.Name)),
        ];
        int parts = plan.Parts;
        StepProgress steps = new(_progress, all.Length * parts * plan.StepsEach);
        CandidateRun[] runs = [.. all.SelectMany(candidate => Runs(candidate, steps, parts))];
        plan.Prepare?.Invoke(runs[0]);
        var results = new TPart[runs.Length];
        WorkUnits.Run(runs.Length, plan.MaxDegreeOfParallelism, unit =>
        {
            results[unit] = evaluate(runs[unit], unit % parts);
            runs[unit].Release();
        });
        return Array.AsReadOnly(
            [.. all.Select((_, i) => combine(runs[i * parts], results[(i * parts)..((i + 1) * parts)]))]);
    }

    /// <summary>Evaluates work that has a single part.</summary>
    public IReadOnlyList<TResult> Evaluate<TResult>(
        IEnumerable<RecommenderCandidate> baselines, RunPlan plan, Func<CandidateRun, TResult> evaluate) =>
        Evaluate(baselines, plan, (run, _) => evaluate(run), (_, parts) => parts[0]);

    /// <summary>A run for each candidate, without baselines, for a protocol that returns to each candidate several times.</summary>
    /// <param name="stepsEach">How many steps of equal weight each run reports as finished.</param>
    public CandidateRun[] StartAll(int stepsEach)
    {
        StepProgress steps = new(_progress, _candidates.Length * stepsEach);
        return [.. _candidates.SelectMany(candidate => Runs(candidate, steps, 1))];
    }

    private CandidateRun[] Runs(RecommenderCandidate candidate, StepProgress steps, int count)
    {
        ConditionalWeakTable<IRecommender, object> made = [];
        CandidateRun[] runs = new CandidateRun[count];
        for (int i = 0; i < count; i++)
        {
            runs[i] = new CandidateRun(candidate, Scale, steps, made, _cancellationToken);
        }

        return runs;
    }
}
