using System.Globalization;
using System.Numerics;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Metrics;

/// <summary>
/// Metrics of recommendation lists beyond accuracy: coverage, novelty, diversity and calibration. They do not depend on which items are
/// relevant.
/// </summary>
/// <remarks>Pure functions. No result is NaN or infinite; each function states its result for an empty list. Safe to call from many
/// threads.</remarks>
public static class ListMetrics
{
    /// <summary>The default smoothing of <see cref="CalibrationDivergence"/>, which is Steck's.</summary>
    public const double DefaultSmoothing = 0.01;

    /// <summary>Catalog coverage: the share of all items that occur in at least one list, 0 to 1.</summary>
    /// <remarks>
    /// Ge, Delgado-Battenfeld and Jannach, "Beyond Accuracy: Evaluating Recommender Systems by Coverage and Serendipity" (RecSys 2010).
    /// </remarks>
    /// <param name="recommended">The items of all lists, one list after another; items may repeat.</param>
    /// <param name="itemCount">The number of items, 0 or more; 0 items give 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is negative, or an item is not 0 to <paramref name="itemCount"/> - 1.
    /// </exception>
    public static double CatalogCoverage(ReadOnlySpan<int> recommended, int itemCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(itemCount);
        bool[] seen = new bool[itemCount];
        int covered = 0;
        foreach (int item in recommended)
        {
            CheckItem(item, itemCount, nameof(recommended));
            covered += seen[item] ? 0 : 1;
            seen[item] = true;
        }

        return itemCount == 0 ? 0 : (double)covered / itemCount;
    }

    /// <summary>
    /// Novelty: the mean self-information of the list's items in bits, log2((u + 1) / (c + 1)) for an item rated by c of u users.
    /// </summary>
    /// <remarks>
    /// Zhou et al., "Solving the Apparent Diversity-Accuracy Dilemma of Recommender Systems" (PNAS 107, 2010): log2(u / c). One added
    /// user who has rated everything keeps it finite for items without ratings; an item that all users have rated has 0 bits.
    /// </remarks>
    /// <param name="list">The recommended items; an empty list gives 0.</param>
    /// <param name="raterCounts">For each item, how many users have rated it, 0 to <paramref name="userCount"/>.</param>
    /// <param name="userCount">The number of users, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An item has no entry in <paramref name="raterCounts"/>, its count is not 0 to <paramref name="userCount"/>, or
    /// <paramref name="userCount"/> is negative.
    /// </exception>
    public static double Novelty(ReadOnlySpan<int> list, ReadOnlySpan<int> raterCounts, int userCount)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(userCount);
        double sum = 0;
        foreach (int item in list)
        {
            CheckItem(item, raterCounts.Length, nameof(list));
            int raters = raterCounts[item];
            if (raters < 0 || raters > userCount)
            {
                throw new ArgumentOutOfRangeException(nameof(raterCounts), raters, $"Item {item} must have 0 to {userCount} raters.");
            }

            sum += Math.Log2((userCount + 1.0) / (raters + 1.0));
        }

