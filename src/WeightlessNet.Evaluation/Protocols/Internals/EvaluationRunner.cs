using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>What all protocols share: checks their input, adds the baselines, and runs one recommender after another.</summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed class EvaluationRunner
{
    private readonly RecommenderCandidate[] _candidates;
    private readonly RatingScale _scale;
    private readonly IProgress<EvaluationProgress>? _progress;
    private readonly CancellationToken _cancellationToken;

    /// <summary>Checks the candidates, then the ratings. No recommender is made yet.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="candidates"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The list of candidates or a rating is not valid.</exception>
    public EvaluationRunner(
        ReadOnlySpan<Rating> ratings,
        IReadOnlyList<RecommenderCandidate> candidates,
        RatingScale scale,
        IProgress<EvaluationProgress>? progress,
        CancellationToken cancellationToken,
        params ReadOnlySpan<string> reservedNames)
    {
        _candidates = RecommenderCandidate.Check(candidates, reservedNames);
        RatingStream.Check(ratings, scale);
        foreach (ref readonly Rating rating in ratings)
        {
            HighestItem = Math.Max(HighestItem, rating.Item);
        }

        _scale = scale;
        _progress = progress;
        _cancellationToken = cancellationToken;
    }

    /// <summary>The highest item id among the ratings; 0 without ratings.</summary>
    public int HighestItem { get; }

    /// <summary>Evaluates the candidates in their order, then the baselines whose names no candidate has.</summary>
    /// <param name="baselines">The baselines.</param>
    /// <param name="stepsEach">How many steps of equal weight each evaluation reports as finished.</param>
    /// <param name="evaluate">Evaluates one recommender. Only one is kept alive at a time.</param>
    public IReadOnlyList<TResult> Evaluate<TResult>(
        IEnumerable<RecommenderCandidate> baselines, int stepsEach, Func<CandidateRun, TResult> evaluate)
    {
        HashSet<string> names = [.. _candidates.Select(candidate => candidate.Name)];
        RecommenderCandidate[] all = [.. _candidates, .. baselines.Where(baseline => !names.Contains(baseline.Name))];
        StepProgress steps = new(_progress, all.Length * stepsEach);
        TResult[] results = new TResult[all.Length];
        for (int i = 0; i < all.Length; i++)
        {
            results[i] = evaluate(new CandidateRun(all[i], _scale, steps, _cancellationToken));
        }

        return Array.AsReadOnly(results);
    }

    /// <summary>A run for each candidate, without baselines, for a protocol that returns to each candidate several times.</summary>
    /// <param name="stepsEach">How many steps of equal weight each run reports as finished.</param>
    public CandidateRun[] StartAll(int stepsEach)
    {
        StepProgress steps = new(_progress, _candidates.Length * stepsEach);
        return Array.ConvertAll(_candidates, candidate => new CandidateRun(candidate, _scale, steps, _cancellationToken));
    }
}
