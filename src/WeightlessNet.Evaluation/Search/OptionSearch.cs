using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Evaluation.Protocols.Internals;
using WeightlessNet.Evaluation.Search.Internals;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Search;

/// <summary>
/// Chooses the options of a recommender by trying them: all combinations, or some of them at random. The choice is then judged on ratings
/// that it did not see.
/// </summary>
/// <remarks>
/// The best of many settings looks better than it is on the data that it was chosen with. So the splits are nested: first some ratings are
/// held out, then every setting is trained and tested within the others, then the best one is trained on all the others and predicts
/// those held out. Only that figure says what to expect. Of equally good settings the first is chosen. Immutable and safe to share
/// between threads.
/// </remarks>
public sealed class OptionSearch
{
    private readonly OptionSearchOptions _options;

    /// <summary>Creates the search.</summary>
    /// <param name="options">The options; <see langword="null"/> for the defaults.</param>
    public OptionSearch(OptionSearchOptions? options = null) => _options = options ?? new OptionSearchOptions();

    /// <summary>Searches.</summary>
    /// <param name="ratings">The ratings; all splits must keep some and hold out some.</param>
    /// <param name="parameters">What to choose; one parameter or more. The first values of all are the setting to compare with.</param>
    /// <param name="create">
    /// Creates a new, untrained recommender with the given scale and setting on every call. It must know every item of the ratings.
    /// </param>
    /// <param name="progress">Receives what is evaluated and the finished fraction.</param>
    /// <param name="cancellationToken">Stops the search.</param>
    /// <returns>The report. Equal ratings, options, parameters and recommenders give equal figures.</returns>
    /// <exception cref="ArgumentNullException">An argument is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// There is no parameter, a name repeats or is that of another column of the report ("setting", "rmse", "mae", "ndcg", "recall",
    /// "hit_rate"), there are more than 10,000 settings to try, a rating is not valid, or a split leaves nothing to train on or nothing to
    /// test.
    /// </exception>
    /// <exception cref="InvalidOperationException">A recommender breaks its contract, as in the protocols.</exception>
    /// <exception cref="OperationCanceledException">The search was canceled.</exception>
    public SearchReport Run(
        ReadOnlySpan<Rating> ratings,
        IReadOnlyList<SearchParameter> parameters,
        Func<RatingScale, SearchSetting, IRecommender> create,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(create);
        SearchSetting[] settings = SettingGrid.Of(parameters, _options.MaximumSettings, _options.Seed);
        GoalProtocol goal = new(_options, _options.Scale ?? DataScale.Of(ratings), cancellationToken);
        SplitRatings outer = _options.Split.DivideInTwo(ratings);

        int stages = _options.InnerSplits.Count + 1;
        RecommenderCandidate[] candidates =
            [.. settings.Select(setting => new RecommenderCandidate(setting.ToString(), scale => create(scale, setting)))];
        double[][] scores = new double[stages - 1][];
        for (int i = 0; i < scores.Length; i++)
        {
            scores[i] = goal.Scores(outer.Train.Span, candidates, _options.InnerSplits[i], StageProgress.Of(progress, i, stages));
        }

        SettingResult[] tried = [.. settings.Select((setting, at) => ResultOf(setting, [.. scores.Select(split => split[at])]))];
        SettingResult best = tried[0];
        foreach (SettingResult result in tried)
        {
            best = goal.IsBetter(result.Score, best.Score) ? result : best;
        }

        SearchSetting chosen = best.Setting;
        RecommenderCandidate[] finalists =
        [
            new(SearchReport.ChosenName, scale => create(scale, chosen)),
            new(SearchReport.FirstName, scale => create(scale, settings[0])) { Kind = ResultKind.Baseline },
        ];
        return new SearchReport
        {
            Options = _options,
            Scale = goal.Scale,
            TrainCount = outer.Train.Length,
            TestCount = outer.HeldOut.Length,
            Chosen = chosen,
            Settings = Array.AsReadOnly(tried),
            Results = goal.Results(ratings, finalists, _options.Split, StageProgress.Of(progress, stages - 1, stages)),
        };
    }

    private static SettingResult ResultOf(SearchSetting setting, double[] scores) =>
        new() { Setting = setting, Score = scores.Average(), Scores = Array.AsReadOnly(scores) };
}
