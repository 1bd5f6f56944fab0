using WeightlessNet.Recommenders;

namespace WeightlessNet.Serving.Internals;

/// <summary>Fills a list place by place from a user's ranking.</summary>
/// <param name="pool">The ranking.</param>
/// <param name="rules">Which items may have a place.</param>
internal sealed class ShapedList(ListPool pool, ListRules rules)
{
    private readonly HashSet<int> _taken = [];
    private readonly List<ScoredItem> _list = [];
    private double[] _relevance = [];
    private double[] _closeness = [];

    // The first ranks that may be free: of all items, and of those that minimums need. What is not free before them never is again.
    private int _next;
    private int _nextNeeded;

    /// <summary>How much it counts that items differ, and how alike two of them are; null if it does not count.</summary>
    public (double Weight, ItemLikeness Likeness)? Diversity { get; init; }

    /// <summary>How much the user's own mix counts; null if it does not count.</summary>
    public (double Weight, ListMixture Mixture)? Mix { get; init; }

    /// <summary>The places for items of which little is known; null if there are none.</summary>
    public ListExploration? Exploration { get; init; }

    /// <summary>The listed items that have one of these places.</summary>
    public HashSet<int> Explored { get; } = [];

    /// <summary>Fills the list.</summary>
    /// <param name="count">The number of items wanted.</param>
    /// <param name="first">How many of the first items of the ranking have their place whatever the rules say.</param>
    public List<ScoredItem> Fill(int count, int first)
    {
        _closeness = new double[pool.Near];
        _relevance = new double[pool.Near];
        WriteRelevance(first);
        _next = _nextNeeded = Compares ? pool.Near : 0;
        for (int place = 0; place < count; place++)
        {
            ScoredItem? next = place < first ? pool[place] : Next(place, count - place);
            if (next is null)
            {
                break;
            }

            Take(next.Value);
        }

        return _list;
    }

    // Whether more than the rank counts among the first of the ranking.
    private bool Compares => Diversity is not null || Mix is not null;

    private ScoredItem? Next(int place, int left)
    {
        if (Exploration is { } exploration && exploration.Has(place))
        {
            foreach (ScoredItem candidate in exploration.Candidates)
            {
                if (IsFree(candidate.Item, left))
                {
                    Explored.Add(candidate.Item);
                    return candidate;
                }
            }
        }

        do
        {
            if (BestOf(left) is { } best)
            {
                return best;
            }

            if (rules.GiveUpShare())
            {
                // What had no place before has one now.
                _next = _nextNeeded = Compares ? pool.Near : 0;
                if (BestOf(left) is { } other)
                {
                    return other;
                }
            }
        }
        while (rules.GiveUpMinimums());

        return null;
    }

    private ScoredItem? BestOf(int left)
    {
        int best = -1;
        double greatest = 0;
        for (int i = 0; i < pool.Near && Compares; i++)
        {
            if (IsFree(pool[i].Item, left))
            {
                double value = ValueOf(i);
                if (best < 0 || value > greatest)
                {
                    (best, greatest) = (i, value);
                }
            }
        }

        return best >= 0 ? pool[best] : FirstFree(left, ref rules.KeepPlaces(left) ? ref _nextNeeded : ref _next);
    }

    private ScoredItem? FirstFree(int left, ref int next)
    {
        for (; pool.TryGet(next, out ScoredItem item); next++)
        {
            if (IsFree(item.Item, left))
            {
                return item;
            }
        }

        return null;
    }

    private bool IsFree(int item, int left) => !_taken.Contains(item) && rules.Allow(item, left);

    private double ValueOf(int index)
    {
        double value = Diversity is { } diversity
            ? ((1 - diversity.Weight) * _relevance[index]) - (diversity.Weight * _closeness[index])
            : _relevance[index];

        return Mix is { } mix ? ((1 - mix.Weight) * value) - (mix.Weight * mix.Mixture.With(pool[index].Item)) : value;
    }

    // From 0 for the worst to 1 for the best; those in front have their place anyway.
    private void WriteRelevance(int first)
    {
        if (first >= pool.Near || !Compares)
        {
            return;
        }

        double best = pool[first].Score;
        double worst = pool[pool.Near - 1].Score;
        for (int i = first; i < pool.Near; i++)
        {
            _relevance[i] = best > worst ? Math.Clamp((pool[i].Score - worst) / (best - worst), 0, 1) : 1;
        }
    }

    private void Take(ScoredItem item)
    {
        _list.Add(item);
        _taken.Add(item.Item);
        rules.Take(item.Item);
        Mix?.Mixture.Take(item.Item);
        for (int i = 0; i < pool.Near && Diversity is not null; i++)
        {
            _closeness[i] = Math.Max(_closeness[i], Diversity.Value.Likeness.Of(item.Item, pool[i].Item));
        }
    }
}
