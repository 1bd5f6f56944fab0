using WeightlessNet.Recommenders;

namespace WeightlessNet.Serving.Internals;

/// <summary>
/// Puts what a user has chosen most into the first of the places that a ranking has for items that the user knows. The ranking itself was
/// learned to find what is new.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class KnownOrder
{
    private readonly int[] _items;
    private readonly Dictionary<int, double> _scores;

    /// <param name="known">The user's ratings or totals.</param>
    /// <param name="ranked">Those of their items that may be listed, best first.</param>
    /// <param name="leading">Items that have their places anyway.</param>
    public KnownOrder(IEnumerable<RatedItem> known, List<ScoredItem> ranked, HashSet<int> leading)
    {
        _scores = ranked.Where(one => !leading.Contains(one.Item)).ToDictionary(static one => one.Item, static one => one.Score);
        _items =
        [
            .. known.Where(one => _scores.ContainsKey(one.Item))
                .OrderByDescending(static one => one.Value)
                .ThenByDescending(static one => one.Timestamp)
                .ThenByDescending(one => _scores[one.Item])
                .ThenBy(static one => one.Item)
                .Select(static one => one.Item),
        ];
    }

    /// <summary>The first of a ranking with the known items in their order. An item has the score of its place.</summary>
    public List<ScoredItem> In(List<ScoredItem> ranking)
    {
        int next = 0;
        return ranking.ConvertAll(one => _scores.ContainsKey(one.Item) ? new ScoredItem(_items[next++], one.Score) : one);
    }

    /// <summary>The item with its own score.</summary>
    public ScoredItem WithOwnScore(ScoredItem one) =>
        _scores.TryGetValue(one.Item, out double score) ? one with { Score = score } : one;
}
