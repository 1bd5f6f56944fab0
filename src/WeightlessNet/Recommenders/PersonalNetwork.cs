using WeightlessNet.Nodes;

namespace WeightlessNet.Recommenders;

/// <summary>
/// One user's cells, ready to be read: the fold of the user's ratings. It can be thrown away and folded again at any time.
/// </summary>
/// <remarks>Not safe for concurrent use; its owner locks.</remarks>
internal sealed class PersonalNetwork
{
    private FoldedRating[] _ratings = [];
    private FoldedRating[] _spare = [];

    public PersonalNetwork(WeightlessOptions options, int levelCount)
    {
        Cells = new SumNodes(options.Nodes, options.InputsPerNode);
        if (options.Reading == WeightlessReading.Histogram)
        {
            Levels = new HistogramNodes(options.Nodes, options.InputsPerNode, levelCount);
        }

        LevelCounts = new int[levelCount];
    }

    /// <summary>The cells that sum targets.</summary>
    public SumNodes Cells { get; }

    /// <summary>The cells that count levels, where the reading wants them.</summary>
    public HistogramNodes? Levels { get; }

    /// <summary>How often the user gave each level.</summary>
    public int[] LevelCounts { get; }

    /// <summary>The sum of the targets, each rating counted once.</summary>
    public long TargetSum { get; private set; }

    /// <summary>How many ratings are folded in.</summary>
    public int Count { get; private set; }

    /// <summary>The ratings that are folded in, sorted by item.</summary>
    public ReadOnlySpan<FoldedRating> Ratings => _ratings.AsSpan(0, Count);

    /// <summary>The version of the crowd that the ratings were last compared with; -1 before the first time.</summary>
    public long Version { get; private set; } = -1;

    /// <summary>Brings the cells up to date with the user's log and with the crowd, changing only what differs.</summary>
    public void Follow(ReadOnlySpan<RatedItem> log, PersonalFold fold, long version)
    {
        if (_spare.Length < log.Length)
        {
            _spare = new FoldedRating[Math.Max(log.Length, Math.Min(2 * _spare.Length, log.Length + 1024))];
        }

        ReadOnlySpan<int> weights = fold.WeightsOf(log);
        ReadOnlySpan<FoldedRating> old = Ratings;
        int next = 0;
        for (int i = 0; i < log.Length; i++)
        {
            FoldedRating folded = fold.Fold(log[i], weights.IsEmpty ? 1 : weights[i]);
            while (next < old.Length && old[next].Item < folded.Item)
            {
                Write(fold, old[next++], -1);
            }

            bool known = next < old.Length && old[next].Item == folded.Item;
            if (!known)
            {
                Write(fold, folded, 1);
            }
            else if (old[next] != folded)
            {
                Write(fold, old[next], -1);
                Write(fold, folded, 1);
            }

            next += known ? 1 : 0;
            _spare[i] = folded;
        }

        while (next < old.Length)
        {
            Write(fold, old[next++], -1);
        }

        (_ratings, _spare) = (_spare, _ratings);
        Count = log.Length;
        Version = version;
    }

    /// <summary>Takes out every rating, so that the cells can serve another user.</summary>
    public void Empty(PersonalFold fold) => Follow([], fold, -1);

    private void Write(PersonalFold fold, in FoldedRating rating, int sign)
    {
        ReadOnlySpan<byte> addresses = fold.AddressesOf(rating);
        int weight = sign * rating.Weight;
        Cells.Add(addresses, weight, weight * rating.Target);
        Levels?.Add(addresses, rating.Level, weight);
        LevelCounts[rating.Level] += sign;
        TargetSum += (long)sign * rating.Target;
    }
}
