using System.Diagnostics;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Protocols.Internals;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>
/// Test, then train: the ratings come in the order of time, and each is first predicted and then learned by a recommender that starts
/// from nothing and is never trained anew.
/// </summary>
/// <remarks>
/// The prequential method of A. P. Dawid, "Statistical Theory: The Prequential Approach" (Journal of the Royal Statistical Society A,
/// 147, 1984). Ratings of one moment come in the order given. Recommenders learn by <see cref="IRecommender.Learn"/> alone, and every
/// prediction counts, the first ones too. Where a user rates an item again, the rating is learned, in the place of the earlier one, but not
/// predicted: the answer was known. Immutable and safe to share between threads.
/// </remarks>
public sealed class PrequentialProtocol
{
    private readonly PrequentialOptions _options;

    /// <summary>Creates the protocol.</summary>
    /// <param name="options">What to do; the defaults where it is <see langword="null"/>.</param>
    public PrequentialProtocol(PrequentialOptions? options = null) => _options = options ?? new PrequentialOptions();

    /// <summary>Evaluates candidates.</summary>
    /// <param name="ratings">The ratings, in any order; at least one.</param>
    /// <param name="candidates">
    /// The recommenders to evaluate, of unique names; the <see cref="PlainBaselines"/> are added.
    /// </param>
    /// <param name="progress">Told which candidate is at work and the part done.</param>
    /// <param name="cancellationToken">Ends the evaluation early.</param>
    /// <returns>The report. But for the measured times it is the same for the same ratings, options and candidates.</returns>
    /// <exception cref="ArgumentException">A rating is not valid or there is none, or there is no candidate, or names repeat.</exception>
    /// <exception cref="InvalidOperationException">
    /// A recommender breaks its contract: wrong scale, or a prediction that is not finite.
    /// </exception>
    /// <exception cref="OperationCanceledException">The evaluation was canceled.</exception>
    public PrequentialReport Run(
        ReadOnlySpan<Rating> ratings,
        IReadOnlyList<RecommenderCandidate> candidates,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        RecommenderCandidate[] given = RecommenderCandidate.Check(candidates);
        if (ratings.IsEmpty)
        {
            throw new ArgumentException("There is at least one rating to predict.", nameof(ratings));
        }

        RatingStream.Check(ratings, _options.Scale);
        RecommenderCandidate[] systems = PlainBaselines.AddForErrors(given, ratings);
        Rating[] stream = RatingStream.ByTime(ratings);
        byte[] buckets = KnownRatingsBuckets.OfStream(stream);
        int repeated = buckets.Count(bucket => bucket == KnownRatingsBuckets.Repeated);
        StepProgress steps = new(progress, systems.Length);
        PrequentialResult[] results = new PrequentialResult[systems.Length];
        for (int i = 0; i < systems.Length; i++)
        {
            CandidateRun run = new(systems[i], _options.Scale);
            results[i] = Evaluate(run, stream, buckets, stream.Length - repeated, steps, cancellationToken);
            steps.FinishStep(systems[i].Name);
        }

        return new PrequentialReport(_options, stream.Length - repeated, repeated, Array.AsReadOnly(results));
    }

    private PrequentialResult Evaluate(
        CandidateRun run, Rating[] stream, byte[] buckets, int tests, StepProgress steps, CancellationToken cancellationToken)
    {
        RatingErrors total = default;
        RatingErrors window = default;
        RatingErrors[] byKnown = new RatingErrors[KnownRatingsBuckets.Count];
        LearningCurvePoint[] curve = new LearningCurvePoint[Math.Min(_options.CurvePoints, tests)];
        int points = 0;
        long predictTicks = 0;
        long learnTicks = 0;
        run.StartFresh();
        for (int i = 0; i < stream.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            ref readonly Rating rating = ref stream[i];
            long start = Stopwatch.GetTimestamp();
            if (buckets[i] == KnownRatingsBuckets.Repeated)
            {
                run.Learn(rating);
                learnTicks += Stopwatch.GetTimestamp() - start;
                continue;
            }

            double predicted = run.Predict(rating.User, rating.Item);
            long predictedAt = Stopwatch.GetTimestamp();
            run.Learn(rating);
            learnTicks += Stopwatch.GetTimestamp() - predictedAt;
            predictTicks += predictedAt - start;

            total.Add(predicted, rating.Value);
            window.Add(predicted, rating.Value);
            byKnown[buckets[i]].Add(predicted, rating.Value);
            if (total.Count == (long)tests * (points + 1) / curve.Length)
            {
                curve[points++] = new LearningCurvePoint(total.Count, total.Rmse, window.Rmse);
                window = default;
                steps.Report(run.Name, (double)total.Count / tests);
            }
        }

        double nanoseconds = 1e9 / Stopwatch.Frequency;
        return new PrequentialResult(
            run.Name,
            run.Kind,
            total.Rmse,
            total.Mae,
            predictTicks * nanoseconds / tests,
            learnTicks * nanoseconds / stream.Length,
            Array.AsReadOnly(curve),
            KnownRatingsBuckets.Results(byKnown));
    }
}
