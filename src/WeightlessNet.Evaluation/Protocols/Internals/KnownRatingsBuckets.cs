using System.Runtime.InteropServices;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>Ranges of the number of a user's known ratings, by which reports break down their figures.</summary>
internal static class KnownRatingsBuckets
{
    /// <summary>The lowest number of known ratings of each bucket.</summary>
    private static readonly int[] Minimums = [0, 1, 2, 3, 6, 11, 21, 51, 101];

    /// <summary>Marks a rating that replaces an earlier one of the same user and item, and so belongs to no bucket.</summary>
    public const byte Repeated = byte.MaxValue;

    public static int Count => Minimums.Length;

    public static int Minimum(int bucket) => Minimums[bucket];

    public static int? Maximum(int bucket) => bucket == Minimums.Length - 1 ? null : Minimums[bucket + 1] - 1;

    public static int Of(int known)
    {
        int bucket = Minimums.Length - 1;
        while (known < Minimums[bucket])
        {
            bucket--;
        }

        return bucket;
    }

    /// <summary>One entry for each bucket, including empty ones.</summary>
    public static IReadOnlyList<KnownRatingsErrors> Results(ReadOnlySpan<RatingErrors> byBucket)
    {
        KnownRatingsErrors[] rows = new KnownRatingsErrors[byBucket.Length];
        for (int bucket = 0; bucket < rows.Length; bucket++)
        {
            RatingErrors errors = byBucket[bucket];
            rows[bucket] = new KnownRatingsErrors
            {
                Minimum = Minimum(bucket),
                Maximum = Maximum(bucket),
                Count = errors.Count,
                Rmse = errors.Rmse,
                Mae = errors.Mae,
            };
        }

        return Array.AsReadOnly(rows);
    }

    /// <summary>
    /// The bucket of each rating of a stream, or <see cref="Repeated"/>, which does not increase the number of known ratings.
    /// </summary>
    public static byte[] OfStream(ReadOnlySpan<Rating> ratings)
    {
        byte[] buckets = new byte[ratings.Length];
        HashSet<(int, int)> rated = new(ratings.Length);
        Dictionary<int, int> known = [];
        for (int i = 0; i < ratings.Length; i++)
        {
            ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(known, ratings[i].User, out _);
            buckets[i] = rated.Add((ratings[i].User, ratings[i].Item)) ? (byte)Of(count++) : Repeated;
        }

        return buckets;
    }
}
