using System.Diagnostics;
using System.Runtime.InteropServices;
using WeightlessNet.Evaluation.Comparison;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Protocols.Internals;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>
/// How the error falls as users become known: the same ratings of the same users are predicted when 1, 2, 5 ... of their other ratings
/// have trained, in a crowd that is known all along.
/// </summary>
/// <remarks>
/// <para>Of each user who has enough ratings a random part is held out once and for all; the others become known in a random order. The
/// users are dealt to groups. For each group and number of known ratings a new recommender is trained on that number of ratings of each
/// user of the group and on all ratings of everybody else that are not held out. So the numbers compare among each other, unlike rows
/// of different users or of different items.</para>
/// <para>Recommenders are trained by <see cref="IBatchRecommender.Fit"/> where they offer it, else they learn the ratings one by one in the
/// order given. Where a user rates an item more than once only the latest rating counts. Immutable and safe to share between
/// threads.</para>
/// </remarks>
public sealed class ColdStartProtocol
{
    private readonly ColdStartOptions _options;

    /// <summary>Creates the protocol.</summary>
    /// <param name="options">What to do; the defaults where it is <see langword="null"/>.</param>
    public ColdStartProtocol(ColdStartOptions? options = null) => _options = options ?? new ColdStartOptions();

    /// <summary>Evaluates candidates.</summary>
    /// <param name="ratings">The ratings, with at least as many users of enough ratings as there are groups.</param>
    /// <param name="candidates">
    /// The recommenders to evaluate, of unique names; the <see cref="PlainBaselines"/> are added.
    /// </param>
    /// <param name="progress">Told which candidate is at work and the part done.</param>
    /// <param name="cancellationToken">Ends the evaluation early.</param>
    /// <returns>The report. But for the measured times it is the same for the same ratings, options and candidates.</returns>
    /// <exception cref="ArgumentException">
    /// A rating is not valid, too few users have enough of them, there is no candidate, or names repeat.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A recommender breaks its contract: wrong scale, not new, or a prediction that is not finite.
    /// </exception>
    /// <exception cref="OperationCanceledException">The evaluation was canceled.</exception>
    public ColdStartReport Run(
        ReadOnlySpan<Rating> ratings,
        IReadOnlyList<RecommenderCandidate> candidates,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        RecommenderCandidate[] given = RecommenderCandidate.Check(candidates);
        RatingStream.Check(ratings, _options.Scale);
        RecommenderCandidate[] systems = PlainBaselines.AddForErrors(given, ratings);
        ColdStartPlan plan = new(RatingStream.Latest(ratings), _options);
        StepProgress steps = new(progress, systems.Length * _options.KnownRatings.Count * _options.Groups);
        ColdStartResult[] results = new ColdStartResult[systems.Length];
        for (int i = 0; i < systems.Length; i++)
        {
            results[i] = Evaluate(new CandidateRun(systems[i], _options.Scale), plan, steps, cancellationToken);
        }

        return new ColdStartReport(_options, plan.Users.Length, plan.TestCount, Array.AsReadOnly(results));
    }

    private ColdStartResult Evaluate(CandidateRun run, ColdStartPlan plan, StepProgress steps, CancellationToken cancellationToken)
    {
        TimeSpan fit = TimeSpan.Zero;
        TimeSpan predict = TimeSpan.Zero;
        ColdStartPoint[] points = new ColdStartPoint[_options.KnownRatings.Count];
        for (int i = 0; i < points.Length; i++)
        {
            RatingErrors total = default;
            Dictionary<int, RatingErrors> byUser = new(plan.Users.Length);
            for (int group = 0; group < _options.Groups; group++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                Rating[] train = plan.Train(group, _options.KnownRatings[i]);
                run.StartFresh();
                long start = Stopwatch.GetTimestamp();
                run.Train(train, steps.ForTraining(run.Name), cancellationToken);
                fit += Stopwatch.GetElapsedTime(start);

                start = Stopwatch.GetTimestamp();
                foreach (Rating rating in plan.Test(group))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    double predicted = run.Predict(rating.User, rating.Item);
                    total.Add(predicted, rating.Value);
                    CollectionsMarshal.GetValueRefOrAddDefault(byUser, rating.User, out _).Add(predicted, rating.Value);
                }

                predict += Stopwatch.GetElapsedTime(start);
                steps.FinishStep(run.Name);
            }

            UserValue[] userRmse = [.. plan.Users.Select(user => new UserValue(user, byUser[user].Rmse))];
            points[i] = new ColdStartPoint(_options.KnownRatings[i], total.Rmse, total.Mae, Array.AsReadOnly(userRmse));
        }

        return new ColdStartResult(run.Name, run.Kind, fit.TotalSeconds, predict.TotalSeconds, Array.AsReadOnly(points));
    }
}
