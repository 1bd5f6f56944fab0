using System.Diagnostics;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Protocols.Internals;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>
/// How fast recommenders follow users whose taste changes: from one rating to the next, sampled users come to like what they disliked
/// and to dislike what they liked.
/// </summary>
/// <remarks>
/// <para>The change is simulated: from it on each rating is mirrored at the mean rating of the item by all other users and moved to the
/// nearest level of the scale, so a user who liked an item one star better than others do now likes it one star less. This is the hardest
/// change there is, as all that was learned of the user points the wrong way; it is sudden and total, and ratings near the ends of the
/// scale lose some of their spread. Real changes are milder: the figures compare systems.</para>
/// <para>The crowd's ratings and the first ratings of the sampled users train, by <see cref="IBatchRecommender.Fit"/> where it is offered.
/// Then the users' next ratings in the order of their time come in turns, one of each user, and each is first predicted and then learned.
/// All users change at the same turn. The sample should be small against the crowd, whose view the mirrored ratings also enter.
/// Where a user rates an item more than once only the latest rating counts. Immutable and safe to share between threads.</para>
/// </remarks>
public sealed class TasteChangeProtocol
{
    private readonly TasteChangeOptions _options;

    /// <summary>Creates the protocol.</summary>
    /// <param name="options">What to do; the defaults where it is <see langword="null"/>.</param>
    public TasteChangeProtocol(TasteChangeOptions? options = null) => _options = options ?? new TasteChangeOptions();

    /// <summary>Evaluates candidates.</summary>
    /// <param name="ratings">The ratings, with at least one user of enough ratings for all phases.</param>
    /// <param name="candidates">
    /// The recommenders to evaluate, of unique names; the <see cref="PlainBaselines"/> are added.
    /// </param>
    /// <param name="progress">Told which candidate is at work and the part done.</param>
    /// <param name="cancellationToken">Ends the evaluation early.</param>
    /// <returns>The report. But for the measured times it is the same for the same ratings, options and candidates.</returns>
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
        RecommenderCandidate[] given = RecommenderCandidate.Check(candidates);
        RatingStream.Check(ratings, _options.Scale);
        RecommenderCandidate[] systems = PlainBaselines.AddForErrors(given, ratings);
        TasteChangePlan plan = TasteChangePlan.Of(RatingStream.Latest(ratings), _options);
        StepProgress steps = new(progress, systems.Length);
        TasteChangeResult[] results = new TasteChangeResult[systems.Length];
        for (int i = 0; i < systems.Length; i++)
        {
            results[i] = Evaluate(new CandidateRun(systems[i], _options.Scale), plan, steps, cancellationToken);
            steps.FinishStep(systems[i].Name);
        }

        return new TasteChangeReport(_options, plan.Train.Length, plan.UserCount, Array.AsReadOnly(results));
    }

    private TasteChangeResult Evaluate(CandidateRun run, TasteChangePlan plan, StepProgress steps, CancellationToken cancellationToken)
    {
        run.StartFresh();
        long start = Stopwatch.GetTimestamp();
        run.Train(plan.Train, steps.ForTraining(run.Name), cancellationToken);
        double fitSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        RatingErrors before = default;
        RatingErrors after = default;
        RatingErrors window = default;
        List<TasteChangePoint> curve = [];
        int turns = plan.Stream.Length / plan.UserCount;
        for (int turn = 0; turn < turns; turn++)
        {
            foreach (ref readonly Rating rating in plan.Stream.AsSpan(turn * plan.UserCount, plan.UserCount))
            {
                cancellationToken.ThrowIfCancellationRequested();
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
                steps.ReportTesting(run.Name, (turn + 1.0) / turns);
            }
        }

        return new TasteChangeResult(
            run.Name,
            run.Kind,
            before.Rmse,
            after.Rmse,
            RatingsToRecover(curve, before.Rmse),
            curve.AsReadOnly(),
            fitSeconds);
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
