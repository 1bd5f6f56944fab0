using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Protocols.Internals;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>
/// How the error falls as a user becomes known: the same ratings of the same users are predicted after training on 1, 2, 5, ... of their
/// other ratings.
/// </summary>
/// <remarks>
/// <para>A random part of each tested user's ratings is held out once; the others become known in a random order. The tested users are
/// divided into groups. For each group and each number of known ratings, a new recommender is trained on that number of ratings of every
/// user in the group and on all ratings of all other users that are not held out. The errors for different numbers are therefore
/// comparable: users and items are the same.</para>
/// <para>Recommenders are trained by <see cref="IBatchRecommender.Fit"/> where they offer it, otherwise rating by rating in the given
/// order. If a user rates an item more than once, only the latest rating counts. Immutable and safe to share between threads.</para>
/// </remarks>
public sealed class ColdStartProtocol
{
    private readonly ColdStartOptions _options;

    /// <summary>Creates the protocol.</summary>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    public ColdStartProtocol(ColdStartOptions? options = null) => _options = options ?? new ColdStartOptions();

    /// <summary>Evaluates candidates.</summary>
    /// <param name="ratings">The ratings, with at least as many users who have enough of them as there are groups.</param>
    /// <param name="candidates">
    /// The recommenders to evaluate, with unique names. The chosen <see cref="PlainBaselines"/> are added.
    /// </param>
    /// <param name="progress">Receives the name of the current candidate and the finished fraction.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <returns>The report. Equal ratings, options and candidates give equal figures, except for measured times.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="candidates"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// A rating is not valid, too few users have enough of them, there is no candidate, or names repeat.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A recommender breaks its contract: wrong scale, not a new instance, or a prediction that is not finite.
    /// </exception>
    /// <exception cref="OperationCanceledException">The evaluation was canceled.</exception>
    public ColdStartReport Run(
        ReadOnlySpan<Rating> ratings,
        IReadOnlyList<RecommenderCandidate> candidates,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        EvaluationRunner runner = new(ratings, candidates, _options.Scale, progress, cancellationToken);
        ColdStartPlan plan = new(RatingStream.Latest(ratings), _options);
        return new ColdStartReport
        {
            Options = _options,
            Scale = runner.Scale,
            UserCount = plan.UserCount,
            TestCount = plan.TestCount,
            Results = runner.Evaluate(
                PlainBaselines.ForErrors(runner.HighestItem + 1),
                new RunPlan(_options.Baselines, _options.MaxDegreeOfParallelism)
                {
                    Parts = _options.KnownRatings.Count,
                    StepsEach = _options.Groups,
                },
                (run, part) => Evaluate(run, plan, _options.KnownRatings[part]),
                Combine),
        };
    }

    private (ColdStartPoint Point, double FitSeconds, double PredictSeconds) Evaluate(CandidateRun run, ColdStartPlan plan, int known)
    {
        double fitSeconds = 0;
        double predictSeconds = 0;
        RatingErrors total = default;
        UserErrors byUser = new();
        for (int group = 0; group < _options.Groups; group++)
        {
            run.StartFresh();
            fitSeconds += run.Train(plan.Train(group, known));
            predictSeconds += run.Predict(plan.Test(group), (rating, predicted) =>
            {
                total.Add(predicted, rating.Value);
                byUser.Add(rating, predicted);
            });
            run.FinishStep();
        }

        ColdStartPoint point = new()
        {
            KnownRatings = known,
            Rmse = total.Rmse,
            Mae = total.Mae,
            UserRmse = byUser.Rmse(),
        };
        return (point, fitSeconds, predictSeconds);
    }

    private static ColdStartResult Combine(CandidateRun run, (ColdStartPoint Point, double FitSeconds, double PredictSeconds)[] points) =>
        new()
        {
            Name = run.Name,
            Kind = run.Kind,
            FitSeconds = points.Sum(point => point.FitSeconds),
            PredictSeconds = points.Sum(point => point.PredictSeconds),
            ByKnownRatings = Array.AsReadOnly(Array.ConvertAll(points, point => point.Point)),
        };
}
