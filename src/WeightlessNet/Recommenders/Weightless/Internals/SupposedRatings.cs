using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>A user's ratings as they would be after some changes, and what the crowd would be told of these.</summary>
/// <param name="scale">The scale of the ratings.</param>
/// <param name="user">The user.</param>
/// <param name="likedFrom">The lowest rating of a like; if nobody asks for likes, infinite.</param>
internal sealed class SupposedRatings(RatingScale scale, int user, float likedFrom = float.PositiveInfinity)
{
    private readonly RatingLog _log = new(scale);
    private readonly RatingUnits _units = new(scale);

    /// <summary>What the crowd would be told.</summary>
    public List<CrowdChange> Changes { get; } = [];

    /// <summary>The ratings after the changes.</summary>
    public UserRatings Current => _log.OfUser(0);

    /// <summary>Begins with the user's present ratings.</summary>
    public void Begin(UserRatings present)
    {
        foreach (RatedItem rated in present)
        {
            _log.Set(new Rating(0, rated.Item, rated.Value, rated.Timestamp), out _);
        }
    }

    /// <summary>Supposes that a rating is learned. If the user then has more than are allowed, the oldest other one is dropped.</summary>
    public void Learn(in RatedItem rated, int maximum)
    {
        if (_log.Set(new Rating(0, rated.Item, rated.Value, rated.Timestamp), out RatedItem replaced))
        {
            Note(replaced, -1);
        }
        else if (Current.Length == 1)
        {
            NoteUser(1);
        }

        Note(rated, 1);
        if (_log.RemoveBeyond(0, maximum, rated.Item, out RatedItem oldest))
        {
            Note(oldest, -1);
        }
    }

    /// <summary>Supposes that a rating is forgotten. Returns whether there is one.</summary>
    public bool Forget(int item) => Forget(item, out _);

    /// <summary>Supposes that a rating is forgotten. Returns whether there is one.</summary>
    public bool Forget(int item, out RatedItem removed)
    {
        bool known = _log.Remove(0, item, out removed);
        if (known)
        {
            Note(removed, -1);
            if (Current.IsEmpty)
            {
                NoteUser(-1);
            }
        }

        return known;
    }

    private void Note(in RatedItem rated, int sign) => Changes.Add(new CrowdChange(
        user, rated.Item, _units.FromRating(rated.Value), (short)scale.LevelOf(rated.Value), (sbyte)sign, rated.Value >= likedFrom));

    // A user who has the first rating or lost the last one.
    private void NoteUser(int sign) => Changes.Add(new CrowdChange(user, CrowdChange.NoItem, 0, 0, (sbyte)sign));
}
