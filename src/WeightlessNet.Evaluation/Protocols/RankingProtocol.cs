using System.Diagnostics;
using WeightlessNet.Encoders;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Protocols.Internals;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>
/// How well recommenders find what users will like: part of the ratings is held out, and for each user all items that the user has not
/// rated in training are ranked. Relevant are the held-out items that the user rates high.
/// </summary>
/// <remarks>
/// <para>All items of the catalog compete, not a sample of them, which would bias the figures: Krichene and Rendle, "On Sampled Metrics
/// for Item Recommendation" (KDD 2020). An item that nobody asked the user about counts as not relevant, so the figures are lower bounds
/// that favor popular items; they compare systems, they do not tell how content users would be.</para>
/// <para>Recommenders are trained by <see cref="IBatchRecommender.Fit"/> where they offer it, else they learn the ratings one by one in the
/// order given. Items rank in the order that <see cref="IRecommender.Recommend"/> gives. Users without a relevant item are left out.
/// Immutable and safe to share between threads.</para>
/// </remarks>
public sealed class RankingProtocol
{
    private readonly RankingOptions _options;
    private readonly FeatureField? _field;

    /// <summary>Creates the protocol.</summary>
    /// <param name="options">What to do; the defaults where it is <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">
    /// <see cref="RankingOptions.RelevantFrom"/> is not on the scale, or there is no field of the name for calibration.
    /// </exception>
    public RankingProtocol(RankingOptions? options = null)
    {
        _options = options ?? new RankingOptions();
        _field = _options.FindCalibrationField();
        if (!_options.Scale.Contains(_options.LikedFrom))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{nameof(RankingOptions.RelevantFrom)} is {_options.LikedFrom}, which is not on the scale."),
                nameof(options));
        }
    }

    /// <summary>Evaluates candidates.</summary>
    /// <param name="ratings">The ratings; some remain to train on and some relevant ones are held out.</param>
    /// <param name="candidates">
    /// The recommenders to evaluate, of unique names and all of the same items; the <see cref="PlainBaselines"/> are added.
    /// </param>
    /// <param name="progress">Told which candidate is at work and the part done.</param>
    /// <param name="cancellationToken">Ends the evaluation early.</param>
    /// <returns>The report. But for the measured times it is the same for the same ratings, options and candidates.</returns>
    /// <exception cref="ArgumentException">
    /// A rating is not valid, the split leaves none to train on or no relevant one to find, there is no candidate, or names repeat.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A recommender breaks its contract: wrong scale, another number of items than the catalog or the first candidate, an item that is
    /// unknown, repeated or already rated by the user, or scores that are not finite or not in order.
    /// </exception>
    /// <exception cref="OperationCanceledException">The evaluation was canceled.</exception>
    public RankingReport Run(
        ReadOnlySpan<Rating> ratings,
        IReadOnlyList<RecommenderCandidate> candidates,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        RecommenderCandidate[] given = RecommenderCandidate.Check(candidates);
        RatingStream.Check(ratings, _options.Scale);
        SplitRatings split = _options.Split.DivideInTwo(ratings);
        RankingTestUser[] users = RankingTestUser.Of(split, _options.LikedFrom);
        if (users.Length == 0)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"No rating of {_options.LikedFrom} or more is held out."), nameof(ratings));
        }

        HashSet<int> allUsers = [];
        int highestItem = 0;
        foreach (ref readonly Rating rating in ratings)
        {
            allUsers.Add(rating.User);
            highestItem = Math.Max(highestItem, rating.Item);
        }

        // Without a catalog the first candidate says how many items there are.
        int? itemCount = _options.Catalog?.Count;
        RecommenderCandidate[] systems = PlainBaselines.AddForRanking(given, () => itemCount!.Value);
        StepProgress steps = new(progress, systems.Length);
        RankingResult[] results = new RankingResult[systems.Length];
        for (int i = 0; i < systems.Length; i++)
        {
            CandidateRun run = new(systems[i], _options.Scale);
            run.StartFresh();
            itemCount ??= run.ItemCount;
            if (run.ItemCount != itemCount || highestItem >= itemCount)
            {
                throw new InvalidOperationException(
                    $"'{run.Name}' has {run.ItemCount} items where {itemCount} are ranked and item {highestItem} is rated.");
            }

            results[i] = Evaluate(run, split, users, steps, cancellationToken);
            steps.FinishStep(run.Name);
        }

        return new RankingReport(
            _options, split.Train.Length, split.HeldOut.Length, users.Length, allUsers.Count - users.Length, Array.AsReadOnly(results));
    }

    private RankingResult Evaluate(
        CandidateRun run, SplitRatings split, RankingTestUser[] users, StepProgress steps, CancellationToken cancellationToken)
    {
        long start = Stopwatch.GetTimestamp();
        run.Train(split.Train.Span, steps.ForTraining(run.Name), cancellationToken);
        double fitSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

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
            cancellationToken.ThrowIfCancellationRequested();
            RankingTestUser user = users[i];
            int unknown = itemCount - user.Known.Length;
            start = Stopwatch.GetTimestamp();
            int count = run.Recommend(user.User, scored.AsSpan(0, unknown));
            ticks += Stopwatch.GetTimestamp() - start;

            Take(run, user, scored.AsSpan(0, count), taken, ranked);
            ReadOnlySpan<int> items = ranked.AsSpan(0, count);
            RankingMetrics.MarkHits(items, user.Relevant, hits.AsSpan(0, count));
            ReadOnlySpan<bool> marks = hits.AsSpan(0, count);
            reciprocalRanks += RankingMetrics.ReciprocalRank(marks);
            auc += RankingMetrics.Auc(marks, user.Relevant.Count, unknown);
            foreach (RankingListTotals total in totals)
            {
                total.Add(user, items, marks, raterCounts, trainUsers.Count);
            }

            steps.ReportTesting(run.Name, (i + 1.0) / users.Length);
        }

        return new RankingResult(
            run.Name,
            run.Kind,
            reciprocalRanks / users.Length,
            auc / users.Length,
            fitSeconds,
            (double)ticks / Stopwatch.Frequency,
            Array.AsReadOnly([.. totals.Select(total => total.ToResult(itemCount))]));
    }

    /// <summary>Writes the items of a ranking, once it is sure that none is there twice and that the user has rated none.</summary>
    private static void Take(CandidateRun run, RankingTestUser user, ReadOnlySpan<ScoredItem> scored, bool[] taken, int[] ranked)
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
                    $"'{run.Name}' gave item {item} to user {user.User} twice, or where the user has rated it.");
            }

            taken[item] = true;
            ranked[i] = item;
        }
    }
}
