namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// The background frequency of each cell: the ratings of all users, counted at the addresses of the rated items, plus 1 for every item, so
/// that no item's cell is empty.
/// </summary>
/// <remarks>
/// A function of the rating counts of the items. A change takes constant time; the cells are updated when they are next read. Not
/// thread-safe; the owner locks.
/// </remarks>
internal sealed class CellBackground
{
    private readonly LogOddsAddresses _addresses;
    private readonly long[] _cells;
    private readonly int[] _ratings;
    private readonly int[] _counted;
    private readonly bool[] _noted;
    private readonly List<int> _changed = [];
    private long _total;

    public CellBackground(LogOddsAddresses addresses)
    {
        _addresses = addresses;
        int items = addresses.ItemCount;
        _cells = new long[addresses.NodeCount * addresses.Stride];
        _ratings = new int[items];
        _counted = new int[items];
        _noted = new bool[items];
        for (int item = 0; item < items; item++)
        {
            Add(item, 1);
        }
    }

    /// <summary>Increases with every change; equal versions have equal cells.</summary>
    public long Version { get; private set; }

    /// <summary>The sum of a node's cells, the same for each node: the number of ratings plus the number of items.</summary>
    public long Total
    {
        get
        {
            Follow();
            return _total;
        }
    }

    /// <summary>The cells, node by node.</summary>
    public ReadOnlySpan<long> Cells
    {
        get
        {
            Follow();
            return _cells;
        }
    }

    /// <summary>Sets the number of ratings of an item.</summary>
    public void SetRatings(int item, int ratings)
    {
        _ratings[item] = ratings;
        Version++;
        if (!_noted[item])
        {
            _noted[item] = true;
            _changed.Add(item);
        }
    }

    private void Follow()
    {
        foreach (int item in _changed)
        {
            Add(item, _ratings[item] - _counted[item]);
            _counted[item] = _ratings[item];
            _noted[item] = false;
        }

        _changed.Clear();
    }

    private void Add(int item, int weight)
    {
        int table = 0;
        foreach (byte address in _addresses[item])
        {
            _cells[table + address] += weight;
            table += _addresses.Stride;
        }

        _total += weight;
    }
}
