using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>From which time on a user's ratings are held out: the latest fifth of the likes, and all ratings that are as late.</summary>
internal sealed class LatestLikes
{
    private const int HeldOutPart = 5;

    private readonly long[] _from;

    private LatestLikes(long[] from) => _from = from;

    /// <summary>Finds the times. Of a user with less than two likes of known time nothing is held out.</summary>
    /// <param name="ratings">The ratings.</param>
    public static LatestLikes Of(LikedRatings ratings)
    {
        long[] from = new long[ratings.Log.UserCount];
        for (int user = 0; user < from.Length; user++)
        {
            List<long> times = [];
            foreach (RatedItem rated in ratings.Log.OfUser(user))
            {
                if (ratings.IsLike(rated) && rated.Timestamp != 0)
                {
                    times.Add(rated.Timestamp);
                }
            }

            times.Sort();
            from[user] = times.Count < 2 ? long.MaxValue : times[^Math.Max(1, times.Count / HeldOutPart)];
        }

        return new LatestLikes(from);
    }

    /// <summary>Whether a rating is held out. One of unknown time is not.</summary>
    public bool Has(int user, long timestamp) => timestamp != 0 && timestamp >= _from[user];
}
