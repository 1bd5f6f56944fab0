using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Orleans.Sharing.Internals;

/// <summary>The sums of the crowd's log while a page of entries is added.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class LogPage(CrowdChanges changes, long[] positions, long ratingChanges)
{
    private readonly bool[] _waits = new bool[CrowdParts.Count];
    private readonly int[] _taken = new int[CrowdParts.Count];

    /// <summary>The sums, to which entries are added.</summary>
    public CrowdChanges Changes { get; } = changes;

    /// <summary>The sequence number of the last entry, for each part.</summary>
    public long[] Positions { get; } = positions;

    /// <summary>How many times a rating has changed.</summary>
    public long RatingChanges { get; private set; } = ratingChanges;

    /// <summary>The number of entries that were added or left out.</summary>
    public int Taken => _taken.Sum();

    /// <summary>The number of them that the part with the most of them had.</summary>
    public int MostTakenOfPart => _taken.Max();

    /// <summary>An item that an entry needs and the crowd lacks; null if there is none.</summary>
    public int? LackedItem { get; private set; }

    /// <summary>An entry that was left out or that its part waits for, and why; null if there is none.</summary>
    public string? UnusedEntry { get; private set; }

    /// <summary>An entry that was left out, and why; null if there is none.</summary>
    public string? LeftOut { get; private set; }

    /// <summary>Whether a crowd has all that the sums take away.</summary>
    public bool Fits(CrowdModel crowd)
    {
        try
        {
            crowd.With(Changes);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }

    /// <summary>Adds entries. Where one cannot be added, its part waits, and others go on.</summary>
    /// <param name="entries">The entries, those of each part in their order.</param>
    /// <param name="crowd">The crowd that they must fit.</param>
    /// <param name="isEachChecked">Whether the sums must fit the crowd after each entry.</param>
    public void Add(IReadOnlyList<CrowdEntry> entries, CrowdModel crowd, bool isEachChecked)
    {
        foreach (CrowdEntry entry in entries.Where(entry => !_waits[entry.Part]))
        {
            if (entry.Sequence != Positions[entry.Part] + 1)
            {
                Wait(entry, $"the one after {Positions[entry.Part]} is missing");
                continue;
            }

            CrowdChanges change;
            try
            {
                change = CrowdSums.ReadEntry(entry.Change);
            }
            catch (InvalidDataException unreadable)
            {
                // It may be one of a later version, which must not be lost in a checkpoint of this one.
                Wait(entry, unreadable.Message);
                continue;
            }

            if (change.Scale != crowd.Scale)
            {
                // All silos have the scale of the store, so none of them can ever use it.
                LeftOut = UnusedEntry = $"Entry {entry.Sequence} of part {entry.Part} is left out: it is on another scale than the store.";
                Positions[entry.Part] = entry.Sequence;
                _taken[entry.Part]++;
            }
            else if (change.ItemBound > crowd.ItemCount)
            {
                (LackedItem, _waits[entry.Part]) = (change.ItemBound - 1, true);
            }
            else
            {
                Changes.Add(change);
                if (isEachChecked && !Fits(crowd))
                {
                    Changes.Subtract(change);
                    Wait(entry, "it takes away more than there is");
                    continue;
                }

                Positions[entry.Part] = entry.Sequence;
                RatingChanges += change.ChangedRatings;
                _taken[entry.Part]++;
            }
        }
    }

    private void Wait(in CrowdEntry entry, string reason)
    {
        _waits[entry.Part] = true;
        UnusedEntry = $"Users of part {entry.Part} wait for entry {entry.Sequence}: {reason}";
    }
}
