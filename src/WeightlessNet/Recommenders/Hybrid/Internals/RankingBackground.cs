using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>The background of each network, counted from the ratings of all users.</summary>
/// <remarks>
/// Immutable and thread-safe. Versions in which every item has the same addresses and is rated equally often share the counted cells.
/// </remarks>
internal sealed class RankingBackground
{
    private readonly RankingBlock[] _blocks;
    private readonly LogOddsAddresses[] _addresses;
    private readonly CellBackground[] _cells;

    private RankingBackground(RankingBlock[] blocks, LogOddsAddresses[] addresses, CellBackground[] cells)
    {
        _blocks = blocks;
        _addresses = addresses;
        _cells = cells;
    }

    /// <summary>The background of a network.</summary>
    public CellBackground this[int network] => _cells[network];

    /// <summary>The background of networks at which the items of these blocks have these addresses.</summary>
    public static RankingBackground Of(LogOddsAddresses[] addresses, RankingBlock[] blocks)
    {
        CellBackground[] cells = [.. addresses.Select(network => new CellBackground(network))];
        for (int block = 0; block < blocks.Length; block++)
        {
            ReadOnlySpan<int> ratings = blocks[block].Ratings;
            for (int i = 0; i < ratings.Length; i++)
            {
                for (int network = 0; network < cells.Length && ratings[i] != 0; network++)
                {
                    cells[network].Add((block * LogOddsNetwork.BlockSize) + i, ratings[i]);
                }
            }
        }

        return new RankingBackground(blocks, addresses, cells);
    }

    /// <summary>Whether it was counted from these blocks at these addresses.</summary>
    public bool IsOf(RankingBlock[] blocks, LogOddsAddresses[] addresses) =>
        ReferenceEquals(_blocks, blocks) && ReferenceEquals(_addresses, addresses);

    /// <summary>
    /// Whether another background has the same cells, because no item has other addresses or is rated more or less often.
    /// </summary>
    public bool Equals(RankingBackground? other) => ReferenceEquals(_cells, other?._cells);

    /// <summary>
    /// The background for other blocks and addresses, of the same items or of more. The cells are the same ones if they do not change.
    /// </summary>
    public RankingBackground With(RankingBlock[] blocks, LogOddsAddresses[] addresses)
    {
        CellBackground[]? cells = null;
        for (int block = 0; block < blocks.Length; block++)
        {
            if (!IsSame(block, blocks, addresses))
            {
                cells ??= [.. _cells.Select((network, index) => new CellBackground(network, addresses[index]))];
                Count(cells, block, block < _blocks.Length ? _blocks[block].Ratings : [], blocks[block].Ratings);
            }
        }

        return new RankingBackground(blocks, addresses, cells ?? _cells);
    }

    private bool IsSame(int block, RankingBlock[] blocks, LogOddsAddresses[] addresses)
    {
        if (block >= _blocks.Length
            || (_blocks[block] != blocks[block] && !_blocks[block].Ratings.SequenceEqual(blocks[block].Ratings)))
        {
            return false;
        }

        for (int network = 0; network < addresses.Length; network++)
        {
            byte[] before = _addresses[network].RowsOf(block);
            byte[] after = addresses[network].RowsOf(block);
            if (before != after && !before.AsSpan().SequenceEqual(after))
            {
                return false;
            }
        }

        return true;
    }

    private void Count(CellBackground[] cells, int block, ReadOnlySpan<int> before, ReadOnlySpan<int> after)
    {
        for (int i = 0; i < after.Length; i++)
        {
            // Every item counts once more than it is rated.
            int item = (block * LogOddsNetwork.BlockSize) + i;
            int was = i < before.Length ? before[i] + 1 : 0;
            int now = after[i] + 1;
            for (int network = 0; network < cells.Length; network++)
            {
                if (was != 0 && !_addresses[network][item].SequenceEqual(cells[network].Addresses[item]))
                {
                    cells[network].Add(_addresses[network][item], -was);
                    cells[network].Add(item, now);
                }
                else if (now != was)
                {
                    cells[network].Add(item, now - was);
                }
            }
        }
    }
}