        return list.IsEmpty ? 0 : sum / list.Length;
    }

    /// <summary>Intra-list diversity: the mean distance between the patterns of all pairs of items of a list, 0 to 1.</summary>
    /// <remarks>
    /// Smyth and McClave, "Similarity vs. Diversity" (ICCBR 2001). Equals 1 minus the intra-list similarity of Ziegler et al., "Improving
    /// Recommendation Lists through Topic Diversification" (WWW 2005), if that is taken as a mean.
    /// </remarks>
    /// <param name="list">The recommended items; fewer than two give 0.</param>
    /// <param name="catalog">The items and their patterns.</param>
    /// <param name="distance">The distance between two patterns.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An item is not in the catalog, or <paramref name="distance"/> is not defined.
    /// </exception>
    public static double IntraListDiversity(
        ReadOnlySpan<int> list, ItemCatalog catalog, PatternDistance distance = PatternDistance.Jaccard)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        OptionRange.Defined(distance, nameof(distance));
        foreach (int item in list)
        {
            CheckItem(item, catalog.Count, nameof(list));
        }

        double sum = 0;
        for (int i = 1; i < list.Length; i++)
        {
            for (int j = 0; j < i; j++)
            {
                sum += Distance(catalog.PatternOf(list[i]), catalog.PatternOf(list[j]), catalog.BitCount, distance);
            }
        }

        return list.Length < 2 ? 0 : sum / ((double)list.Length * (list.Length - 1) / 2);
    }

    /// <summary>
    /// The distribution of items over the bits of a field, such as genres. Every item has the same weight, divided equally among its set
    /// bits of the field; items without such a bit do not count.
    /// </summary>
    /// <param name="items">The items, such as those a user liked or those of a list.</param>
    /// <param name="catalog">The items and their patterns.</param>
    /// <param name="field">A field of the catalog.</param>
    /// <param name="shares">
    /// Receives the share of each bit of the field. The shares sum to 1, or are all 0 if no item has a bit of the field.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// The catalog does not have the field, or the length of <paramref name="shares"/> is not the number of the field's bits.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An item is not in the catalog.</exception>
    public static void FieldShares(ReadOnlySpan<int> items, ItemCatalog catalog, FeatureField field, Span<double> shares)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        if (!catalog.Fields.Contains(field))
        {
            throw new ArgumentException(
                $"The catalog has no field '{field.Name}' with {field.BitCount} bits at bit {field.Offset}.", nameof(field));
        }

        if (shares.Length != field.BitCount)
        {
            throw new ArgumentException($"A field of {field.BitCount} bits needs as many shares, not {shares.Length}.", nameof(shares));
        }

        foreach (int item in items)
        {
            CheckItem(item, catalog.Count, nameof(items));
        }

        shares.Clear();
        int counted = 0;
        foreach (int item in items)
        {
            ReadOnlySpan<ulong> pattern = catalog.PatternOf(item);
            int set = 0;
            for (int bit = 0; bit < shares.Length; bit++)
            {
                set += IsSet(pattern, field.Offset + bit) ? 1 : 0;
            }

            counted += set > 0 ? 1 : 0;
            for (int bit = 0; bit < shares.Length; bit++)
            {
                shares[bit] += IsSet(pattern, field.Offset + bit) ? 1.0 / set : 0;
            }
        }

        for (int bit = 0; bit < shares.Length && counted > 0; bit++)
        {
            shares[bit] /= counted;
        }
    }

    /// <summary>
    /// Calibration: the Kullback-Leibler divergence, in nats, of a list's distribution from that of the items the user liked. 0 if they are
    /// equal, and lower is better; at most ln(1 / <paramref name="smoothing"/>), the value of an empty list.
    /// </summary>
    /// <remarks>
    /// Steck, "Calibrated Recommendations" (RecSys 2018): the sum of p ln(p / q'), where p are the liked shares, q those of the list and
    /// q' = (1 - smoothing) q + smoothing p, which keeps the divergence finite if a share is missing in the list.
    /// </remarks>
    /// <param name="liked">The <see cref="FieldShares"/> of the items the user liked; the result is 0 if all of them are 0.</param>
    /// <param name="list">The <see cref="FieldShares"/> of the list, of the same length.</param>
    /// <param name="smoothing">The weight of the liked shares in q', above 0 and below 1.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, a share is negative or not finite, or shares neither sum to 1 nor are all 0.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="smoothing"/> is not above 0 and below 1.</exception>
    public static double CalibrationDivergence(
        ReadOnlySpan<double> liked, ReadOnlySpan<double> list, double smoothing = DefaultSmoothing)
    {
        OptionRange.Share(smoothing, nameof(smoothing));
        if (liked.Length != list.Length)
        {
            throw new ArgumentException($"{liked.Length} shares cannot be compared with {list.Length}.", nameof(list));
        }

        CheckShares(liked, nameof(liked));
        CheckShares(list, nameof(list));
        double divergence = 0;
        for (int i = 0; i < liked.Length; i++)
        {
            if (liked[i] > 0)
            {
                divergence += liked[i] * Math.Log(liked[i] / (((1 - smoothing) * list[i]) + (smoothing * liked[i])));
            }
        }

        // Rounding could make the divergence of equal shares slightly negative.
        return Math.Max(0, divergence);
    }

    private static double Distance(ReadOnlySpan<ulong> left, ReadOnlySpan<ulong> right, int bitCount, PatternDistance distance)
    {
        int differing = 0;
        int inEither = 0;
        for (int word = 0; word < left.Length; word++)
        {
            differing += BitOperations.PopCount(left[word] ^ right[word]);
            inEither += BitOperations.PopCount(left[word] | right[word]);
        }

        int outOf = distance == PatternDistance.Jaccard ? inEither : bitCount;
        return outOf == 0 ? 0 : (double)differing / outOf;
    }

    private static bool IsSet(ReadOnlySpan<ulong> pattern, int bit) => ((pattern[bit >> 6] >> (bit & 63)) & 1) != 0;

    private static void CheckItem(int item, int itemCount, string parameter)
    {
        if ((uint)item >= (uint)itemCount)
        {
            throw new ArgumentOutOfRangeException(parameter, item, $"An item must be 0 to {itemCount - 1}.");
        }
    }

    private static void CheckShares(ReadOnlySpan<double> shares, string parameter)
    {
        const double Rounding = 1e-6;
        double sum = 0;
        foreach (double share in shares)
        {
            if (!(share >= 0 && double.IsFinite(share)))
            {
                throw new ArgumentException("A share must be a finite number, 0 or more.", parameter);
            }

            sum += share;
        }

        if (sum != 0 && Math.Abs(sum - 1) > Rounding)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Shares must sum to 1 or be all 0; these sum to {sum}."), parameter);
        }
    }
}
