using WeightlessNet.Evaluation.Paper;
using WeightlessNet.Evaluation.Protocols;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.StateMachines;
using WeightlessNet.Recommenders.WeightedNetworks;
using WeightlessNet.Recommenders.Weightless;
using static MovieLensSample.ProtocolChoice;

namespace MovieLensSample;

/// <summary>
/// The compared systems. All have the library's defaults, with two exceptions: three weightless networks, named after their one option
/// (histogram reading, recency that is set or learned), and the hybrid, which trains its central model again when the number of ratings
/// has doubled.
/// </summary>
internal static class ComparedSystems
{
    private static readonly WeightlessOptions Drift = new() { Recency = WeightlessOptions.FollowDrift };
    private static readonly WeightlessOptions Moods = new() { Recency = null };
    private static readonly WeightlessOptions Histogram = new() { Reading = WeightlessReading.Histogram };
    private static readonly HybridOptions Hybrid = new() { RefitGrowth = 1 };

    /// <summary>
    /// The systems in the order of the tables. The library adds plain baselines to all protocols except the paper's, which adds constants
    /// and the user's mean.
    /// </summary>
    private static readonly ComparedSystem[] Systems =
    [
        new("weightless (histogram)", SystemLook.Sky, Paper, (films, scale) => new WeightlessRecommender(films.Films, scale, Histogram)),
        new("weightless (per user)", SystemLook.Blue, All, (films, scale) => new WeightlessRecommender(films.Films, scale)),
        new("weightless (follows drift)", SystemLook.Sky, TasteChange,
            (films, scale) => new WeightlessRecommender(films.Films, scale, Drift)),
        new("weightless (learns recency)", SystemLook.Sky, Prequential,
            (films, scale) => new WeightlessRecommender(films.Films, scale, Moods)),
        new("hybrid (on matrix factorization)", SystemLook.Pink, Errors,
            (films, scale) => new HybridRecommender(films.Films, scale, null, Hybrid)),
        new("state machine (the paper's kind)", SystemLook.Black, Paper,
            (films, scale) => new StateMachineRecommender(films.PaperFilms, scale)),
        new("weighted network (per user)", SystemLook.Vermillion, Errors | Paper,
            (films, scale) => new WeightedNetworkRecommender(films.Films, scale)),
        new("matrix factorization", SystemLook.Green, All, (films, scale) => new MatrixFactorizationRecommender(films.Count, scale)),
        new("item neighbors", SystemLook.ItemNeighbors, KFold | Activity,
            (films, scale) => new ItemNeighborRecommender(films.Count, scale)),
        new("user neighbors", SystemLook.UserNeighbors, KFold | Activity,
            (films, scale) => new UserNeighborRecommender(films.Count, scale)),
        new("implicit factorization", SystemLook.Orange, Ranking,
            (films, scale) => new ImplicitFactorizationRecommender(films.Count, scale)),
        new("EASE", SystemLook.Indigo, Ranking, (films, scale) => new EaseRecommender(films.Count, scale)),
        new("weightless (ranking)", SystemLook.Sky, Ranking,
            (films, scale) => new WeightlessRankingRecommender(films.Films, scale, null, [])),
        new("hybrid (on factorization)", SystemLook.Olive, Ranking, (films, scale) =>
            new WeightlessRankingRecommender(films.Films, scale, null, [new ImplicitFactorizationRecommender(films.Count, scale)])),
        new("hybrid (on EASE)", SystemLook.Wine, Ranking, (films, scale) =>
            new WeightlessRankingRecommender(films.Films, scale, null, [new EaseRecommender(films.Count, scale)])),
        new("hybrid (on both)", SystemLook.Pink, Ranking, (films, scale) => new WeightlessRankingRecommender(films.Films, scale)),
        new(PlainBaselines.BiasName, SystemLook.Biases, Paper, (films, scale) => new BiasRecommender(films.Count, scale)),
        new(PlainBaselines.ItemMeanName, SystemLook.ItemMean, Paper, (films, scale) => new PopularityRecommender(films.Count, scale)),
    ];

    /// <summary>The names of all systems.</summary>
    public static IEnumerable<string> Names => Systems.Select(system => system.Name);

    /// <summary>Whether words of the command line mean a system.</summary>
    public static bool IsMeant(string words, string name) => name.Contains(words, StringComparison.OrdinalIgnoreCase);

    /// <summary>The systems that take part in a protocol.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <param name="films">The films.</param>
    /// <param name="wanted">Words in the names of the systems that are wanted; empty for all.</param>
    public static IReadOnlyList<RecommenderCandidate> For(ProtocolChoice protocol, FilmCatalogs films, IReadOnlyList<string> wanted) =>
    [
        .. Systems.Where(system => system.Protocols.HasFlag(protocol))
            .Where(system => wanted.Count == 0 || wanted.Any(words => IsMeant(words, system.Name)))
            .Select(system => new RecommenderCandidate(system.Name, scale => system.Create(films, scale))),
    ];

    /// <summary>How plots draw a system, the same in all plots.</summary>
    public static SystemLook LookOf(string system) => Array.Find(Systems, row => row.Name == system)?.Look ?? system switch
    {
        PlainBaselines.UserMeanName => SystemLook.UserMean,
        PlainBaselines.PopularityName => SystemLook.Popularity,
        PaperProtocol.BestConstantName => SystemLook.BestConstant,
        _ => SystemLook.Constant,
    };
}
