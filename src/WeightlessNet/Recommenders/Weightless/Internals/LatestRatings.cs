using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>How far a user's latest ratings lie from the user's own level: moods and sessions that the level is too slow for.</summary>
internal static class LatestRatings
{
    private const int Newest = 5;
    private const int Shrinkage = 5;

    /// <summary>
    /// The mean deviation from the user's level of the newest ratings, shrunk towards 0, in units with 6 fraction bits. Equally old ratings
    /// share the remaining places.
    /// </summary>
    /// <param name="ratings">The user's ratings.</param>
    /// <param name="log">The same ratings with their times.</param>
    /// <param name="center">The user's own level, with 8 fraction bits.</param>
    public static long DeviationOf(ReadOnlySpan<FoldedRating> ratings, UserRatings log, long center)
    {
        if (ratings.IsEmpty)
        {
            return 0;
        }

        int places = Math.Min(Newest, ratings.Length);
        long oldest = OldestOfNewest(log, places);
        long newer = 0;
        int newerCount = 0;
        long oldestSum = 0;
        int oldestCount = 0;
        for (int i = 0; i < ratings.Length; i++)
        {
            long time = log[i].Timestamp;
            long value = ((long)ratings[i].Target << PersonalReader.CenterBits) - center;
            if (time > oldest)
            {
                newer += value;
                newerCount++;
            }
            else if (time == oldest)
            {
                oldestSum += value;
                oldestCount++;
            }
        }

        long sum = newer + (oldestSum * (places - newerCount) / oldestCount);
        return (sum / (places + Shrinkage)) >> (PersonalReader.CenterBits - PersonalReader.AnswerBits);
    }

    private static long OldestOfNewest(UserRatings log, int places)
    {
        Span<long> newest = stackalloc long[Newest];
        newest.Fill(long.MinValue);
        for (int i = 0; i < log.Length; i++)
        {
            long time = log[i].Timestamp;
            for (int place = 0; place < newest.Length; place++)
            {
                if (time > newest[place])
                {
                    (time, newest[place]) = (newest[place], time);
                }
            }
        }

        return newest[places - 1];
    }
}
