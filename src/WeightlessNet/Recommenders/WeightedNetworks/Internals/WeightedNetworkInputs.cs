using System.Numerics;
using WeightlessNet.Recommenders.Crowd;
using WeightlessNet.Recommenders.Crowd.Internals;

namespace WeightlessNet.Recommenders.WeightedNetworks.Internals;

/// <summary>
/// The inputs of the personal networks of a <see cref="WeightedNetworkRecommender"/>: one that is always on, the bits of the item,
/// and the thermometers of the crowd's statistics of it. As inputs are bits, a pattern is the list of those that are on.
/// </summary>
/// <remarks>Immutable.</remarks>
internal sealed class WeightedNetworkInputs
{
    private readonly ItemCatalog _catalog;
    private readonly int _meanStart;
    private readonly int _countStart;

    public WeightedNetworkInputs(ItemCatalog catalog, CrowdOptions crowd)
    {
        _catalog = catalog;
        _meanStart = 1 + catalog.BitCount;
        _countStart = _meanStart + crowd.MeanLevels;
        Count = _countStart + crowd.CountLevels;
    }

    /// <summary>How many inputs there are; input 0 is always on.</summary>
    public int Count { get; }

    /// <summary>Writes which inputs are on, in rising order, and returns how many.</summary>
    /// <param name="item">An item of the catalog.</param>
    /// <param name="statistics">The crowd's statistics of the item.</param>
    /// <param name="destination">Where to write; <see cref="Count"/> long or longer.</param>
    public int Write(int item, ItemStatistics statistics, Span<int> destination)
    {
        destination[0] = 0;
        int written = 1;
        int start = 1;
        foreach (ulong word in _catalog.PatternOf(item))
        {
            for (ulong left = word; left != 0; left &= left - 1)
            {
                destination[written++] = start + BitOperations.TrailingZeroCount(left);
            }

            start += 64;
        }

        for (int level = 0; level < statistics.MeanLevel; level++)
        {
            destination[written++] = _meanStart + level;
        }

        for (int level = 0; level < statistics.CountLevel; level++)
        {
            destination[written++] = _countStart + level;
        }

        return written;
    }
}
