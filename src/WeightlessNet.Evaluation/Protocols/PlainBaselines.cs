using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>
/// The simple recommenders that protocols add to the candidates, so that every report shows what a candidate has to beat.
/// </summary>
/// <remarks>
/// Their results follow those of the candidates and are of <see cref="ResultKind.Baseline"/>. A candidate with the name of a baseline
/// replaces it. The paper's protocol predicts levels and has baselines of its own. Immutable.
/// </remarks>
public static class PlainBaselines
{
    /// <summary>The name of <see cref="BiasRecommender"/>, a baseline for prediction errors and for rankings.</summary>
    public const string BiasName = "user and item bias";

    /// <summary>The name of <see cref="PopularityRecommender"/>, which predicts item means, as a baseline for prediction
    /// errors.</summary>
    public const string ItemMeanName = "item mean";

    /// <summary>The name of <see cref="UserMeanRecommender"/>, a baseline for prediction errors.</summary>
    public const string UserMeanName = "user mean";

    /// <summary>
    /// The name of <see cref="ConstantRecommender"/>, a baseline for prediction errors. It predicts the level nearest to two thirds of the
    /// scale, about the mean of most rating data: 3.5 of 5 stars in half stars, 4 in whole ones.
    /// </summary>
    public const string ConstantName = "constant";

    /// <summary>The name of <see cref="PopularityRecommender"/> as a baseline for rankings: it ranks the items that most users have
    /// rated.</summary>
    public const string PopularityName = "popularity";

    /// <summary>The names of the baselines for prediction errors.</summary>
    internal static IReadOnlyList<string> ErrorNames { get; } = Array.AsReadOnly([BiasName, ItemMeanName, UserMeanName, ConstantName]);

    /// <summary>The names of the baselines for rankings.</summary>
    internal static IReadOnlyList<string> RankingNames { get; } = Array.AsReadOnly([PopularityName, BiasName]);

    /// <summary>A checked copy of the names of chosen baselines.</summary>
    /// <param name="names">The chosen names.</param>
    /// <param name="offered">The names to choose from.</param>
    /// <param name="option">The name of the option.</param>
    internal static IReadOnlyList<string> Chosen(IReadOnlyList<string> names, IReadOnlyList<string> offered, string option)
    {
        ArgumentNullException.ThrowIfNull(names, option);
        string[] copy = [.. names];
        foreach (string name in copy)
        {
            if (!offered.Contains(name) || copy.Count(other => other == name) > 1)
            {
                throw new ArgumentException(
                    $"'{name}' is no plain baseline of this protocol, or repeats. Choose from: {string.Join(", ", offered)}. Other "
                        + "recommenders are candidates.",
                    option);
            }
        }

        return Array.AsReadOnly(copy);
    }

    /// <summary>The baselines for prediction errors.</summary>
    /// <param name="itemCount">How many items are rated.</param>
    internal static RecommenderCandidate[] ForErrors(int itemCount) =>
    [
        Baseline(BiasName, scale => new BiasRecommender(itemCount, scale)),
        Baseline(ItemMeanName, scale => new PopularityRecommender(itemCount, scale)),
        Baseline(UserMeanName, scale => new UserMeanRecommender(itemCount, scale)),
        Baseline(ConstantName, scale => new ConstantRecommender(itemCount, scale, ConstantOf(scale))),
    ];

    /// <summary>The baselines for rankings.</summary>
    /// <param name="itemCount">How many items are ranked. Called when a baseline is made, after the candidates were evaluated.</param>
    internal static RecommenderCandidate[] ForRanking(Func<int> itemCount) =>
    [
        Baseline(PopularityName, scale => new PopularityRecommender(itemCount(), scale)),
        Baseline(BiasName, scale => new BiasRecommender(itemCount(), scale)),
    ];

    private static RecommenderCandidate Baseline(string name, Func<RatingScale, IRecommender> factory) =>
        new(name, factory) { Kind = ResultKind.Baseline };

    private static float ConstantOf(RatingScale scale) =>
        scale.ValueOf(scale.LevelOf(scale.Minimum + (2 * ((double)scale.Maximum - scale.Minimum) / 3)));
}
