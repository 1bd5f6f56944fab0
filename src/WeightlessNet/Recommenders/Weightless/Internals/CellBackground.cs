namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// The background frequency of each cell: the ratings of all users, counted at the addresses of the rated items, plus 1 for every item, so
/// that no item's cell is empty.
/// </summary>
/// <remarks>A function of the rating counts of the items. Immutable and thread-safe once it is counted.</remarks>
internal sealed class CellBackground
{
    // The sum of a node's cells is at most the greatest number of ratings plus that of items.
    private readonly uint[] _cells;

    /// <summary>Counts every item once.</summary>
    public CellBackground(LogOddsAddresses addresses)
    {
        Addresses = addresses;
        _cells = new uint[addresses.NodeCount * addresses.Stride];
        for (int item = 0; item < addresses.ItemCount; item++)
        {
            Add(item, 1);
        }
    }

    /// <summary>Creates a copy, in which more ratings are then counted, at other addresses.</summary>
    public CellBackground(CellBackground before, LogOddsAddresses addresses)
    {
        Addresses = addresses;
        _cells = [.. before._cells];
        Total = before.Total;
    }

    /// <summary>The addresses at which ratings are counted.</summary>
    public LogOddsAddresses Addresses { get; }

    /// <summary>The sum of a node's cells, the same for each node: the number of ratings plus the number of items.</summary>
    public long Total { get; private set; }

    /// <summary>The cells, node by node.</summary>
    public ReadOnlySpan<uint> Cells => _cells;

    /// <summary>Counts more ratings of an item, or fewer. Call it only while no other thread knows the background.</summary>
    public void Add(int item, int ratings) => Add(Addresses[item], ratings);

    /// <summary>
    /// Counts more ratings at the addresses of an item, or fewer. Call it only while no other thread knows the background.
    /// </summary>
    public void Add(ReadOnlySpan<byte> addresses, int ratings)
    {
        int table = 0;
        foreach (byte address in addresses)
        {
            _cells[table + address] += (uint)ratings;
            table += Addresses.Stride;
        }

        Total += ratings;
    }
}
