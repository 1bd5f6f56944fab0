using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WeightlessNet.Evaluation.Metrics;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

public class RankingMetricsTests
{
    /// <summary>Relevant items are at ranks 2, 3 and 5 of 6; a fourth relevant item is not in the list.</summary>
    private static readonly bool[] Hits = [false, true, true, false, true, false];
    private const int Relevant = 4;

    [Fact]
    public void Relevant_items_are_marked()
    {
        bool[] hits = new bool[4];

        Assert.Equal(2, RankingMetrics.MarkHits([7, 3, 9, 1], new HashSet<int> { 1, 3, 5 }, hits));
        Assert.Equal([false, true, false, true], hits);
    }

    [Fact]
    public void Marks_of_a_wrong_length_and_repeated_relevant_items_are_refused()
    {
        Assert.Throws<ArgumentException>("hits", () => RankingMetrics.MarkHits([1, 2], new HashSet<int>(), new bool[3]));
        Assert.Throws<ArgumentException>("ranked", () => RankingMetrics.MarkHits([1, 2, 1], new HashSet<int> { 1 }, new bool[3]));
        Assert.Throws<ArgumentNullException>("relevant", () => RankingMetrics.MarkHits([1], null!, new bool[1]));
    }

    [Theory]
    [InlineData(1, 0.0, 0.0, 0.0)]
    [InlineData(2, 0.5, 0.25, 1.0)]
    [InlineData(3, 2 / 3.0, 0.5, 1.0)]
    [InlineData(4, 0.5, 0.5, 1.0)]
    [InlineData(6, 0.5, 0.75, 1.0)]
    [InlineData(10, 0.3, 0.75, 1.0)] // the list is shorter than k
    public void Precision_recall_and_hit_rate_match_hand_computed_values(int k, double precision, double recall, double hitRate)
    {
        Assert.Equal(precision, RankingMetrics.Precision(Hits, k));
        Assert.Equal(recall, RankingMetrics.Recall(Hits, Relevant, k));
        Assert.Equal(hitRate, RankingMetrics.HitRate(Hits, k));
    }

    [Fact]
    public void Ndcg_matches_hand_computed_values()
    {
        // Discounts of ranks 1 to 5: 1, 0.63093, 0.5, 0.43068, 0.38685.
        Assert.Equal(0.0, RankingMetrics.Ndcg(Hits, Relevant, 1));
        Assert.Equal(0.63093 / (1 + 0.63093), RankingMetrics.Ndcg(Hits, Relevant, 2), 5);
        Assert.Equal((0.63093 + 0.5 + 0.38685) / (1 + 0.63093 + 0.5 + 0.43068), RankingMetrics.Ndcg(Hits, Relevant, 10), 5);
    }

    [Fact]
    public void Graded_ndcg_matches_hand_computed_values_and_binary_ndcg_for_gains_of_one()
    {
        // Gains 1 and 3 at ranks 1 and 3; the best list has 3, 2, 1.
        Assert.Equal((1 + (3 * 0.5)) / (3 + (2 * 0.63093) + (1 * 0.5)), RankingMetrics.Ndcg([1, 0, 3], [2, 1, 3], 10), 5);
        Assert.Equal(
            RankingMetrics.Ndcg(Hits, Relevant, 4),
            RankingMetrics.Ndcg([.. Hits.Select(hit => hit ? 1.0 : 0.0)], [1, 1, 1, 1], 4));
        Assert.Equal(1.0, RankingMetrics.Ndcg([0.3, 0.2, 0.1], [0.1, 0.2, 0.3], 3));
        Assert.Equal(0.0, RankingMetrics.Ndcg([], ReadOnlySpan<double>.Empty, 3));
        Assert.Throws<ArgumentException>("gains", () => RankingMetrics.Ndcg([-1], [1.0], 3));
        Assert.Throws<ArgumentException>("allGains", () => RankingMetrics.Ndcg([1], [double.NaN], 3));
        Assert.Throws<ArgumentException>("allGains", () => RankingMetrics.Ndcg([2], [1.0], 3));
    }

    [Fact]
    public void Average_precision_matches_hand_computed_values()
    {
        Assert.Equal(0.0, RankingMetrics.AveragePrecision(Hits, Relevant, 1));
        Assert.Equal((1 / 2.0) / 2, RankingMetrics.AveragePrecision(Hits, Relevant, 2));
        Assert.Equal(((1 / 2.0) + (2 / 3.0) + (3 / 5.0)) / 4, RankingMetrics.AveragePrecision(Hits, Relevant, 10));
    }

    [Fact]
    public void Reciprocal_rank_is_that_of_the_first_hit()
    {
        Assert.Equal(0.5, RankingMetrics.ReciprocalRank(Hits));
        Assert.Equal(1.0, RankingMetrics.ReciprocalRank([true, false]));
        Assert.Equal(0.0, RankingMetrics.ReciprocalRank([false, false]));
    }

    [Fact]
    public void Auc_matches_hand_computed_values()
    {
        // The hits rank above 2, 2 and 1 of the 3 misses.
        Assert.Equal(5 / 9.0, RankingMetrics.Auc(Hits, 3, 6));
        // 10 items: one relevant item and 3 others are not listed. The hits rank above 5, 5 and 4 of the 6 others, the fourth ties with 3.
        Assert.Equal((5 + 5 + 4 + 1.5) / 24, RankingMetrics.Auc(Hits, 4, 10));
        Assert.Equal(1.0, RankingMetrics.Auc([true, false], 1, 2));
        Assert.Equal(0.0, RankingMetrics.Auc([false, true], 1, 2));
    }

