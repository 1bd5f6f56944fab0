using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Protocols.Internals;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>
/// How fast recommenders adapt when users change their taste: from one rating to the next, sampled users start to like what they disliked
/// and to dislike what they liked.
/// </summary>
/// <remarks>
/// <para>The change is simulated: each later rating is mirrored at the mean of all other users' ratings of the item and rounded to the
/// nearest level of the scale. A user who liked an item one star more than others now likes it one star less. The change is sudden and
/// total, the hardest one possible, because everything learned about the user is now wrong; ratings near the ends of the scale lose some
/// of their range. Real changes are milder, so use the figures only to compare recommenders.</para>
/// <para>The training data are the ratings of all other users and the first ratings of the sampled users; recommenders are trained by
/// <see cref="IBatchRecommender.Fit"/> where they offer it. Then the next ratings of the sampled users, one of each user per turn in the
/// order of their time, are first predicted and then learned. All users change at the same turn. Keep the sample small compared to the
/// other users, because recommenders also learn about the items from mirrored ratings. If a user rates an item more than once, only the
/// latest rating counts. Immutable and safe to share between threads.</para>
/// </remarks>
public sealed class TasteChangeProtocol
{
    private readonly TasteChangeOptions _options;

    /// <summary>Creates the protocol.</summary>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    public TasteChangeProtocol(TasteChangeOptions? options = null) => _options = options ?? new TasteChangeOptions();

    /// <summary>Evaluates candidates.</summary>
    /// <param name="ratings">The ratings, with at least one user who has enough of them for all phases.</param>
    /// <param name="candidates">
    /// The recommenders to evaluate, with unique names. The chosen <see cref="PlainBaselines"/> are added.
    /// </param>
    /// <param name="progress">Receives the name of the current candidate and the finished fraction.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <returns>The report. Equal ratings, options and candidates give equal figures, except for measured times.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="candidates"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// A rating is not valid, no user has enough of them, there is no candidate, or names repeat.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A recommender breaks its contract: wrong scale, or a prediction that is not finite.
    /// </exception>
    /// <exception cref="OperationCanceledException">The evaluation was canceled.</exception>
    public TasteChangeReport Run(
        ReadOnlySpan<Rating> ratings,
        IReadOnlyList<RecommenderCandidate> candidates,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        EvaluationRunner runner = new(ratings, candidates, _options.Scale, progress, cancellationToken);
        TasteChangePlan plan = TasteChangePlan.Of(RatingStream.Latest(ratings), runner.Scale, _options);
        return new TasteChangeReport
        {
            Options = _options,
            Scale = runner.Scale,
            TrainCount = plan.Train.Length,
            UserCount = plan.UserCount,
            Results = runner.Evaluate(
                PlainBaselines.ForErrors(runner.HighestItem + 1),
                new RunPlan(_options.Baselines, _options.MaxDegreeOfParallelism),
                run => Evaluate(run, plan)),
        };
    }

    private TasteChangeResult Evaluate(CandidateRun run, TasteChangePlan plan)
    {
        run.StartFresh();
        double fitSeconds = run.Train(plan.Train);

        RatingErrors before = default;
        RatingErrors after = default;
        RatingErrors window = default;
        List<TasteChangePoint> curve = [];
        int turns = plan.Stream.Length / plan.UserCount;
        for (int turn = 0; turn < turns; turn++)
        {
            foreach (ref readonly Rating rating in plan.Stream.AsSpan(turn * plan.UserCount, plan.UserCount))
            {
                double predicted = run.Predict(rating.User, rating.Item);
                run.Learn(rating);
                window.Add(predicted, rating.Value);
            }

            int sinceChange = turn + 1 - _options.RatingsBefore;
            if (sinceChange % _options.Window == 0 || turn == turns - 1)
            {
                curve.Add(new TasteChangePoint(sinceChange, window.Count, window.Rmse));
                (sinceChange <= 0 ? ref before : ref after).Add(window);
                window = default;
                run.ReportTesting((turn + 1.0) / turns);
            }
        }

        run.FinishStep();
        return new TasteChangeResult
        {
            Name = run.Name,
            Kind = run.Kind,
            RmseBefore = before.Rmse,
            RmseAfter = after.Rmse,
            RatingsToRecover = RatingsToRecover(curve, before.Rmse),
            Curve = curve.AsReadOnly(),
            FitSeconds = fitSeconds,
        };
    }

    private int? RatingsToRecover(List<TasteChangePoint> curve, double rmseBefore)
    {
        foreach (TasteChangePoint point in curve)
        {
            if (point.RatingsSinceChange > 0 && point.Rmse <= rmseBefore * (1 + _options.Tolerance))
            {
                return point.RatingsSinceChange;
            }
        }

        return null;
    }
}
