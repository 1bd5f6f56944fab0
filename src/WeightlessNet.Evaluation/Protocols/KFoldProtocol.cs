using System.Diagnostics;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Protocols.Internals;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>
/// Cross-validation over ratings: the ratings are dealt at random to k folds, and each fold is predicted by a recommender that was
/// trained on all the others.
/// </summary>
/// <remarks>
/// <para>Every candidate sees the same folds. Recommenders are trained by <see cref="IBatchRecommender.Fit"/> where they offer it, else
/// they learn the ratings one by one in the order given. Where a user rates an item more than once only the latest rating counts (by
/// time, else by position): otherwise a recommender would be tested on a pair that it was trained on.</para>
/// <para>A random split lets a recommender learn from ratings that are later than those it predicts; use
/// <see cref="PrequentialProtocol"/> where that matters. Immutable and safe to share between threads.</para>
/// </remarks>
public sealed class KFoldProtocol
{
    private readonly KFoldOptions _options;

    /// <summary>Creates the protocol.</summary>
    /// <param name="options">What to do; the defaults where it is <see langword="null"/>.</param>
    public KFoldProtocol(KFoldOptions? options = null) => _options = options ?? new KFoldOptions();

    /// <summary>Evaluates candidates.</summary>
    /// <param name="ratings">The ratings; at least as many as there are folds, once repeated ones are left out.</param>
    /// <param name="candidates">
    /// The recommenders to evaluate, of unique names; the <see cref="PlainBaselines"/> are added.
    /// </param>
    /// <param name="progress">Told which candidate is at work and the part done.</param>
    /// <param name="cancellationToken">Ends the evaluation early.</param>
    /// <returns>The report. But for the measured times it is the same for the same ratings, options and candidates.</returns>
    /// <exception cref="ArgumentException">
    /// A rating is not valid or there are too few, or there is no candidate, or names repeat.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A recommender breaks its contract: wrong scale, not new, or a prediction that is not finite.
    /// </exception>
    /// <exception cref="OperationCanceledException">The evaluation was canceled.</exception>
    public KFoldReport Run(
        ReadOnlySpan<Rating> ratings,
        IReadOnlyList<RecommenderCandidate> candidates,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        RecommenderCandidate[] given = RecommenderCandidate.Check(candidates);
        RatingStream.Check(ratings, _options.Scale);
        RecommenderCandidate[] systems = PlainBaselines.AddForErrors(given, ratings);
        Rating[] kept = RatingStream.Latest(ratings);
        if (kept.Length < _options.Folds)
        {
            throw new ArgumentException($"{kept.Length} different ratings cannot fill {_options.Folds} folds.", nameof(ratings));
        }

        int[] folds = FoldAssignment.Deal(kept.Length, _options.Folds, _options.Seed);
        StepProgress steps = new(progress, systems.Length * _options.Folds);
        KFoldResult[] results = new KFoldResult[systems.Length];
        for (int i = 0; i < systems.Length; i++)
        {
            results[i] = Evaluate(new CandidateRun(systems[i], _options.Scale), kept, folds, steps, cancellationToken);
        }

        return new KFoldReport(_options, kept.Length, Array.AsReadOnly(results));
    }

    private KFoldResult Evaluate(CandidateRun run, Rating[] ratings, int[] folds, StepProgress steps, CancellationToken cancellationToken)
    {
        RatingErrors pooled = default;
        FoldResult[] results = new FoldResult[_options.Folds];
        Rating[] train = new Rating[ratings.Length];
        for (int fold = 0; fold < results.Length; fold++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int trainCount = 0;
            for (int i = 0; i < ratings.Length; i++)
            {
                if (folds[i] != fold)
                {
                    train[trainCount++] = ratings[i];
                }
            }

            run.StartFresh();
            long start = Stopwatch.GetTimestamp();
            run.Train(train.AsSpan(0, trainCount), steps.ForTraining(run.Name), cancellationToken);
            double fitSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

            start = Stopwatch.GetTimestamp();
            RatingErrors errors = Test(run, ratings, folds, fold, cancellationToken);
            double predictSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            pooled.Add(errors);
            results[fold] = new FoldResult(fold, trainCount, errors.Count, errors.Rmse, errors.Mae, fitSeconds, predictSeconds);
            steps.FinishStep(run.Name);
        }

        return new KFoldResult(
            run.Name,
            run.Kind,
            pooled.Rmse,
            pooled.Mae,
            results.Sum(result => result.FitSeconds),
            results.Sum(result => result.PredictSeconds),
            Array.AsReadOnly(results));
    }

    private static RatingErrors Test(CandidateRun run, Rating[] ratings, int[] folds, int fold, CancellationToken cancellationToken)
    {
        RatingErrors errors = default;
        for (int i = 0; i < ratings.Length; i++)
        {
            if (folds[i] == fold)
            {
                cancellationToken.ThrowIfCancellationRequested();
                errors.Add(run.Predict(ratings[i].User, ratings[i].Item), ratings[i].Value);
            }
        }

        return errors;
    }
}
