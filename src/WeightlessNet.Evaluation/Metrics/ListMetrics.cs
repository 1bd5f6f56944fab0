using System.Globalization;
using System.Numerics;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Metrics;

/// <summary>What lists of recommended items are like, whether or not the user wants the items: pure functions.</summary>
/// <remarks>Nothing is ever NaN or infinite; what is given for an empty list stands with each function. Safe to call from many
/// threads.</remarks>
public static class ListMetrics
{
    /// <summary>The smoothing of <see cref="CalibrationDivergence"/> unless set: that of Steck.</summary>
    public const double DefaultSmoothing = 0.01;

    /// <summary>Catalog coverage: the share of all items that are in at least one list, 0 to 1.</summary>
    /// <remarks>
    /// Ge, Delgado-Battenfeld and Jannach, "Beyond Accuracy: Evaluating Recommender Systems by Coverage and Serendipity" (RecSys 2010).
    /// </remarks>
    /// <param name="recommended">The items of all lists, one list after another; an item may be there many times.</param>
    /// <param name="itemCount">How many items there are, 0 or more; 0 items give 0.</param>
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
    /// Novelty: the mean self-information of the list's items in bits, log2((u + 1) / (c + 1)) for an item that c of u users have rated.
    /// </summary>
    /// <remarks>
    /// Zhou et al., "Solving the Apparent Diversity-Accuracy Dilemma of Recommender Systems" (PNAS 107, 2010): log2(u / c). One added
    /// user who has rated everything keeps it finite for items that nobody has rated; an item that all have rated has 0 bits.
    /// </remarks>
    /// <param name="list">The recommended items; an empty list gives 0.</param>
    /// <param name="raterCounts">How many users have rated each item, each 0 to <paramref name="userCount"/>.</param>
    /// <param name="userCount">How many users there are, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An item is not among <paramref name="raterCounts"/>, or its count is not 0 to <paramref name="userCount"/>.
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
                throw new ArgumentOutOfRangeException(nameof(raterCounts), raters, $"Item {item} is rated by 0 to {userCount} users.");
            }

            sum += Math.Log2((userCount + 1.0) / (raters + 1.0));
        }

        return list.IsEmpty ? 0 : sum / list.Length;
    }

    /// <summary>Intra-list diversity: the mean distance between the patterns of any two items of a list, 0 to 1.</summary>
    /// <remarks>
    /// Smyth and McClave, "Similarity vs. Diversity" (ICCBR 2001); 1 less the intra-list similarity of Ziegler et al., "Improving
    /// Recommendation Lists through Topic Diversification" (WWW 2005), taken as a mean.
    /// </remarks>
    /// <param name="list">The recommended items; fewer than two give 0.</param>
    /// <param name="catalog">The items and their patterns.</param>
    /// <param name="distance">How far two patterns are apart.</param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// An item is not in the catalog, or <paramref name="distance"/> is not one of the enumeration.
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
    /// How a set of items is shared out over the bits of a field, such as genres: each item has the same weight, which its set bits of
    /// the field share equally. Items without such a bit have none.
    /// </summary>
    /// <param name="items">The items: those that a user liked, or those of a list.</param>
    /// <param name="catalog">The items and their patterns.</param>
    /// <param name="field">A field of the catalog.</param>
    /// <param name="shares">
    /// Where to write the share of each bit of the field. They sum to 1, or are all 0 where no item has a bit of the field.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// The field is not one of the catalog, or <paramref name="shares"/> has another length than the field has bits.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException">An item is not in the catalog.</exception>
    public static void FieldShares(ReadOnlySpan<int> items, ItemCatalog catalog, FeatureField field, Span<double> shares)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        if (!catalog.Fields.Contains(field))
        {
            throw new ArgumentException(
                $"The catalog has no field '{field.Name}' of {field.BitCount} bits from bit {field.Offset}.", nameof(field));
        }

        if (shares.Length != field.BitCount)
        {
            throw new ArgumentException($"A field of {field.BitCount} bits does not make {shares.Length} shares.", nameof(shares));
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
    /// Calibration: how far the shares of a list stray from those of what the user liked, as the Kullback-Leibler divergence in nats.
    /// 0 where they are equal, and less is better; at most ln(1 / <paramref name="smoothing"/>), which is what an empty list has.
    /// </summary>
    /// <remarks>
    /// Steck, "Calibrated Recommendations" (RecSys 2018): the sum of p ln(p / q'), where p are the liked shares, q those of the list and
    /// q' = (1 - smoothing) q + smoothing p, so that a share missing in the list costs much but not infinitely much.
    /// </remarks>
    /// <param name="liked">The shares of what the user liked, of <see cref="FieldShares"/>; 0 is given where they are all 0.</param>
    /// <param name="list">The shares of the list, of <see cref="FieldShares"/>; as many.</param>
    /// <param name="smoothing">The weight of the liked shares in q', above 0 and below 1.</param>
    /// <exception cref="ArgumentException">
    /// The lengths differ, or shares are negative or not finite or sum to something else than 1 or, where they are all 0, 0.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="smoothing"/> is not above 0 and below 1.</exception>
    public static double CalibrationDivergence(
        ReadOnlySpan<double> liked, ReadOnlySpan<double> list, double smoothing = DefaultSmoothing)
    {
        OptionRange.Share(smoothing, nameof(smoothing));
        if (liked.Length != list.Length)
        {
            throw new ArgumentException($"{liked.Length} shares do not compare with {list.Length}.", nameof(list));
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

        // Rounding could put equal shares a hair below 0.
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
            throw new ArgumentOutOfRangeException(parameter, item, $"An item is one of {itemCount}.");
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
                throw new ArgumentException("A share is a finite number, 0 or more.", parameter);
            }

            sum += share;
        }

        if (sum != 0 && Math.Abs(sum - 1) > Rounding)
        {
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"Shares sum to 1, or are all 0; these sum to {sum}."), parameter);
        }
    }
}
