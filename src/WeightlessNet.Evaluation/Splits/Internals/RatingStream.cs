using System.Globalization;
using System.Runtime.InteropServices;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Splits.Internals;

/// <summary>Orders and checks the ratings that an evaluation is given.</summary>
internal static class RatingStream
{
    /// <summary>Throws where a rating names no user or item or is not on the scale.</summary>
    public static void Check(ReadOnlySpan<Rating> ratings, RatingScale scale)
    {
        for (int i = 0; i < ratings.Length; i++)
        {
            Rating rating = ratings[i];
            if (rating.User < 0 || rating.Item < 0)
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture, $"Rating {i} is of item {rating.Item} by user {rating.User}: ids are 0 or more."),
                    nameof(ratings));
            }

            if (!scale.Contains(rating.Value))
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture, $"Rating {i} is {rating.Value}: ratings are {scale.Minimum} to {scale.Maximum}."),
                    nameof(ratings));
            }
        }
    }

    /// <summary>The ratings by time; those of one moment in the order given.</summary>
    public static Rating[] ByTime(ReadOnlySpan<Rating> ratings)
    {
        Rating[] ordered = ratings.ToArray();
        (long, int)[] keys = new (long, int)[ordered.Length];
        for (int i = 0; i < keys.Length; i++)
        {
            keys[i] = (ordered[i].Timestamp, i);
        }

        Array.Sort(keys, ordered);
        return ordered;
    }

    /// <summary>
    /// The ratings in the order given, less those that the same user's later rating of the same item took the place of: later by time,
    /// or by position where the times are equal.
    /// </summary>
    public static Rating[] Latest(ReadOnlySpan<Rating> ratings)
    {
        Dictionary<(int, int), int> latest = new(ratings.Length);
        for (int i = 0; i < ratings.Length; i++)
        {
            ref int position = ref CollectionsMarshal.GetValueRefOrAddDefault(latest, (ratings[i].User, ratings[i].Item), out bool known);
            if (!known || ratings[i].Timestamp >= ratings[position].Timestamp)
            {
                position = i;
            }
        }

        Rating[] kept = new Rating[latest.Count];
        int count = 0;
        for (int i = 0; i < ratings.Length; i++)
        {
            if (latest[(ratings[i].User, ratings[i].Item)] == i)
            {
                kept[count++] = ratings[i];
            }
        }

        return kept;
    }
}
