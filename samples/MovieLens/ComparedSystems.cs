using WeightlessNet.Evaluation;
using WeightlessNet.Recommenders;

namespace MovieLensSample;

/// <summary>The systems that are compared, all with the library's defaults.</summary>
internal sealed class ComparedSystems
{
    public const string Weightless = "weightless (per user)";
    public const string WeightlessExpected = "weightless (expected rating)";
    public const string WeightlessFollowingDrift = "weightless (follows drift)";
    public const string WeightedNetwork = "weighted network (per user)";
    public const string CollaborativeFiltering = "collaborative filtering";
    public const string Bias = "user and item bias";
    public const string ItemMean = "popularity (item mean)";
    public const string UserMean = "user mean";
    public const string Constant = "always 3.5 stars";

    private const double ConstantStars = 3.5;

    private readonly ItemCatalog _catalog;

    public ComparedSystems(ItemCatalog catalog) => _catalog = catalog;

    /// <summary>For errors in stars: the weightless networks answer with the expected rating.</summary>
    public IReadOnlyList<RecommenderCandidate> ForErrors() =>
    [
        new(Weightless, scale => new WeightlessRecommender(_catalog, scale)),
        .. Others(),
        new(UserMean, scale => new UserMeanRecommender(_catalog.Count, scale)),
        new(Constant, scale => new ConstantRecommender(_catalog.Count, scale, ConstantStars)),
    ];

    /// <summary>For ratings in the order of time: beside the others a weightless network in which new ratings count for more.</summary>
    public IReadOnlyList<RecommenderCandidate> ForStream()
    {
        WeightlessOptions drift = new() { Recency = WeightlessOptions.FollowDrift };
        IReadOnlyList<RecommenderCandidate> systems = ForErrors();
        return
        [
            systems[0],
            new(WeightlessFollowingDrift, scale => new WeightlessRecommender(_catalog, scale, drift)),
            .. systems.Skip(1),
        ];
    }

    /// <summary>
    /// For being right within two levels: a weightless network that counts levels and aims at the tolerance. All others answer with the
    /// expected rating, so that a weightless network that does the same stands beside it. The protocol itself adds constants, one of which
    /// aims at the tolerance too, and the user's mean.
    /// </summary>
    public IReadOnlyList<RecommenderCandidate> ForLevels()
    {
        WeightlessOptions histogram = new() { Reading = WeightlessReading.Histogram };
        return
        [
            new(Weightless, scale => new WeightlessRecommender(_catalog, scale, histogram)),
            new(WeightlessExpected, scale => new WeightlessRecommender(_catalog, scale)),
            .. Others(),
        ];
    }

    private RecommenderCandidate[] Others() =>
    [
        new(WeightedNetwork, scale => new WeightedNetworkRecommender(_catalog, scale)),
        new(CollaborativeFiltering, scale => new CollaborativeFilteringRecommender(_catalog.Count, scale)),
        new(Bias, scale => new BiasRecommender(_catalog.Count, scale)),
        new(ItemMean, scale => new PopularityRecommender(_catalog.Count, scale)),
    ];
}
