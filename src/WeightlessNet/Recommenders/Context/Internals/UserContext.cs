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

    /// <summary>The moment of the rating of an item; null if it is not known, or not rated.</summary>
    public ContextPattern? MomentOf(int item) => IndexOf(item) is int at and >= 0 ? ratings[at].Moment : null;

    /// <summary>Whether the user has rated an item.</summary>
    public bool HasRated(int item) => IndexOf(item) >= 0;

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
