namespace WeightlessNet.Evaluation.Metrics;

/// <summary>Ranking accuracy metrics: how well a ranked list finds the items that a user wants.</summary>
/// <remarks>
/// <para>Pure functions of a list's hits: for each rank, best first, whether its item is relevant. <see cref="MarkHits"/> computes the hits
/// from item ids. Ranks beyond the end of a list are misses. Relevance is binary, except in <see cref="Ndcg(ReadOnlySpan{double},
/// ReadOnlySpan{double}, int)"/>. Every figure is of one list and 0 to 1, higher is better; the figure of a recommender is the mean over
/// its users.</para>
/// <para>If nothing is relevant, a figure is 0, except that <see cref="Auc"/> is 0.5. No figure is NaN. NDCG uses logarithms of the
/// platform's math library, which may differ in the last bit between machines: compare figures to some 14 digits. Safe to call from many
/// threads.</para>
/// </remarks>
public static class RankingMetrics
{
    /// <summary>Marks the ranks that hold a relevant item.</summary>
    /// <param name="ranked">The items of the list, best first, without repetitions.</param>
    /// <param name="relevant">All relevant items, in the list or not.</param>
    /// <param name="hits">Receives one mark for each rank; as long as <paramref name="ranked"/>.</param>
    /// <returns>The number of ranks that hold a relevant item.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="relevant"/> is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">
    /// The lengths of <paramref name="hits"/> and <paramref name="ranked"/> differ, or a relevant item is in the list twice.
    /// </exception>
    public static int MarkHits(ReadOnlySpan<int> ranked, IReadOnlySet<int> relevant, Span<bool> hits)
    {
        ArgumentNullException.ThrowIfNull(relevant);
        if (hits.Length != ranked.Length)
        {
            throw new ArgumentException($"{ranked.Length} ranks need as many marks, not {hits.Length}.", nameof(hits));
        }

        HashSet<int> found = [];
        for (int i = 0; i < ranked.Length; i++)
        {
            hits[i] = relevant.Contains(ranked[i]);
            if (hits[i] && !found.Add(ranked[i]))
            {
                throw new ArgumentException($"Item {ranked[i]} is in the list twice.", nameof(ranked));
            }
        }

        return found.Count;
    }

    /// <summary>
    /// Precision at k: the share of the first k ranks that hold a relevant item. The divisor is k even if the list is shorter.
    /// </summary>
    /// <remarks>Herlocker et al., "Evaluating Collaborative Filtering Recommender Systems" (ACM TOIS 22, 2004), section 4.</remarks>
    /// <param name="hits">Which ranks hold a relevant item, best first.</param>
    /// <param name="k">The number of ranks that count, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1.</exception>
    public static double Precision(ReadOnlySpan<bool> hits, int k) => (double)Top(hits, k).Count(true) / k;

    /// <summary>Recall at k: the share of the relevant items that are in the first k ranks.</summary>
    /// <remarks>Herlocker et al., "Evaluating Collaborative Filtering Recommender Systems" (ACM TOIS 22, 2004), section 4.</remarks>
    /// <param name="hits">Which ranks hold a relevant item, best first.</param>
    /// <param name="relevantCount">The number of relevant items, in the list or not.</param>
    /// <param name="k">The number of ranks that count, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="k"/> is below 1, or <paramref name="relevantCount"/> is below the number of hits.
    /// </exception>
    public static double Recall(ReadOnlySpan<bool> hits, int relevantCount, int k)
    {
        CheckRelevant(hits, relevantCount);
        ReadOnlySpan<bool> top = Top(hits, k);
        return relevantCount == 0 ? 0 : (double)top.Count(true) / relevantCount;
    }

    /// <summary>Hit rate at k: 1 if a relevant item is in the first k ranks, otherwise 0.</summary>
    /// <remarks>Deshpande and Karypis, "Item-Based Top-N Recommendation Algorithms" (ACM TOIS 22, 2004).</remarks>
    /// <param name="hits">Which ranks hold a relevant item, best first.</param>
    /// <param name="k">The number of ranks that count, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1.</exception>
    public static double HitRate(ReadOnlySpan<bool> hits, int k) => Top(hits, k).Contains(true) ? 1 : 0;

