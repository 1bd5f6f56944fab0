using System.Diagnostics;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Protocols.Internals;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>
/// Test, then train: a recommender starts empty and, in the order of time, first predicts and then learns each rating. It is never
/// retrained.
/// </summary>
/// <remarks>
/// The prequential method of A. P. Dawid, "Statistical Theory: The Prequential Approach" (Journal of the Royal Statistical Society A,
/// 147, 1984). Ratings with equal timestamps keep the given order. Recommenders learn by <see cref="IRecommender.Learn"/> only, and every
/// prediction counts, including the first ones. If a user rates an item again, the new rating is learned and replaces the earlier one, but
/// it is not predicted, because the recommender has seen the answer. Immutable and safe to share between threads.
/// </remarks>
public sealed class PrequentialProtocol
{
    private readonly PrequentialOptions _options;

    /// <summary>Creates the protocol.</summary>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    public PrequentialProtocol(PrequentialOptions? options = null) => _options = options ?? new PrequentialOptions();

    /// <summary>Evaluates candidates.</summary>
    /// <param name="ratings">The ratings, in any order; at least one.</param>
    /// <param name="candidates">
    /// The recommenders to evaluate, with unique names. The chosen <see cref="PlainBaselines"/> are added.
    /// </param>
    /// <param name="progress">Receives the name of the current candidate and the finished fraction.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <returns>The report. Equal ratings, options and candidates give equal figures, except for measured times.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="candidates"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// A rating is not valid, there is no rating, there is no candidate, or names repeat.
    /// </exception>
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
        EvaluationRunner runner = new(ratings, candidates, _options.Scale, progress, cancellationToken);
        if (ratings.IsEmpty)
        {
            throw new ArgumentException("At least one rating is needed.", nameof(ratings));
        }

        Rating[] stream = RatingStream.ByTime(ratings);
        byte[] buckets = KnownRatingsBuckets.OfStream(stream);
        int repeated = buckets.Count(bucket => bucket == KnownRatingsBuckets.Repeated);
        int tests = stream.Length - repeated;
        return new PrequentialReport
        {
            Options = _options,
            Scale = runner.Scale,
            RatingCount = tests,
            RepeatedCount = repeated,
            Results = runner.Evaluate(
                PlainBaselines.ForErrors(runner.HighestItem + 1),
                new RunPlan(_options.Baselines, _options.MaxDegreeOfParallelism),
                run => Evaluate(run, stream, buckets, tests)),
        };
    }

    private PrequentialResult Evaluate(CandidateRun run, Rating[] stream, byte[] buckets, int tests)
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
                run.ReportStep((double)total.Count / tests);
            }
        }

        run.FinishStep();
        double nanoseconds = 1e9 / Stopwatch.Frequency;
        return new PrequentialResult
        {
            Name = run.Name,
            Kind = run.Kind,
            Rmse = total.Rmse,
            Mae = total.Mae,
            PredictNanoseconds = predictTicks * nanoseconds / tests,
            LearnNanoseconds = learnTicks * nanoseconds / stream.Length,
            LearningCurve = Array.AsReadOnly(curve),
            ByKnownRatings = KnownRatingsBuckets.Results(byKnown),
        };
    }
}
