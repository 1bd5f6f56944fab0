using System.Collections.ObjectModel;
using System.Diagnostics;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Paper.Internals;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Evaluation.Protocols.Internals;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Paper;

/// <summary>
/// The protocol of "Weightless Neural Networks for Continuously Trainable Personalized Recommendation Systems" (arXiv 2511.05499),
/// as the code published with it does it: how often a prediction is within two half-star steps of the user's rating.
/// </summary>
/// <remarks>
/// <para>For each number R of reviews, users who have at least R are sampled, and R reviews of each in random order; the first of them
/// train and the rest test. Every system sees the same reviews. One recommender per system and experiment learns the training reviews of
/// all the users, user by user, by <see cref="IBatchRecommender.Fit"/> where it offers it, else one by one. A user's accuracy is the share
/// of the user's test reviews whose predicted level, twice the predicted stars rounded (halves up) and kept within 0 to 10, is at most 2
/// from the true level.</para>
/// <para>Where a user rates an item more than once only the latest rating counts (by time, else by position). The caller joins ratings
/// with what is known of the items, and leaves out those of unknown items, as the paper's code does.</para>
/// <para>Because so wide a tolerance is kind to constants, the report always has three baselines beside the candidates:
/// <see cref="AlwaysEightName"/>, <see cref="BestConstantName"/> and <see cref="UserMeanName"/>. Immutable and safe to share between
/// threads.</para>
/// </remarks>
public sealed class PaperProtocol
{
    /// <summary>The name of the baseline that predicts level 8, four stars, whatever the user and item.</summary>
    public const string AlwaysEightName = "always 8 of 10";

    /// <summary>
    /// The name of the baseline that predicts, whatever the item, the level that is right for most of the user's training reviews; of
    /// equal ones the one nearest to the level that is right for most training reviews of all users, then the lower.
    /// </summary>
    public const string BestConstantName = "user's best constant";

    /// <summary>The name of the baseline that predicts the level nearest to the mean of the user's training levels, halves up.</summary>
    public const string UserMeanName = "user mean";

    private readonly PaperOptions _options;

    /// <summary>Creates the protocol.</summary>
    /// <param name="options">What to do; the defaults where it is <see langword="null"/>.</param>
    /// <exception cref="ArgumentException">
    /// The share that trains leaves no review to train, or none to test, for a number of reviews.
    /// </exception>
    public PaperProtocol(PaperOptions? options = null)
    {
        _options = options ?? new PaperOptions();
        foreach (int reviews in _options.ReviewsPerUser)
        {
            int train = _options.TrainCount(reviews);
            if (train < 1 || train >= reviews)
            {
                throw new ArgumentException(
                    $"Of {reviews} reviews per user {train} would train: some have to train and some to test.", nameof(options));
            }
        }
    }

    /// <summary>Evaluates candidates.</summary>
    /// <param name="ratings">The ratings, in any order, in stars.</param>
    /// <param name="candidates">The recommenders to evaluate, of unique names that are not those of the baselines.</param>
    /// <param name="progress">Told which candidate is at work and the part done.</param>
    /// <param name="cancellationToken">Ends the evaluation early.</param>
    /// <returns>The report. But for the measured times it is the same for the same ratings, options and candidates.</returns>
    /// <exception cref="ArgumentException">
    /// A rating is not valid, too few users have enough ratings, there is no candidate, or a name repeats or is that of a baseline.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A recommender breaks its contract: wrong scale, not new, or a prediction that is not finite.
    /// </exception>
    /// <exception cref="OperationCanceledException">The evaluation was canceled.</exception>
    public PaperReport Run(
        ReadOnlySpan<Rating> ratings,
        IReadOnlyList<RecommenderCandidate> candidates,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        RecommenderCandidate[] systems = RecommenderCandidate.Check(candidates, AlwaysEightName, BestConstantName, UserMeanName);
        RatingStream.Check(ratings, _options.Scale);
        PaperSampler sampler = new(RatingStream.Latest(ratings), _options);
        foreach (int reviews in _options.ReviewsPerUser)
        {
            int enough = sampler.CountUsers(reviews);
            if (enough < _options.Users)
            {
                throw new ArgumentException(
                    $"Only {enough} users have {reviews} or more ratings, and {_options.Users} are to be sampled.", nameof(ratings));
            }
        }

        CandidateRun[] runs = Array.ConvertAll(systems, system => new CandidateRun(system, _options.Scale));
        StepProgress steps = new(progress, _options.Repetitions * _options.ReviewsPerUser.Count * runs.Length);
        List<PaperResult> results = [];
        for (int repetition = 0; repetition < _options.Repetitions; repetition++)
        {
            foreach (int reviews in _options.ReviewsPerUser)
            {
                PaperSample sample = sampler.Draw(reviews, unchecked(_options.Seed + (ulong)repetition));
                results.Add(Score(AlwaysEightName, SystemKind.Baseline, sample, PaperBaselines.AlwaysEight(sample), null, null));
                results.Add(Score(BestConstantName, SystemKind.Baseline, sample, PaperBaselines.BestConstant(sample), null, null));
                results.Add(Score(UserMeanName, SystemKind.Baseline, sample, PaperBaselines.UserMean(sample), null, null));
                foreach (CandidateRun run in runs)
                {
                    results.Add(Evaluate(run, sample, steps, cancellationToken));
                }
            }
        }

        return new PaperReport(_options, results.AsReadOnly(), Summarize(results));
    }

    private static PaperResult Evaluate(CandidateRun run, PaperSample sample, StepProgress steps, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        run.StartFresh();
        long start = Stopwatch.GetTimestamp();
        run.Train(sample.Train, steps.ForTraining(run.Name), cancellationToken);
        double fitSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

        int[] predicted = new int[sample.Test.Length];
        start = Stopwatch.GetTimestamp();
        for (int i = 0; i < predicted.Length; i++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            predicted[i] = PaperLevels.Of(run.Predict(sample.Test[i].User, sample.Test[i].Item));
        }

        double predictSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        steps.FinishStep(run.Name);
        return Score(run.Name, SystemKind.Candidate, sample, predicted, fitSeconds, predictSeconds);
    }

    private static PaperResult Score(
        string system, SystemKind kind, PaperSample sample, int[] predicted, double? fitSeconds, double? predictSeconds)
    {
        double[] accuracies = sample.AccuraciesOf(predicted);
        double mean = accuracies.Sum() / accuracies.Length;
        Array.Sort(accuracies);
        double median = (accuracies[(accuracies.Length - 1) / 2] + accuracies[accuracies.Length / 2]) / 2;
        return new PaperResult(
            system, kind, sample.ReviewsPerUser, sample.Seed, sample.TestPerUser, mean, median, fitSeconds, predictSeconds);
    }

    private static ReadOnlyCollection<PaperSummary> Summarize(List<PaperResult> results) =>
        Array.AsReadOnly<PaperSummary>(
        [
            .. results
                .GroupBy(result => (result.ReviewsPerUser, result.System, result.Kind))
                .Select(cell => new PaperSummary(
                    cell.Key.System,
                    cell.Key.Kind,
                    cell.Key.ReviewsPerUser,
                    Spread.Of([.. cell.Select(result => result.MeanAccuracy)]),
                    Spread.Of([.. cell.Select(result => result.MedianAccuracy)]))),
        ]);
}
