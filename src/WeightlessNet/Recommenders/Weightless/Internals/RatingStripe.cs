using System.Runtime.InteropServices;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// The ratings of some of the users, their recency, and the changes that the crowd has not been told yet. Users of different stripes do not
/// wait for each other.
/// </summary>
/// <remarks>Its caller holds <see cref="Lock"/>, which is never held for longer than a user's log takes to copy.</remarks>
internal sealed class RatingStripe(PackedRatings packing, float likedFrom)
{
    private List<CrowdChange> _pending = [];
    private List<CrowdChange> _published = [];

    /// <summary>Guards everything in the stripe.</summary>
    public Lock Lock { get; } = new();

    /// <summary>The ratings, by the ids of users within the stripe.</summary>
    public RatingLog Log { get; private set; } = new(packing);

    /// <summary>The users whose recent ratings have more weight, by their ids.</summary>
    public SortedSet<int> Drifting { get; } = [];

    /// <summary>What a save that is under way needs of users who have changed since it began; null if there is none.</summary>
    public Dictionary<int, RatingsCopy>? Before { get; set; }

    /// <summary>What was learned and forgotten since a training began, in its order; null if there is none.</summary>
    public List<LaterChange>? Later { get; set; }

    /// <summary>How many changes the crowd has not been told.</summary>
    public int PendingCount => _pending.Count;

    /// <summary>A user's recency.</summary>
    public UserRecency RecencyOf(int user) => Drifting.Contains(user) ? UserRecency.FollowDrift : UserRecency.AsConfigured;

    /// <summary>Adds a rating, or replaces the user's earlier rating of that item.</summary>
    /// <param name="user">The user.</param>
    /// <param name="rated">The rating.</param>
    /// <param name="maximum">How many ratings a user may have; of more, the oldest other one is removed.</param>
    public void Set(int user, in RatedItem rated, int maximum)
    {
        int id = StripedRatings.IdOf(user);
        if (Log.Set(new Rating(id, rated.Item, rated.Value, rated.Timestamp), out RatedItem replaced))
        {
            Note(user, replaced, -1);
        }
        else if (Log.OfUser(id).Length == 1)
        {
            NoteUser(user, 1);
        }

        Note(user, rated, 1);
        if (maximum < int.MaxValue && Log.RemoveBeyond(id, maximum, rated.Item, out RatedItem oldest))
        {
            Note(user, oldest, -1);
        }
    }

    /// <summary>Removes a user's rating of an item. Returns whether there was one; otherwise nothing has changed.</summary>
    public bool Remove(int user, int item)
    {
        int id = StripedRatings.IdOf(user);
        if (!Log.Remove(id, item, out RatedItem removed))
        {
            return false;
        }

        Note(user, removed, -1);
        if (Log.OfUser(id).IsEmpty)
        {
            NoteUser(user, -1);
        }

        return true;
    }

    /// <summary>Removes all ratings of a user. Returns how many there were.</summary>
    public int RemoveAll(int user)
    {
        int id = StripedRatings.IdOf(user);
        int count = Log.OfUser(id).Length;
        for (int left = count; left > 0; left--)
        {
            Remove(user, Log.OfUser(id)[left - 1].Item);
        }

        return count;
    }

    /// <summary>Replaces all ratings.</summary>
    public void Replace(RatingLog log) => Log = log;

    /// <summary>Whether a user has ratings that no published version knows.</summary>
    public bool HasUnpublished(int user) => Has(_pending, user) || Has(_published, user);

    /// <summary>The changes that were taken last and count as unpublished. Do not change the list.</summary>
    public List<CrowdChange> Taken => _published;

    /// <summary>
    /// The changes that the crowd has not been told. They count as unpublished until <see cref="Published"/>. Do not change the list.
    /// </summary>
    public List<CrowdChange> TakePending()
    {
        (_pending, _published) = (_published, _pending);
        return _published;
    }

    /// <summary>Drops the changes that were taken: a version that knows them is published. Nothing of them stays in memory.</summary>
    public void Published()
    {
        CollectionsMarshal.AsSpan(_published).Clear();
        _published.Clear();
    }

    private void Note(int user, in RatedItem rated, int sign)
    {
        int level = packing.LevelOf(rated.Value, out int units);
        _pending.Add(new CrowdChange(user, rated.Item, units, (short)level, (sbyte)sign, rated.Value >= likedFrom));
    }

    // A user who has the first rating or lost the last one.
    private void NoteUser(int user, int sign) => _pending.Add(new CrowdChange(user, CrowdChange.NoItem, 0, 0, (sbyte)sign));

    private static bool Has(List<CrowdChange> changes, int user)
    {
        foreach (CrowdChange change in changes)
        {
            if (change.User == user)
            {
                return true;
            }
        }

        return false;
    }
}
