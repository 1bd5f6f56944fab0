using WeightlessNet.Recommenders;

namespace WeightlessNet.Datasets.Internals;

/// <summary>Leaves one rating for each user and item.</summary>
internal static class RepeatedRatings
{
    /// <summary>Keeps only the latest of a user's ratings of an item; on equal times, the one on the last line.</summary>
    public static Rating[] KeepLatest(IReadOnlyList<Rating> ratings)
    {
        var pairs = new ulong[ratings.Count];
        var lines = new int[ratings.Count];
        for (int i = 0; i < pairs.Length; i++)
        {
            pairs[i] = ((ulong)(uint)ratings[i].User << 32) | (uint)ratings[i].Item;
            lines[i] = i;
        }

        Array.Sort(pairs, lines);
        var keep = new bool[pairs.Length];
        int count = 0;
        for (int i = 0; i < pairs.Length; count++)
        {
            int latest = lines[i];
            int next = i + 1;
            for (; next < pairs.Length && pairs[next] == pairs[i]; next++)
            {
                (long, int) candidate = (ratings[lines[next]].Timestamp, lines[next]);
                latest = candidate.CompareTo((ratings[latest].Timestamp, latest)) > 0 ? lines[next] : latest;
            }

            keep[latest] = true;
            i = next;
        }

        var kept = new Rating[count];
        int position = 0;
        for (int i = 0; i < keep.Length; i++)
        {
            if (keep[i])
            {
                kept[position++] = ratings[i];
            }
        }

        return kept;
    }
}
