using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>The ratings of a training, to which those that were learned or forgotten meanwhile are added, and their sums.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class FittedRatings(int itemCount, RatingScale scale, float likedFrom)
{
    private readonly RatingUnits _units = new(scale);

    public StripedRatings Ratings { get; } = new(scale, likedFrom);

    public RankingSums Sums { get; } = new(itemCount);

    /// <summary>Applies changes in their order.</summary>
    public void Apply(List<LaterChange> changes)
    {
        foreach (LaterChange change in changes)
        {
            Apply(change);
        }
    }

    /// <summary>Applies a change.</summary>
    public void Apply(in LaterChange change)
    {
        RatingLog log = Ratings.Of(change.User).Log;
        int id = StripedRatings.IdOf(change.User);
        switch (change.Kind)
        {
            case LaterChangeKind.Learned:
                RatedItem rated = change.Rated;
                if (log.Set(new Rating(id, rated.Item, rated.Value, rated.Timestamp), out RatedItem replaced))
                {
                    Count(replaced, -1);
                }
                else
                {
                    Ratings.AddToCount(1);
                    CountUser(log.OfUser(id).Length == 1 ? 1 : 0);
                }

                Count(rated, 1);
                break;
            case LaterChangeKind.Forgotten:
                Remove(log, id, change.Rated.Item);
                break;
            default:
                while (log.OfUser(id) is { IsEmpty: false } own)
                {
                    Remove(log, id, own[own.Length - 1].Item);
                }

                break;
        }
    }

    private void Remove(RatingLog log, int id, int item)
    {
        if (log.Remove(id, item, out RatedItem removed))
        {
            Ratings.AddToCount(-1);
            Count(removed, -1);
            CountUser(log.OfUser(id).IsEmpty ? -1 : 0);
        }
    }

    private void Count(in RatedItem rated, int sign) => Sums.Apply(new CrowdChange(
        0, rated.Item, _units.FromRating(rated.Value), 0, (sbyte)sign, rated.Value >= likedFrom));

    private void CountUser(int change) => Sums.Apply(new CrowdChange(0, CrowdChange.NoItem, 0, 0, (sbyte)change));
}
