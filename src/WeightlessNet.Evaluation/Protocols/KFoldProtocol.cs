using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Protocols.Internals;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>
/// K-fold cross-validation: ratings are assigned to k folds at random, and each fold is predicted by a recommender that was trained on
/// all other folds.
/// </summary>
/// <remarks>
/// <para>Every candidate sees the same folds. Recommenders are trained by <see cref="IBatchRecommender.Fit"/> where they offer it,
/// otherwise rating by rating in the given order. If a user rates an item more than once, only the latest rating counts (by time, then by
/// position): otherwise a recommender would be tested on a pair that it was trained on.</para>
/// <para>A random split trains on ratings that are later than those it tests; where that matters use <see cref="PrequentialProtocol"/>.
/// Immutable and safe to share between threads.</para>
/// </remarks>
public sealed class KFoldProtocol
{
    private readonly KFoldOptions _options;

    /// <summary>Creates the protocol.</summary>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    public KFoldProtocol(KFoldOptions? options = null) => _options = options ?? new KFoldOptions();

    /// <summary>Evaluates candidates.</summary>
    /// <param name="ratings">The ratings; not counting repeated ones, at least as many as there are folds.</param>
    /// <param name="candidates">
    /// The recommenders to evaluate, with unique names. The chosen <see cref="PlainBaselines"/> are added.
    /// </param>
    /// <param name="progress">Receives the name of the current candidate and the finished fraction.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <returns>The report. Equal ratings, options and candidates give equal figures, except for measured times.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="candidates"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// A rating is not valid, there are too few ratings, there is no candidate, or names repeat.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A recommender breaks its contract: wrong scale, not a new instance, or a prediction that is not finite.
    /// </exception>
    /// <exception cref="OperationCanceledException">The evaluation was canceled.</exception>
    public KFoldReport Run(
        ReadOnlySpan<Rating> ratings,
        IReadOnlyList<RecommenderCandidate> candidates,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        EvaluationRunner runner = new(ratings, candidates, _options.Scale, progress, cancellationToken);
        Rating[] kept = RatingStream.Latest(ratings);
        if (kept.Length < _options.Folds)
        {
            throw new ArgumentException($"{kept.Length} different ratings cannot fill {_options.Folds} folds.", nameof(ratings));
        }

        int[] folds = FoldAssignment.Deal(kept.Length, _options.Folds, _options.Seed);
        return new KFoldReport
        {
            Options = _options,
            Scale = runner.Scale,
            RatingCount = kept.Length,
            Results = runner.Evaluate(
                PlainBaselines.ForErrors(runner.HighestItem + 1),
                new RunPlan(_options.Baselines, _options.MaxDegreeOfParallelism) { Parts = _options.Folds },
                (run, fold) => Evaluate(run, kept, folds, fold),
                Combine),
        };
    }

    private static (FoldResult Result, RatingErrors Errors) Evaluate(CandidateRun run, Rating[] ratings, int[] folds, int fold)
    {
        Rating[] parts = new Rating[ratings.Length];
        int trainCount = Partition(ratings, folds, fold, parts);
        run.StartFresh();
        double fitSeconds = run.Train(parts.AsSpan(0, trainCount));
        RatingErrors errors = default;
        double predictSeconds = run.Predict(
            parts.AsSpan(trainCount), (rating, predicted) => errors.Add(predicted, rating.Value));
        FoldResult result = new()
        {
            Fold = fold,
            TrainCount = trainCount,
            TestCount = errors.Count,
            Rmse = errors.Rmse,
            Mae = errors.Mae,
            FitSeconds = fitSeconds,
            PredictSeconds = predictSeconds,
        };
        run.FinishStep();
        return (result, errors);
    }

    private static KFoldResult Combine(CandidateRun run, (FoldResult Result, RatingErrors Errors)[] folds)
    {
        RatingErrors pooled = default;
        foreach ((_, RatingErrors errors) in folds)
        {
            pooled.Add(errors);
        }

        return new KFoldResult
        {
            Name = run.Name,
            Kind = run.Kind,
            Rmse = pooled.Rmse,
            Mae = pooled.Mae,
            FitSeconds = folds.Sum(fold => fold.Result.FitSeconds),
            PredictSeconds = folds.Sum(fold => fold.Result.PredictSeconds),
            Folds = Array.AsReadOnly(Array.ConvertAll(folds, fold => fold.Result)),
        };
    }

    /// <summary>Writes the ratings of all other folds, then those of the fold, each in the given order.</summary>
    /// <returns>How many ratings are of other folds.</returns>
    private static int Partition(Rating[] ratings, int[] folds, int fold, Rating[] destination)
    {
        int trainCount = 0;
        for (int i = 0; i < ratings.Length; i++)
        {
            if (folds[i] != fold)
            {
                destination[trainCount++] = ratings[i];
            }
        }

        int end = trainCount;
        for (int i = 0; i < ratings.Length; i++)
        {
            if (folds[i] == fold)
            {
                destination[end++] = ratings[i];
            }
        }

        return trainCount;
    }
}
