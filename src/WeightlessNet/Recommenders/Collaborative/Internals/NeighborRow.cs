namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>What follows from the ratings for one user: the bias, and the deviation of each rating from the biases.</summary>
internal sealed class NeighborRow
{
    private int[] _items = [];
    private double[] _rests = [];
    private int _count;

    /// <summary>The version of the ratings that it was computed from; 0 for none.</summary>
    public long Version { get; private set; }

    /// <summary>The user's bias, in units.</summary>
    public double Bias { get; private set; }

    /// <summary>The items that the user has rated, rising.</summary>
    public ReadOnlySpan<int> Items => _items.AsSpan(0, _count);

    /// <summary>The deviations of the ratings from the biases, in the same order, in units.</summary>
    public ReadOnlySpan<double> Rests => _rests.AsSpan(0, _count);

    /// <summary>Begins a new version, whose items and deviations are then written.</summary>
    public (int[] Items, double[] Rests) Begin(long version, int count, double bias)
    {
        if (_items.Length < count || _items.Length > 2 * count)
        {
            _items = new int[count];
            _rests = new double[count];
        }

        (Version, Bias, _count) = (version, bias, count);
        return (_items, _rests);
    }

    /// <summary>The deviation of the rating of an item that the user has rated.</summary>
    public double RestOf(int item) => _rests[Items.BinarySearch(item)];
}
