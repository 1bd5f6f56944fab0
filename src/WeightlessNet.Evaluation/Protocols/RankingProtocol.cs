using System.Diagnostics;
using WeightlessNet.Encoders;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Protocols.Internals;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>
/// How well recommenders find items that users will like: some ratings are held out, and for each user all items are ranked that the user
/// has not rated in the training data. Held-out items with a high rating are relevant.
/// </summary>
/// <remarks>
/// <para>All items of the catalog are ranked, not a sample of them, which would bias the figures: Krichene and Rendle, "On Sampled Metrics
/// for Item Recommendation" (KDD 2020). An item that the user has not rated counts as not relevant, so the figures are lower bounds that
/// favor popular items; use them to compare recommenders, not to tell how content users would be.</para>
/// <para>Recommenders are trained by <see cref="IBatchRecommender.Fit"/> where they offer it, otherwise rating by rating in the given
/// order. <see cref="IRecommender.Recommend"/> decides the order of the items. It is told to leave out the items that the user has rated
/// in the training data, so a recommender need not know what was rated. Users without a relevant item are not tested. Immutable
/// and safe to share between threads.</para>
/// </remarks>
public sealed class RankingProtocol
{
    private readonly RankingOptions _options;
    private readonly FeatureField? _field;

    /// <summary>Creates the protocol.</summary>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// <see cref="RankingOptions.RelevantFrom"/> is not on the given scale, or the field for calibration does not exist.
    /// </exception>
    public RankingProtocol(RankingOptions? options = null)
    {
        _options = options ?? new RankingOptions();
        _field = _options.FindCalibrationField();
        if (_options is { Scale: { } scale, RelevantFrom: { } from } && !scale.Contains(from))
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"{nameof(RankingOptions.RelevantFrom)} is {from}; on this scale it is {scale.Minimum} to {scale.Maximum}."),
                nameof(options));
        }
    }

    /// <summary>Evaluates candidates.</summary>
    /// <param name="ratings">The ratings; the split must keep some and hold out at least one relevant one.</param>
    /// <param name="candidates">
    /// The recommenders to evaluate, with unique names and the same items. The chosen <see cref="PlainBaselines"/> are added.
    /// </param>
    /// <param name="progress">Receives the name of the current candidate and the finished fraction.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <returns>The report. Equal ratings, options and candidates give equal figures, except for measured times.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="candidates"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// A rating is not valid, the split leaves nothing to train on or nothing relevant to find, there is no candidate, or names repeat.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A recommender breaks its contract: wrong scale, a number of items that differs from that of the catalog or the first candidate, an
    /// item that is unknown, repeated or excluded, or scores that are not finite or not in order. Or <see cref="RankingOptions.Gain"/>
    /// returned a number that is not finite or below 0.
    /// </exception>
    /// <exception cref="OperationCanceledException">The evaluation was canceled.</exception>
    public RankingReport Run(
        ReadOnlySpan<Rating> ratings,
        IReadOnlyList<RecommenderCandidate> candidates,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        EvaluationRunner runner = new(ratings, candidates, _options.Scale, progress, cancellationToken);
        SplitRatings split = _options.Split.DivideInTwo(ratings);
        float relevantFrom = _options.RelevantFrom ?? runner.Scale.LikedFrom;
        RankingTestUser[] users = RankingTestUser.Of(split, relevantFrom, _options.Gain);
        if (users.Length == 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"No rating of {relevantFrom} or more is held out. Hold out more, or set {nameof(RankingOptions.RelevantFrom)}."),
                nameof(ratings));
        }

        HashSet<int> allUsers = [];
        foreach (ref readonly Rating rating in ratings)
        {
            allUsers.Add(rating.User);
        }

        // Without a catalog the first candidate determines the number of items.
        int? itemCount = _options.Catalog?.Count;
        RunPlan plan = new(_options.Baselines, _options.MaxDegreeOfParallelism)
        {
            Prepare = first =>
            {
                first.StartFresh();
                itemCount ??= first.ItemCount;
            },
        };
        return new RankingReport
        {
            Options = _options,
            Scale = runner.Scale,
            TrainCount = split.Train.Length,
            TestCount = split.HeldOut.Length,
            UserCount = users.Length,
            SkippedUserCount = allUsers.Count - users.Length,
            RelevantFrom = relevantFrom,
            Results = runner.Evaluate(PlainBaselines.ForRanking(() => itemCount!.Value), plan, run =>
            {
                run.StartIfNeeded();
                if (run.ItemCount != itemCount || runner.HighestItem >= itemCount)
                {
                    throw new InvalidOperationException(
                        $"'{run.Name}' has {run.ItemCount} items, but {itemCount} are ranked and item {runner.HighestItem} is rated.");
                }

                return Evaluate(run, split, users);
            }),
        };
    }

    private RankingResult Evaluate(CandidateRun run, SplitRatings split, RankingTestUser[] users)
    {
        double fitSeconds = run.Train(split.Train.Span);

        int itemCount = run.ItemCount;
        int[] raterCounts = new int[itemCount];
        HashSet<int> trainUsers = [];
        foreach (ref readonly Rating rating in split.Train.Span)
        {
            raterCounts[rating.Item]++;
            trainUsers.Add(rating.User);
        }

        RankingListTotals[] totals = [.. _options.ListLengths.Select(length => new RankingListTotals(_options, _field, length))];
        double reciprocalRanks = 0;
        double auc = 0;
        long ticks = 0;
        ScoredItem[] scored = new ScoredItem[itemCount];
        int[] ranked = new int[itemCount];
        bool[] hits = new bool[itemCount];
        bool[] taken = new bool[itemCount];
        for (int i = 0; i < users.Length; i++)
        {
            RankingTestUser user = users[i];
            int unknown = itemCount - user.Known.Length;
            long start = Stopwatch.GetTimestamp();
            int count = run.Recommend(user.User, scored.AsSpan(0, unknown), user.Known);
            ticks += Stopwatch.GetTimestamp() - start;

            CopyItems(run, user, scored.AsSpan(0, count), taken, ranked);
            ReadOnlySpan<int> items = ranked.AsSpan(0, count);
            RankingMetrics.MarkHits(items, user.Relevant, hits.AsSpan(0, count));
            ReadOnlySpan<bool> marks = hits.AsSpan(0, count);
            reciprocalRanks += RankingMetrics.ReciprocalRank(marks);
            auc += RankingMetrics.Auc(marks, user.Relevant.Count, unknown);
            foreach (RankingListTotals total in totals)
            {
                total.Add(user, items, marks, raterCounts, trainUsers.Count);
            }

            run.ReportTesting((i + 1.0) / users.Length);
        }

        run.FinishStep();
        return new RankingResult
        {
            Name = run.Name,
            Kind = run.Kind,
            MeanReciprocalRank = reciprocalRanks / users.Length,
            Auc = auc / users.Length,
            FitSeconds = fitSeconds,
            RecommendSeconds = (double)ticks / Stopwatch.Frequency,
            Lists = Array.AsReadOnly([.. totals.Select(total => total.ToResult(itemCount))]),
        };
    }

    /// <summary>Copies the items of a ranking, after checking that none repeats and that the user has rated none of them.</summary>
    private static void CopyItems(CandidateRun run, RankingTestUser user, ReadOnlySpan<ScoredItem> scored, bool[] taken, int[] ranked)
    {
        Array.Clear(taken);
        foreach (int item in user.Known)
        {
            taken[item] = true;
        }

        for (int i = 0; i < scored.Length; i++)
        {
            int item = scored[i].Item;
            if (taken[item])
            {
                throw new InvalidOperationException(
                    $"'{run.Name}' recommended item {item} to user {user.User} twice, or although it is excluded: the user has rated it.");
            }

            taken[item] = true;
            ranked[i] = item;
        }
    }
}
