namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>Keeps the best items that it is offered, in a heap in the caller's span. Equal scores are ordered by item id.</summary>
internal ref struct TopItems
{
    private readonly Span<ScoredItem> _heap;
    private int _count;

    /// <summary>Creates a selection that writes to a span.</summary>
    /// <param name="destination">Where the best items are written; its length is how many are kept.</param>
    public TopItems(Span<ScoredItem> destination) => _heap = destination;

    /// <summary>Whether an item of this score and of a higher id than all before could still enter.</summary>
    public readonly bool Accepts(double score) => _count < _heap.Length || (_count > 0 && score > _heap[0].Score);

    /// <summary>Whether the selection is full, so that another item must be better than <see cref="Least"/>.</summary>
    public readonly bool IsFull => _count == _heap.Length;

    /// <summary>The lowest score of the kept items. There must be one.</summary>
    public readonly double Least => _heap[0].Score;

    /// <summary>Offers an item, which is kept while it is among the best.</summary>
    public void Offer(int item, double score)
    {
        ScoredItem offered = new(item, score);
        if (_count < _heap.Length)
        {
            SiftUp(_count++, offered);
        }
        else if (_count > 0 && Precedes(offered, _heap[0]))
        {
            SiftDown(0, offered, _count);
        }
    }

    /// <summary>Sorts the kept items, best first, and returns how many there are. Call nothing afterwards.</summary>
    public int Complete()
    {
        for (int last = _count - 1; last > 0; last--)
        {
            ScoredItem moved = _heap[last];
            _heap[last] = _heap[0];
            SiftDown(0, moved, last);
        }

        return _count;
    }

    private static bool Precedes(ScoredItem left, ScoredItem right) =>
        left.Score > right.Score || (left.Score == right.Score && left.Item < right.Item);

    // The root is the worst of the kept items.
    private readonly void SiftUp(int index, ScoredItem item)
    {
        while (index > 0)
        {
            int parent = (index - 1) / 2;
            if (!Precedes(_heap[parent], item))
            {
                break;
            }

            _heap[index] = _heap[parent];
            index = parent;
        }

        _heap[index] = item;
    }

    private readonly void SiftDown(int index, ScoredItem item, int count)
    {
        while (true)
        {
            int child = (2 * index) + 1;
            if (child >= count)
            {
                break;
            }

            if (child + 1 < count && Precedes(_heap[child], _heap[child + 1]))
            {
                child++;
            }

            if (!Precedes(item, _heap[child]))
            {
                break;
            }

            _heap[index] = _heap[child];
            index = child;
        }

        _heap[index] = item;
    }
}