    [Fact]
    public void Figures_are_defined_if_nothing_is_relevant_or_listed()
    {
        Assert.Equal(0.0, RankingMetrics.Precision([], 10));
        Assert.Equal(0.0, RankingMetrics.HitRate([], 10));
        Assert.Equal(0.0, RankingMetrics.Recall([false], 0, 10));
        Assert.Equal(0.0, RankingMetrics.Recall([], 3, 10));
        Assert.Equal(0.0, RankingMetrics.Ndcg([false], 0, 10));
        Assert.Equal(0.0, RankingMetrics.Ndcg(ReadOnlySpan<bool>.Empty, 3, 10));
        Assert.Equal(0.0, RankingMetrics.AveragePrecision([false], 0, 10));
        Assert.Equal(0.0, RankingMetrics.ReciprocalRank([]));
        Assert.Equal(0.5, RankingMetrics.Auc([false], 0, 1));
        Assert.Equal(0.5, RankingMetrics.Auc([true], 1, 1));
        Assert.Equal(0.5, RankingMetrics.Auc([], 0, 0));
        Assert.Equal(0.5, RankingMetrics.Auc([], 2, 5)); // all tie
    }

    [Fact]
    public void Lengths_below_one_and_impossible_counts_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("k", () => RankingMetrics.Precision(Hits, 0));
        Assert.Throws<ArgumentOutOfRangeException>("k", () => RankingMetrics.Recall(Hits, 3, 0));
        Assert.Throws<ArgumentOutOfRangeException>("k", () => RankingMetrics.HitRate(Hits, 0));
        Assert.Throws<ArgumentOutOfRangeException>("k", () => RankingMetrics.Ndcg(Hits, 3, 0));
        Assert.Throws<ArgumentOutOfRangeException>("k", () => RankingMetrics.Ndcg([1.0], [1.0], 0));
        Assert.Throws<ArgumentOutOfRangeException>("k", () => RankingMetrics.AveragePrecision(Hits, 3, 0));
        Assert.Throws<ArgumentOutOfRangeException>("relevantCount", () => RankingMetrics.Recall(Hits, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>("relevantCount", () => RankingMetrics.Ndcg(Hits, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>("relevantCount", () => RankingMetrics.AveragePrecision(Hits, 2, 1));
        Assert.Throws<ArgumentOutOfRangeException>("relevantCount", () => RankingMetrics.Auc(Hits, 2, 10));
        Assert.Throws<ArgumentOutOfRangeException>("itemCount", () => RankingMetrics.Auc(Hits, 4, 6));
    }

    [Property(MaxTest = 500)]
    public Property Every_figure_is_zero_to_one_and_one_for_the_best_list(bool[] hits, NonNegativeInt unlisted, PositiveInt length)
    {
        int relevant = hits.Count(hit => hit) + (unlisted.Get % 3);
        double[] figures = Figures(hits, relevant, length.Get);
        bool[] best = [.. Enumerable.Repeat(true, relevant), .. hits.Where(hit => !hit)];
        double[] bests = Figures(best, relevant, Math.Max(1, relevant));
        bool perfect = relevant == 0 || bests.Where((_, i) => i < bests.Length - 1).All(figure => Math.Abs(figure - 1) < 1e-12);
        return (figures.All(figure => figure is >= 0 and <= 1 + 1e-12) && perfect)
            .Label($"{string.Join(" ", figures)}, best {string.Join(" ", bests)}");
    }

    [Property(MaxTest = 500)]
    public Property Moving_a_hit_up_one_rank_lowers_no_figure(bool[] hits, NonNegativeInt unlisted, PositiveInt length)
    {
        int relevant = hits.Count(hit => hit) + (unlisted.Get % 3);
        double[] figures = Figures(hits, relevant, length.Get);
        return Enumerable.Range(0, Math.Max(0, hits.Length - 1)).Where(i => !hits[i] && hits[i + 1]).All(i =>
        {
            bool[] moved = [.. hits];
            (moved[i], moved[i + 1]) = (true, false);
            return Figures(moved, relevant, length.Get).Zip(figures, (after, before) => after >= before - 1e-12).All(rises => rises)
                && RankingMetrics.Auc(moved, relevant, hits.Length + 3) > RankingMetrics.Auc(hits, relevant, hits.Length + 3);
        }).ToProperty();
    }

    [Property(MaxTest = 300)]
    public Property Auc_is_the_share_of_ordered_pairs(bool[] hits)
    {
        int relevant = hits.Count(hit => hit);
        (int Ordered, int All) pairs = default;
        for (int i = 0; i < hits.Length; i++)
        {
            for (int j = 0; j < hits.Length; j++)
            {
                pairs.All += hits[i] && !hits[j] ? 1 : 0;
                pairs.Ordered += hits[i] && !hits[j] && i < j ? 1 : 0;
            }
        }

        double expected = pairs.All == 0 ? 0.5 : (double)pairs.Ordered / pairs.All;
        return (RankingMetrics.Auc(hits, relevant, hits.Length) == expected).ToProperty();
    }

    /// <summary>All figures. The last one, AUC, may be below 1 even for the best list.</summary>
    private static double[] Figures(bool[] hits, int relevant, int k) =>
    [
        RankingMetrics.Precision(hits, k),
        RankingMetrics.Recall(hits, relevant, k),
        RankingMetrics.HitRate(hits, k),
        RankingMetrics.Ndcg(hits, relevant, k),
        RankingMetrics.AveragePrecision(hits, relevant, k),
        RankingMetrics.ReciprocalRank(hits),
        RankingMetrics.Auc(hits, relevant, hits.Length + 3),
    ];
}
