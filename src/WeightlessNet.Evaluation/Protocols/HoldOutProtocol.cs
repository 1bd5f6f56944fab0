using WeightlessNet.Evaluation.Comparison;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Protocols.Internals;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>
/// One training and one test: recommenders are trained on the ratings that a <see cref="RatingSplit"/> keeps, and predict those that it
/// holds out.
/// </summary>
/// <remarks>
/// Recommenders are trained by <see cref="IBatchRecommender.Fit"/> where they offer it, otherwise rating by rating in the given order. They
/// do not learn during the test. Immutable and safe to share between threads.
/// </remarks>
public sealed class HoldOutProtocol
{
    private readonly HoldOutOptions _options;

    /// <summary>Creates the protocol.</summary>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    public HoldOutProtocol(HoldOutOptions? options = null) => _options = options ?? new HoldOutOptions();

    /// <summary>Evaluates candidates.</summary>
    /// <param name="ratings">The ratings; the split must keep some and hold out some.</param>
    /// <param name="candidates">
    /// The recommenders to evaluate, with unique names. The chosen <see cref="PlainBaselines"/> are added.
    /// </param>
    /// <param name="progress">Receives the name of the current candidate and the finished fraction.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <returns>The report. Equal ratings, options and candidates give equal figures, except for measured times.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="candidates"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// A rating is not valid, the split leaves nothing to train on or nothing to test, there is no candidate, or names repeat.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A recommender breaks its contract: wrong scale, or a prediction that is not finite.
    /// </exception>
    /// <exception cref="OperationCanceledException">The evaluation was canceled.</exception>
    public HoldOutReport Run(
        ReadOnlySpan<Rating> ratings,
        IReadOnlyList<RecommenderCandidate> candidates,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        EvaluationRunner runner = new(ratings, candidates, _options.Scale, progress, cancellationToken);
        SplitRatings split = _options.Split.DivideInTwo(ratings);
        Dictionary<int, int> known = split.Train.ToArray().CountBy(rating => rating.User).ToDictionary();
        return new HoldOutReport
        {
            Options = _options,
            Scale = runner.Scale,
            TrainCount = split.Train.Length,
            TestCount = split.HeldOut.Length,
            Results = runner.Evaluate(
                PlainBaselines.ForErrors(runner.HighestItem + 1),
                new RunPlan(_options.Baselines, _options.MaxDegreeOfParallelism),
                run => Evaluate(run, split, known)),
        };
    }

    private static HoldOutResult Evaluate(CandidateRun run, SplitRatings split, Dictionary<int, int> known)
    {
        run.StartFresh();
        double fitSeconds = run.Train(split.Train.Span);

        RatingErrors total = default;
        UserErrors byUser = new();
        RatingErrors[] byKnown = new RatingErrors[KnownRatingsBuckets.Count];
        double predictSeconds = run.Predict(split.HeldOut.Span, (rating, predicted) =>
        {
            total.Add(predicted, rating.Value);
            byUser.Add(rating, predicted);
            byKnown[KnownRatingsBuckets.Of(known.GetValueOrDefault(rating.User))].Add(predicted, rating.Value);
        });
        run.FinishStep();
        return new HoldOutResult
        {
            Name = run.Name,
            Kind = run.Kind,
            Rmse = total.Rmse,
            Mae = total.Mae,
            FitSeconds = fitSeconds,
            PredictSeconds = predictSeconds,
            UserRmse = byUser.Rmse(),
            ByKnownRatings = KnownRatingsBuckets.Results(byKnown),
        };
    }
}
