using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Makes the log-odds networks of all users over the groups that are read.</summary>
internal static class LogOddsNetworks
{
    /// <summary>The greatest number of addresses of all items in all groups; each takes 2 bytes.</summary>
    private const long MostAddresses = 1L << 32;

    /// <summary>One network for each group.</summary>
    /// <exception cref="ArgumentException">There are too many addresses.</exception>
    public static LogOddsNetwork[] Of(RankingFields fields, RankingWeights weights, float likedFrom, WeightlessRankingOptions options)
    {
        long nodes = weights.Groups.Sum(weighted => (long)weighted.Group.NodesIn(fields, options.TupleSize));
        if (fields.ItemCount * nodes > MostAddresses)
        {
            throw new ArgumentException(
                $"There is no room for {nodes} addresses of each of {fields.ItemCount} items. Use fewer nodes.", nameof(weights));
        }

        return
        [
            .. weights.Groups.Select(weighted => new LogOddsNetwork(
                weighted.Group.AddressesIn(fields, options.TupleSize, options.Seed),
                weighted.Readings,
                likedFrom,
                options.CellShrinkage)),
        ];
    }
}
