using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Context.Internals;

/// <summary>What is known of a user: the description, and the ratings with their moments, in the order of their items.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class UserContext(ContextPattern? description, ContextRating[] ratings)
{
    /// <summary>A user of whom nothing is known.</summary>
    public static UserContext Unknown { get; } = new(null, []);

    public ContextPattern? Description => description;

    public ContextRating[] Ratings => ratings;

    /// <summary>Whether there is nothing to hold.</summary>
    public bool IsEmpty => description is null && ratings.Length == 0;

    /// <summary>All users of a log, with the descriptions and moments that are known of them.</summary>
    /// <param name="log">The ratings.</param>
    /// <param name="units">The units of the ratings.</param>
    /// <param name="known">Users with descriptions and with moments of ratings, those of the log among them.</param>
    public static Dictionary<int, UserContext> AllOf(RatingLog log, RatingUnits units, IReadOnlyDictionary<int, UserContext> known)
    {
        Dictionary<int, UserContext> all = [];
        for (int user = 0; user < log.UserCount; user++)
        {
            UserRatings ratings = log.OfUser(user);
            if (ratings.IsEmpty)
            {
                continue;
            }

            UserContext context = known.GetValueOrDefault(user, Unknown);
            ContextRating[] learned = new ContextRating[ratings.Length];
            for (int i = 0; i < learned.Length; i++)
            {
                learned[i] = new ContextRating(ratings[i].Item, units.FromRating(ratings[i].Value), context.MomentOf(ratings[i].Item));
            }

            all.Add(user, new UserContext(context.Description, learned));
        }

        return all;
    }

    /// <summary>The moment of the rating of an item; null if it is not known, or not rated.</summary>
    public ContextPattern? MomentOf(int item) => IndexOf(item) is int at and >= 0 ? ratings[at].Moment : null;

    /// <summary>The rating of an item.</summary>
    /// <returns>Whether the user has rated it.</returns>
    public bool TryGet(int item, out ContextRating rating)
    {
        int at = IndexOf(item);
        rating = at >= 0 ? ratings[at] : default;
        return at >= 0;
    }

    public UserContext WithDescription(ContextPattern? other) => new(other, ratings);

    /// <summary>The user with a rating, which replaces one of the same item.</summary>
    public UserContext With(in ContextRating rating)
    {
        int at = IndexOf(rating.Item);
        if (at >= 0)
        {
            ContextRating[] changed = [.. ratings];
            changed[at] = rating;
            return new UserContext(description, changed);
        }

        return new UserContext(description, [.. ratings.AsSpan(0, ~at), rating, .. ratings.AsSpan(~at)]);
    }

    /// <summary>The user without the rating of an item.</summary>
    public UserContext Without(int item) => IndexOf(item) is int at and >= 0
        ? new UserContext(description, [.. ratings.AsSpan(0, at), .. ratings.AsSpan(at + 1)])
        : this;

    private int IndexOf(int item)
    {
        int low = 0;
        int high = ratings.Length;
        while (low < high)
        {
            int middle = (low + high) >> 1;
            if (ratings[middle].Item < item)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low < ratings.Length && ratings[low].Item == item ? low : ~low;
    }
}
