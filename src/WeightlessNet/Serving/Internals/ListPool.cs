using WeightlessNet.Recommenders;

namespace WeightlessNet.Serving.Internals;

/// <summary>A user's ranking, best first, of which more is asked for only when it is needed.</summary>
internal sealed class ListPool
{
    /// <summary>The largest number of items that are compared by more than their rank.</summary>
    public const int MostNear = 2000;

    private const int LeastNear = 100;
    private const int NearPlaces = 10;
    private const int Growth = 4;

    private readonly Func<int, (List<ScoredItem> Items, bool IsAll)> _rank;
    private readonly HashSet<int> _known = [];
    private readonly List<ScoredItem> _items = [];
    private readonly int _itemCount;
    private int _asked;
    private bool _isAll;

    /// <param name="rank">
    /// Ranks so many items, and tells whether there are no more. Those that are not in the catalog any longer may be left out.
    /// </param>
    /// <param name="itemCount">The number of all items.</param>
    /// <param name="count">The number of items wanted, 1 or more.</param>
    public ListPool(Func<int, (List<ScoredItem> Items, bool IsAll)> rank, int itemCount, int count)
    {
        _rank = rank;
        _itemCount = itemCount;
        Ask((int)Math.Min(itemCount, Math.Clamp(NearPlaces * (long)count, LeastNear, MostNear)));
        Near = _items.Count;
    }

    /// <summary>The number of items, from the best on, that are compared by more than their rank.</summary>
    public int Near { get; }

    /// <summary>An item of the first <see cref="Near"/>, or one that <see cref="TryGet"/> has found.</summary>
    public ScoredItem this[int index] => _items[index];

    /// <summary>An item by its rank, from 0.</summary>
    /// <returns>Whether there is one.</returns>
    public bool TryGet(int index, out ScoredItem item)
    {
        while (index >= _items.Count && _asked < _itemCount && !_isAll)
        {
            Ask((int)Math.Min(_itemCount, Growth * (long)_asked));
        }

        bool isThere = index < _items.Count;
        item = isThere ? _items[index] : default;
        return isThere;
    }

    /// <summary>Whether the ranking has an item as far as it is known.</summary>
    public bool Contains(int item) => _known.Contains(item);

    private void Ask(int count)
    {
        _asked = count;
        (List<ScoredItem> ranked, _isAll) = _rank(count);
        foreach (ScoredItem one in ranked)
        {
            // Another thread may have changed the order since: what was known keeps its rank.
            if (_known.Add(one.Item))
            {
                _items.Add(one);
            }
        }
    }
}
