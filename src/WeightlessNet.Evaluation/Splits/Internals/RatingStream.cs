using System.Globalization;
using System.Runtime.InteropServices;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Splits.Internals;

/// <summary>Checks and orders the ratings of an evaluation.</summary>
internal static class RatingStream
{
    /// <summary>Checks that ids are not negative and values are on the scale.</summary>
    /// <exception cref="ArgumentException">A rating is not valid.</exception>
    public static void Check(ReadOnlySpan<Rating> ratings, RatingScale scale)
    {
        for (int i = 0; i < ratings.Length; i++)
        {
            Rating rating = ratings[i];
            if (rating.User < 0 || rating.Item < 0)
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture, $"Rating {i} has user {rating.User} and item {rating.Item}: ids must be 0 or more."),
                    nameof(ratings));
            }

            if (!scale.Contains(rating.Value))
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture, $"Rating {i} is {rating.Value}, not within {scale.Minimum} to {scale.Maximum}."),
                    nameof(ratings));
            }
        }
    }

    /// <summary>Orders ratings by time; those with equal timestamps keep their order.</summary>
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
    /// Keeps only the latest rating of each pair of user and item, by time and then by position. The others stay in the given order.
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
