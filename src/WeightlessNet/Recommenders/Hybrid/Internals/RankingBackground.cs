using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>The background of each network, counted from the ratings of all users.</summary>
/// <remarks>Immutable and thread-safe. Versions in which every item is rated equally often share the counted cells.</remarks>
internal sealed class RankingBackground
{
    private readonly RankingBlock[] _blocks;
    private readonly CellBackground[] _cells;

    private RankingBackground(RankingBlock[] blocks, CellBackground[] cells)
    {
        _blocks = blocks;
        _cells = cells;
    }

    /// <summary>The background of a network.</summary>
    public CellBackground this[int network] => _cells[network];

    /// <summary>The background of networks over these items.</summary>
    public static RankingBackground Of(IReadOnlyList<LogOddsNetwork> networks, RankingBlock[] blocks)
    {
        CellBackground[] cells = [.. networks.Select(network => new CellBackground(network.Addresses))];
        Count(cells, new RankingBlock?[blocks.Length], blocks);
        return new RankingBackground(blocks, cells);
    }

    /// <summary>Whether it was counted from these blocks.</summary>
    public bool IsOf(RankingBlock[] blocks) => ReferenceEquals(_blocks, blocks);

    /// <summary>Whether another background has the same cells, because no item is rated more or less often.</summary>
    public bool Equals(RankingBackground? other) => ReferenceEquals(_cells, other?._cells);

    /// <summary>The background for other blocks of the same items. The cells are the same ones if they do not change.</summary>
    public RankingBackground With(RankingBlock[] blocks)
    {
        for (int block = 0; block < blocks.Length; block++)
        {
            if (_blocks[block] != blocks[block] && !_blocks[block].Ratings.SequenceEqual(blocks[block].Ratings))
            {
                CellBackground[] cells = [.. _cells.Select(network => new CellBackground(network))];
                Count(cells, _blocks, blocks);
                return new RankingBackground(blocks, cells);
            }
        }

        return new RankingBackground(blocks, _cells);
    }

    private static void Count(CellBackground[] cells, RankingBlock?[] before, RankingBlock[] after)
    {
        for (int block = 0; block < after.Length; block++)
        {
            if (before[block] == after[block])
            {
                continue;
            }

            for (int i = 0; i < after[block].Ratings.Length; i++)
            {
                int change = after[block].Ratings[i] - (before[block]?.Ratings[i] ?? 0);
                for (int network = 0; network < cells.Length && change != 0; network++)
                {
                    cells[network].Add((block * LogOddsNetwork.BlockSize) + i, change);
                }
            }
        }
    }
}
