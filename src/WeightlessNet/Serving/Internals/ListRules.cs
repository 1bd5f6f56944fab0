namespace WeightlessNet.Serving.Internals;

/// <summary>An application's rules for one list while it is filled: which items the next place may get.</summary>
/// <param name="limits">The most items with the same value, and the values of an item.</param>
/// <param name="minimums">The least items of a kind, and whether an item is of that kind.</param>
/// <param name="share">Of how many places which items get one and all others another; null for any.</param>
internal sealed class ListRules(
    (int Most, Func<int, string[]> ValuesOf)[] limits, (int Least, Func<int, bool> Is)[] minimums, ListShare? share = null)
{
    private ListShare? _share = share;

    // So many items' values are remembered. Those beyond are looked at once or twice each, in a list that a rule leads far.
    private const int MostKnown = 2 * ListPool.MostNear;

    private readonly Dictionary<string, int>[] _counts =
        [.. limits.Select(static _ => new Dictionary<string, int>(StringComparer.Ordinal))];
    private readonly Dictionary<int, (string[][] Values, bool[] Kinds)> _known = [];
    private readonly int[] _missing = [.. minimums.Select(static minimum => minimum.Least)];

    /// <summary>The number of items that are still needed for the minimums.</summary>
    private int Missing => _missing.Sum();

    /// <summary>Whether all places that are left are kept for the minimums.</summary>
    public bool KeepPlaces(int left) => left <= Missing;

    /// <summary>Whether an item may have the next place.</summary>
    /// <param name="item">The item.</param>
    /// <param name="left">The number of places that are left, this one among them.</param>
    public bool Allow(int item, int left)
    {
        if (_share?.Allows(item) == false)
        {
            return false;
        }

        if (limits.Length == 0 && !KeepPlaces(left))
        {
            return true;
        }

        (string[][] values, bool[] kinds) = Of(item);
        for (int limit = 0; limit < values.Length; limit++)
        {
            foreach (string value in values[limit])
            {
                if (_counts[limit].GetValueOrDefault(value) >= limits[limit].Most)
                {
                    return false;
                }
            }
        }

        return !KeepPlaces(left) || Enumerable.Range(0, kinds.Length).Any(kind => kinds[kind] && _missing[kind] > 0);
    }

    /// <summary>Gives up the minimums that are not reached.</summary>
    /// <returns>Whether there were any.</returns>
    public bool GiveUpMinimums()
    {
        bool wasMissing = Missing > 0;
        Array.Clear(_missing);
        return wasMissing;
    }

    /// <summary>Gives up the share of each kind, because no further item of the one that is wanted may be listed.</summary>
    /// <returns>Whether there was one.</returns>
    public bool GiveUpShare()
    {
        bool wasShared = _share is not null;
        _share = null;
        return wasShared;
    }

    /// <summary>Counts an item that is listed.</summary>
    public void Take(int item)
    {
        _share?.Take(item);
        if (limits.Length + minimums.Length == 0)
        {
            return;
        }

        (string[][] values, bool[] kinds) = Of(item);
        for (int limit = 0; limit < values.Length; limit++)
        {
            foreach (string value in values[limit])
            {
                _counts[limit][value] = _counts[limit].GetValueOrDefault(value) + 1;
            }
        }

        for (int kind = 0; kind < kinds.Length; kind++)
        {
            _missing[kind] -= kinds[kind] && _missing[kind] > 0 ? 1 : 0;
        }
    }

    private (string[][] Values, bool[] Kinds) Of(int item)
    {
        if (!_known.TryGetValue(item, out (string[][], bool[]) known))
        {
            known = (Array.ConvertAll(limits, limit => limit.ValuesOf(item)), Array.ConvertAll(minimums, minimum => minimum.Is(item)));
            if (_known.Count < MostKnown)
            {
                _known[item] = known;
            }
        }

        return known;
    }
}