    /// <summary>
    /// Normalized discounted cumulative gain (NDCG) at k: each hit at rank r of the first k, counted from 1, gains 1 / log2(r + 1). The sum
    /// is divided by that of the best possible list, whose first ranks are all hits.
    /// </summary>
    /// <remarks>
    /// Järvelin and Kekäläinen, "Cumulated Gain-Based Evaluation of IR Techniques" (ACM TOIS 20, 2002), with the discount of Burges
    /// et al., "Learning to Rank Using Gradient Descent" (ICML 2005), which also discounts the second rank.
    /// </remarks>
    /// <param name="hits">Which ranks hold a relevant item, best first.</param>
    /// <param name="relevantCount">The number of relevant items, in the list or not.</param>
    /// <param name="k">The number of ranks that count, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="k"/> is below 1, or <paramref name="relevantCount"/> is below the number of hits.
    /// </exception>
    public static double Ndcg(ReadOnlySpan<bool> hits, int relevantCount, int k)
    {
        CheckRelevant(hits, relevantCount);
        ReadOnlySpan<bool> top = Top(hits, k);
        double gained = 0;
        for (int i = 0; i < top.Length; i++)
        {
            gained += top[i] ? Discount(i) : 0;
        }

        double best = 0;
        for (int i = 0; i < Math.Min(k, relevantCount); i++)
        {
            best += Discount(i);
        }

        return best == 0 ? 0 : gained / best;
    }

    /// <summary>
    /// Normalized discounted cumulative gain (NDCG) at k for graded relevance: each item has its own gain instead of 1. The best possible
    /// list holds the items with the highest gains, highest first.
    /// </summary>
    /// <param name="gains">The gain of the item at each rank, best rank first: finite, 0 or more, 0 if it is not relevant.</param>
    /// <param name="allGains">The gains of all relevant items, in the list or not, in any order; zeros may be left out.</param>
    /// <param name="k">The number of ranks that count, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="k"/> is below 1.</exception>
    /// <exception cref="ArgumentException">
    /// A gain is negative or not finite, or the list gains more than the best list of <paramref name="allGains"/>.
    /// </exception>
    public static double Ndcg(ReadOnlySpan<double> gains, ReadOnlySpan<double> allGains, int k)
    {
        // Sums of gains in a different order may differ in the last bits.
        const double Rounding = 1e-9;

        CheckGains(gains, nameof(gains));
        CheckGains(allGains, nameof(allGains));
        ReadOnlySpan<double> top = Top(gains, k);
        double[] ideal = allGains.ToArray();
        Array.Sort(ideal, static (left, right) => right.CompareTo(left));
        double gained = DiscountedSum(top);
        double best = DiscountedSum(Top<double>(ideal, k));
        if (gained > best * (1 + Rounding))
        {
            throw new ArgumentException("The list gains more than all relevant items together can.", nameof(allGains));
        }

        return best == 0 ? 0 : Math.Min(1, gained / best);
    }

    /// <summary>
    /// Average precision at k: the sum of the precisions at the hits among the first k ranks, divided by the smaller of k and the number
    /// of relevant items. Its mean over users is MAP at k.
    /// </summary>
    /// <remarks>
    /// Manning, Raghavan and Schütze, "Introduction to Information Retrieval" (2008), section 8.4, cut at k; with this divisor the best
    /// possible list has 1.
    /// </remarks>
    /// <param name="hits">Which ranks hold a relevant item, best first.</param>
    /// <param name="relevantCount">The number of relevant items, in the list or not.</param>
    /// <param name="k">The number of ranks that count, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="k"/> is below 1, or <paramref name="relevantCount"/> is below the number of hits.
    /// </exception>
    public static double AveragePrecision(ReadOnlySpan<bool> hits, int relevantCount, int k)
    {
        CheckRelevant(hits, relevantCount);
        ReadOnlySpan<bool> top = Top(hits, k);
        double sum = 0;
        int found = 0;
        for (int i = 0; i < top.Length; i++)
        {
            if (top[i])
            {
                sum += (double)++found / (i + 1);
            }
        }

        return relevantCount == 0 ? 0 : sum / Math.Min(k, relevantCount);
    }

