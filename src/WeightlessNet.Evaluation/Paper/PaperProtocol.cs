using System.Collections.ObjectModel;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Paper.Internals;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Evaluation.Protocols.Internals;
using WeightlessNet.Evaluation.Splits.Internals;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Paper;

/// <summary>
/// The protocol of "Weightless Neural Networks for Continuously Trainable Personalized Recommendation Systems" (arXiv 2511.05499),
/// following the published code: how often a prediction is within two half-star levels of the user's rating.
/// </summary>
/// <remarks>
/// <para>For each number R of reviews, the protocol samples users who have at least R reviews, and R reviews of each in random order; the
/// first of them are for training, the rest for testing. Every candidate sees the same reviews. One recommender per candidate and
/// experiment learns the training reviews of all users, user by user, by <see cref="IBatchRecommender.Fit"/> where it offers it, otherwise
/// one by one. A user's accuracy is the share of the user's test reviews whose predicted level is at most 2 from the true level. The
/// predicted level is twice the predicted stars, rounded (halves up) and limited to 0 to 10.</para>
/// <para>If a user rates an item more than once, only the latest rating counts (by time, then by position). The caller leaves out ratings
/// of items without known features, as the paper's code does.</para>
/// <para>Constants do well under so wide a tolerance, so the report always has three baselines besides the candidates:
/// <see cref="AlwaysEightName"/>, <see cref="BestConstantName"/> and <see cref="UserMeanName"/>. Immutable and safe to share between
/// threads.</para>
/// </remarks>
public sealed class PaperProtocol
{
    /// <summary>The name of the baseline that always predicts level 8, four stars.</summary>
    public const string AlwaysEightName = "always 8 of 10";

    /// <summary>
    /// The name of the baseline that predicts the level that is right for most of the user's training reviews, for every item. Ties go to
    /// the level nearest to the best level for all users' training reviews, then to the lower level.
    /// </summary>
    public const string BestConstantName = "user's best constant";

    /// <summary>The name of the baseline that predicts the mean of the user's training levels, rounded with halves up.</summary>
    public const string UserMeanName = "user mean";

    private readonly PaperOptions _options;

    /// <summary>Creates the protocol.</summary>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    /// <exception cref="ArgumentException">
    /// For some number of reviews, the training share leaves no review to train on or none to test.
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
                    $"Of {reviews} reviews per user, {train} would be for training: there must be some to train on and some to test.",
                    nameof(options));
            }
        }
    }

    /// <summary>Evaluates candidates.</summary>
    /// <param name="ratings">The ratings in stars, in any order.</param>
    /// <param name="candidates">The recommenders to evaluate, with unique names other than those of the baselines.</param>
    /// <param name="progress">Receives the name of the current candidate and the finished fraction.</param>
    /// <param name="cancellationToken">Stops the evaluation.</param>
    /// <returns>The report. Equal ratings, options and candidates give equal figures, except for measured times.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="candidates"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// A rating is not valid, too few users have enough ratings, there is no candidate, or a name repeats or is that of a baseline.
    /// </exception>
    /// <exception cref="InvalidOperationException">
    /// A recommender breaks its contract: wrong scale, not a new instance, or a prediction that is not finite.
    /// </exception>
    /// <exception cref="OperationCanceledException">The evaluation was canceled.</exception>
    public PaperReport Run(
        ReadOnlySpan<Rating> ratings,
        IReadOnlyList<RecommenderCandidate> candidates,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        EvaluationRunner runner = new(
            ratings, candidates, _options.Scale, progress, cancellationToken, AlwaysEightName, BestConstantName, UserMeanName);
        PaperSampler sampler = new(RatingStream.Latest(ratings), _options);
        foreach (int reviews in _options.ReviewsPerUser)
        {
            int enough = sampler.CountUsers(reviews);
            if (enough < _options.Users)
            {
                throw new ArgumentException(
                    $"Only {enough} users have {reviews} or more ratings, but {_options.Users} are needed.", nameof(ratings));
            }
        }

        CandidateRun[] runs = runner.StartAll(stepsEach: _options.Repetitions * _options.ReviewsPerUser.Count);
        List<PaperResult> results = [];
        for (int repetition = 0; repetition < _options.Repetitions; repetition++)
        {
            foreach (int reviews in _options.ReviewsPerUser)
            {
                PaperSample sample = sampler.Draw(reviews, unchecked(_options.Seed + (ulong)repetition));
                results.Add(Score(AlwaysEightName, ResultKind.Baseline, sample, PaperBaselines.AlwaysEight(sample)));
                results.Add(Score(BestConstantName, ResultKind.Baseline, sample, PaperBaselines.BestConstant(sample)));
                results.Add(Score(UserMeanName, ResultKind.Baseline, sample, PaperBaselines.UserMean(sample)));
                foreach (CandidateRun run in runs)
                {
                    results.Add(Evaluate(run, sample));
                }
            }
        }

        return new PaperReport { Options = _options, Results = results.AsReadOnly(), Summaries = Summarize(results) };
    }

    private static PaperResult Evaluate(CandidateRun run, PaperSample sample)
    {
        run.StartFresh();
        double fitSeconds = run.Train(sample.Train);
        List<int> predicted = new(sample.Test.Length);
        double predictSeconds = run.Predict(sample.Test, (_, stars) => predicted.Add(PaperLevels.Of(stars)));
        run.FinishStep();
        return Score(run.Name, run.Kind, sample, [.. predicted], fitSeconds, predictSeconds);
    }

    private static PaperResult Score(
        string name, ResultKind kind, PaperSample sample, int[] predicted, double? fitSeconds = null, double? predictSeconds = null)
    {
        double[] accuracies = sample.AccuraciesOf(predicted);
        double mean = accuracies.Sum() / accuracies.Length;
        Array.Sort(accuracies);
        return new PaperResult
        {
            Name = name,
            Kind = kind,
            ReviewsPerUser = sample.ReviewsPerUser,
            Seed = sample.Seed,
            TestReviewsPerUser = sample.TestPerUser,
            MeanAccuracy = mean,
            MedianAccuracy = (accuracies[(accuracies.Length - 1) / 2] + accuracies[accuracies.Length / 2]) / 2,
            FitSeconds = fitSeconds,
            PredictSeconds = predictSeconds,
        };
    }

    private static ReadOnlyCollection<PaperSummary> Summarize(List<PaperResult> results) =>
        Array.AsReadOnly<PaperSummary>(
        [
            .. results
                .GroupBy(result => (result.ReviewsPerUser, result.Name, result.Kind))
                .Select(cell => new PaperSummary
                {
                    Name = cell.Key.Name,
                    Kind = cell.Key.Kind,
                    ReviewsPerUser = cell.Key.ReviewsPerUser,
                    MeanAccuracy = SummaryStatistics.Of([.. cell.Select(result => result.MeanAccuracy)]),
                    MedianAccuracy = SummaryStatistics.Of([.. cell.Select(result => result.MedianAccuracy)]),
                }),
        ]);
}
