using System.Diagnostics;
using WeightlessNet.Evaluation.Comparison;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Protocols.Internals;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>
/// One training and one test: ratings that a <see cref="RatingSplit"/> holds out are predicted by recommenders that were trained on all
/// the others.
/// </summary>
/// <remarks>
/// Recommenders are trained by <see cref="IBatchRecommender.Fit"/> where they offer it, else they learn the ratings one by one in the
/// order given. They do not learn while they are tested. Immutable and safe to share between threads.
/// </remarks>
public sealed class HoldOutProtocol
{
    private readonly HoldOutOptions _options;

    /// <summary>Creates the protocol.</summary>
    /// <param name="options">What to do; the defaults where it is <see langword="null"/>.</param>
    public HoldOutProtocol(HoldOutOptions? options = null) => _options = options ?? new HoldOutOptions();

    /// <summary>Evaluates candidates.</summary>
    /// <param name="ratings">The ratings; some remain to train on and some are held out.</param>
    /// <param name="candidates">
    /// The recommenders to evaluate, of unique names; the <see cref="PlainBaselines"/> are added.
    /// </param>
    /// <param name="progress">Told which candidate is at work and the part done.</param>
    /// <param name="cancellationToken">Ends the evaluation early.</param>
    /// <returns>The report. But for the measured times it is the same for the same ratings, options and candidates.</returns>
    /// <exception cref="ArgumentException">
    /// A rating is not valid, the split leaves none to train on or none to test, there is no candidate, or names repeat.
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
        RecommenderCandidate[] given = RecommenderCandidate.Check(candidates);
        RatingStream.Check(ratings, _options.Scale);
        RecommenderCandidate[] systems = PlainBaselines.AddForErrors(given, ratings);
        SplitRatings split = _options.Split.DivideInTwo(ratings);
        Dictionary<int, int> known = split.Train.ToArray().CountBy(rating => rating.User).ToDictionary();
        StepProgress steps = new(progress, systems.Length);
        HoldOutResult[] results = new HoldOutResult[systems.Length];
        for (int i = 0; i < systems.Length; i++)
        {
            results[i] = Evaluate(new CandidateRun(systems[i], _options.Scale), split, known, steps, cancellationToken);
            steps.FinishStep(systems[i].Name);
        }

        return new HoldOutReport(_options, split.Train.Length, split.HeldOut.Length, Array.AsReadOnly(results));
    }

    private static HoldOutResult Evaluate(
        CandidateRun run, SplitRatings split, Dictionary<int, int> known, StepProgress steps, CancellationToken cancellationToken)
    {
        run.StartFresh();
        long start = Stopwatch.GetTimestamp();
        run.Train(split.Train.Span, steps.ForTraining(run.Name), cancellationToken);
        double fitSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        RatingErrors total = default;
        SortedDictionary<int, RatingErrors> byUser = [];
        RatingErrors[] byKnown = new RatingErrors[KnownRatingsBuckets.Count];
        start = Stopwatch.GetTimestamp();
        foreach (ref readonly Rating rating in split.HeldOut.Span)
        {
            cancellationToken.ThrowIfCancellationRequested();
            double predicted = run.Predict(rating.User, rating.Item);
            total.Add(predicted, rating.Value);
            byKnown[KnownRatingsBuckets.Of(known.GetValueOrDefault(rating.User))].Add(predicted, rating.Value);
            RatingErrors errors = byUser.GetValueOrDefault(rating.User);
            errors.Add(predicted, rating.Value);
            byUser[rating.User] = errors;
        }

        double predictSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        return new HoldOutResult(
            run.Name,
            run.Kind,
            total.Rmse,
            total.Mae,
            fitSeconds,
            predictSeconds,
            Array.AsReadOnly([.. byUser.Select(user => new UserValue(user.Key, user.Value.Rmse))]),
            KnownRatingsBuckets.Results(byKnown));
    }
}