    /// <summary>Reciprocal rank: 1 divided by the rank of the first hit, counted from 1; 0 without a hit. Its mean over users is
    /// MRR.</summary>
    /// <remarks>
    /// Voorhees, "The TREC-8 Question Answering Track Report" (1999). The whole list counts; for MRR at k, pass the first k ranks.
    /// </remarks>
    /// <param name="hits">Which ranks hold a relevant item, best first.</param>
    public static double ReciprocalRank(ReadOnlySpan<bool> hits)
    {
        int first = hits.IndexOf(true);
        return first < 0 ? 0 : 1.0 / (first + 1);
    }

    /// <summary>
    /// Area under the ROC curve (AUC): the share of the pairs of a relevant and another item in which the relevant item ranks higher. Items
    /// outside the list share one last rank, and pairs of them count half.
    /// </summary>
    /// <remarks>
    /// Hanley and McNeil, "The Meaning and Use of the Area under a Receiver Operating Characteristic (ROC) Curve" (Radiology 143, 1982);
    /// per user as in Rendle et al., "BPR" (UAI 2009). 0.5, the value of a random ranking, if all items are relevant or none is.
    /// </remarks>
    /// <param name="hits">Which ranks hold a relevant item, best first.</param>
    /// <param name="relevantCount">The number of relevant items, in the list or not.</param>
    /// <param name="itemCount">The number of items that could be in the list.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="relevantCount"/> is below the number of hits, or <paramref name="itemCount"/> is below the number of items in the
    /// list plus that of the relevant items outside it.
    /// </exception>
    public static double Auc(ReadOnlySpan<bool> hits, int relevantCount, int itemCount)
    {
        CheckRelevant(hits, relevantCount);
        int unlistedRelevant = relevantCount - hits.Count(true);
        if ((long)hits.Length + unlistedRelevant > itemCount)
        {
            throw new ArgumentOutOfRangeException(
                nameof(itemCount), itemCount, $"The list has {hits.Length} items, and {unlistedRelevant} relevant items are not in it.");
        }

        long others = itemCount - relevantCount;
        long below = others;
        long ordered = 0;
        foreach (bool hit in hits)
        {
            if (hit)
            {
                ordered += below;
            }
            else
            {
                below--;
            }
        }

        return relevantCount == 0 || others == 0 ? 0.5 : (ordered + (0.5 * unlistedRelevant * below)) / ((double)relevantCount * others);
    }

    private static double Discount(int index) => 1 / Math.Log2(index + 2);

    private static double DiscountedSum(ReadOnlySpan<double> gains)
    {
        double sum = 0;
        for (int i = 0; i < gains.Length; i++)
        {
            sum += gains[i] * Discount(i);
        }

        return sum;
    }

    private static ReadOnlySpan<T> Top<T>(ReadOnlySpan<T> list, int k)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(k, 1);
        return list[..Math.Min(k, list.Length)];
    }

    private static void CheckRelevant(ReadOnlySpan<bool> hits, int relevantCount)
    {
        int hitCount = hits.Count(true);
        if (relevantCount < hitCount)
        {
            throw new ArgumentOutOfRangeException(nameof(relevantCount), relevantCount, $"The list contains {hitCount} relevant items.");
        }
    }

    private static void CheckGains(ReadOnlySpan<double> gains, string parameter)
    {
        foreach (double gain in gains)
        {
            if (!(gain >= 0 && double.IsFinite(gain)))
            {
                throw new ArgumentException("A gain must be a finite number, 0 or more.", parameter);
            }
        }
    }
}
