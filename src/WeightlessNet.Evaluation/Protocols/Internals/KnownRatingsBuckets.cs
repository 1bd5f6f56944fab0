using System.Runtime.InteropServices;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>Groups the moments of a run by how many ratings of the user were known.</summary>
internal static class KnownRatingsBuckets
{
    /// <summary>The lowest number of known ratings of each bucket.</summary>
    private static readonly int[] Minimums = [0, 1, 2, 3, 6, 11, 21, 51, 101];

    /// <summary>Stands in the place of a bucket where a rating takes the place of an earlier one.</summary>
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

    /// <summary>One row for each bucket, also for those without an error.</summary>
    public static IReadOnlyList<KnownRatingsResult> Results(ReadOnlySpan<RatingErrors> byBucket)
    {
        KnownRatingsResult[] rows = new KnownRatingsResult[byBucket.Length];
        for (int bucket = 0; bucket < rows.Length; bucket++)
        {
            RatingErrors errors = byBucket[bucket];
            rows[bucket] = new KnownRatingsResult(Minimum(bucket), Maximum(bucket), errors.Count, errors.Rmse, errors.Mae);
        }

        return Array.AsReadOnly(rows);
    }

    /// <summary>
    /// The bucket of every rating of a stream, or <see cref="Repeated"/>: such a rating does not make the user better known.
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
