using System.Globalization;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>Remembers the last instance of each model, and shows the weights that it has learned.</summary>
internal sealed class LearnedWeights
{
    private readonly Dictionary<string, IRecommender> _models = [];

    public void Remember(string name, IRecommender model) => _models[name] = model;

    /// <summary>
    /// One line for each model that has learned weights: its parts by weight, with the held-out figure without them; empty if none has.
    /// </summary>
    public IEnumerable<string> Lines() => _models
        .Select(pair => (Name: pair.Key, Groups: GroupsOf(pair.Value)))
        .Where(model => model.Groups.Count > 0)
        .Select(model => $"Weights of {model.Name}: {TextOf(model.Groups)}");

    private static IReadOnlyList<CalibratedGroup> GroupsOf(IRecommender model) => model switch
    {
        HybridRecommender hybrid => hybrid.Calibration,
        WeightlessRankingRecommender ranking => ranking.Calibration ?? [],
        _ => [],
    };

    private static string TextOf(IReadOnlyList<CalibratedGroup> groups)
    {
        IEnumerable<string> parts = groups.OrderByDescending(group => group.Weight).Select(group => string.Create(
            CultureInfo.InvariantCulture, $"{group.Name} {group.Weight:F3} ({group.Without:F4})"));
        return string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", parts)}; with all {groups[0].With:F4}.");
    }
}
