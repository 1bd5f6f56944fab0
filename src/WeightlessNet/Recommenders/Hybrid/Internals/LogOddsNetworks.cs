using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>The log-odds networks of all users over the groups that are read, and the tables that are ready.</summary>
/// <remarks>Not safe for concurrent use; its owner locks.</remarks>
internal sealed class LogOddsNetworks
{
    /// <summary>The greatest number of addresses of all items in all groups; each takes 2 bytes.</summary>
    private const long MostAddresses = 1L << 32;

    private readonly LogOddsNetwork[] _networks;
    private readonly HotUsers<LogOddsTables> _hot;
    private long _version;

    /// <exception cref="ArgumentException">There are too many addresses.</exception>
    public LogOddsNetworks(RankingFields fields, RankingWeights weights, float likedFrom, WeightlessRankingOptions options)
    {
        long nodes = weights.Groups.Sum(weighted => (long)weighted.Group.NodesIn(fields, options.TupleSize));
        if (fields.ItemCount * nodes > MostAddresses)
        {
            throw new ArgumentException(
                $"There is no room for {nodes} addresses of each of {fields.ItemCount} items. Use fewer nodes.", nameof(weights));
        }

        _hot = new HotUsers<LogOddsTables>(options.MaximumHotUsers);
        _networks =
        [
            .. weights.Groups.Select(weighted => new LogOddsNetwork(
                weighted.Group.AddressesIn(fields, options.TupleSize, options.Seed),
                weighted.Readings,
                likedFrom,
                options.CellShrinkage)),
        ];
    }

    /// <summary>The networks, one for each group.</summary>
    public IReadOnlyList<LogOddsNetwork> All => _networks;

    /// <summary>Takes note of how often an item is rated now, and that no user's tables hold any longer.</summary>
    public void SetRatings(int item, int ratings)
    {
        _version++;
        foreach (LogOddsNetwork network in _networks)
        {
            network.SetRatings(item, ratings);
        }
    }

    /// <summary>
    /// The tables of a user with this log, brought up to date; null if the user has rated nothing. Valid until the next call.
    /// </summary>
    public LogOddsTables? TablesOf(int user, UserRatings log)
    {
        if (log.IsEmpty)
        {
            return null;
        }

        LogOddsTables tables = _hot.Find(user) ?? _hot.Add(user, Reuse);
        if (tables.Version != _version)
        {
            for (int network = 0; network < _networks.Length; network++)
            {
                _networks[network].Fill(tables[network], log);
            }

            tables.Version = _version;
        }

        return tables;
    }

    /// <summary>Sums what tables add to the score of each item of a block.</summary>
    public void Add(int block, LogOddsTables tables, Span<long> scores)
    {
        Span<int> sums = stackalloc int[LogOddsAddresses.BlockSize];
        for (int network = 0; network < _networks.Length; network++)
        {
            _networks[network].Addresses.Sum(block, tables[network], sums);
            long step = _networks[network].Step;
            for (int i = 0; i < scores.Length; i++)
            {
                scores[i] += sums[i] * step;
            }
        }
    }

    /// <summary>What tables add to the score of one item; 0 if there are none.</summary>
    public long SumOf(int item, LogOddsTables? tables)
    {
        long sum = 0;
        for (int network = 0; tables is not null && network < _networks.Length; network++)
        {
            sum += _networks[network].Addresses.SumOf(item, tables[network]) * _networks[network].Step;
        }

        return sum;
    }

    /// <summary>Leaves nothing of a user.</summary>
    public void Forget(int user)
    {
        _hot.Remove(user, static tables => tables.Clear());
        foreach (LogOddsNetwork network in _networks)
        {
            network.Forget();
        }
    }

    private LogOddsTables Reuse(LogOddsTables? spare)
    {
        LogOddsTables tables = spare ?? new LogOddsTables(_networks);
        tables.Version = -1;
        return tables;
    }
}
