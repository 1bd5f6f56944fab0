using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using WeightlessNet.Encoders;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Evaluation.Tests;

public class ListMetricsTests
{
    /// <summary>Items and their words. Bit 0 is always set; bits 1 to 3 stand for a, b and c.</summary>
    private static readonly string[] Words = ["a", "ab", "bc", "", "abc"];
    private static readonly ItemCatalog Catalog = WordCatalog.Of(Words);
    private static readonly FeatureField Field = Catalog.Fields[1];

    [Fact]
    public void Coverage_is_the_share_of_items_in_any_list()
    {
        Assert.Equal(0.6, ListMetrics.CatalogCoverage([0, 4, 4, 2, 0], 5));
        Assert.Equal(0.0, ListMetrics.CatalogCoverage([], 5));
        Assert.Equal(0.0, ListMetrics.CatalogCoverage([], 0));
        Assert.Throws<ArgumentOutOfRangeException>("recommended", () => ListMetrics.CatalogCoverage([5], 5));
        Assert.Throws<ArgumentOutOfRangeException>("recommended", () => ListMetrics.CatalogCoverage([-1], 5));
        Assert.Throws<ArgumentOutOfRangeException>("itemCount", () => ListMetrics.CatalogCoverage([], -1));
    }

    [Fact]
    public void Novelty_is_the_mean_self_information()
    {
        // 7 users: log2 of 8 / 8, 8 / 4 and 8 / 1 is 0, 1 and 3 bits.
        int[] raters = [7, 3, 0];
        Assert.Equal(0.0, ListMetrics.Novelty([0], raters, 7));
        Assert.Equal(4 / 3.0, ListMetrics.Novelty([0, 1, 2], raters, 7));
        Assert.Equal(2.0, ListMetrics.Novelty([1, 2], raters, 7));
        Assert.Equal(0.0, ListMetrics.Novelty([], raters, 7));
        Assert.Throws<ArgumentOutOfRangeException>("list", () => ListMetrics.Novelty([3], raters, 7));
        Assert.Throws<ArgumentOutOfRangeException>("raterCounts", () => ListMetrics.Novelty([0], raters, 6));
        Assert.Throws<ArgumentOutOfRangeException>("userCount", () => ListMetrics.Novelty([], raters, -1));
    }

    [Fact]
    public void Diversity_is_the_mean_distance_of_all_pairs()
    {
        // Including the bit that all items have: 0 and 1 differ in 1 of 3 bits, 0 and 2 in 3 of 4, 1 and 2 in 2 of 4.
        Assert.Equal(((1 / 3.0) + (3 / 4.0) + (2 / 4.0)) / 3, ListMetrics.IntraListDiversity([0, 1, 2], Catalog), 15);
        Assert.Equal((1 + 3 + 2) / 4.0 / 3, ListMetrics.IntraListDiversity([0, 1, 2], Catalog, PatternDistance.Hamming), 15);
        Assert.Equal(0.0, ListMetrics.IntraListDiversity([2, 2], Catalog));
        Assert.Equal(0.0, ListMetrics.IntraListDiversity([2], Catalog));
        Assert.Equal(0.0, ListMetrics.IntraListDiversity([], Catalog));
        Assert.Throws<ArgumentOutOfRangeException>("list", () => ListMetrics.IntraListDiversity([5], Catalog));
        Assert.Throws<ArgumentOutOfRangeException>(
            "distance", () => ListMetrics.IntraListDiversity([0], Catalog, (PatternDistance)2));
        Assert.Throws<ArgumentNullException>("catalog", () => ListMetrics.IntraListDiversity([0], null!));
    }

    [Fact]
    public void Patterns_without_a_set_bit_have_distance_zero()
    {
        FeatureSchema<string> schema = new FeatureSchemaBuilder<string>().OneHot("word", word => word).Fit(["x"]);
        ItemCatalog catalog = ItemCatalog.Create(schema, ["y", "z"]);

        Assert.Equal(0.0, ListMetrics.IntraListDiversity([0, 1], catalog));
        Assert.Equal(0.0, ListMetrics.IntraListDiversity([0, 1], catalog, PatternDistance.Hamming));
    }

    [Fact]
    public void Shares_divide_each_item_among_its_bits_and_skip_items_without_bits()
    {
        Assert.Equal([0.75, 0.25, 0], Shares(0, 1));
        Assert.Equal([0.75, 0.25, 0], Shares(0, 1, 3));
        Assert.Equal([0.25, 0.5, 0.25], Shares(1, 2));
        Assert.Equal([0.0, 0, 0], Shares(3));
        Assert.Equal([0.0, 0, 0], Shares());
        double[] shares = new double[3];
        Assert.Throws<ArgumentException>("shares", () => ListMetrics.FieldShares([0], Catalog, Field, new double[2]));
        Assert.Throws<ArgumentException>("field", () => ListMetrics.FieldShares([0], Catalog, new FeatureField("words", 0, 3), shares));
        Assert.Throws<ArgumentOutOfRangeException>("items", () => ListMetrics.FieldShares([5], Catalog, Field, shares));
    }

    [Fact]
    public void Divergence_matches_hand_computed_values()
    {
        // 0.5 ln(0.5 / (0.9 * 0.25 + 0.1 * 0.5)) + 0.5 ln(0.5 / (0.9 * 0.75 + 0.1 * 0.5)) = 0.5 (ln 1.81818 + ln 0.68966)
        Assert.Equal(
            0.5 * (0.597837 - 0.371564), ListMetrics.CalibrationDivergence([0.5, 0.5, 0], [0.25, 0.75, 0], 0.1), 5);
        Assert.Equal(0.0, ListMetrics.CalibrationDivergence([0.2, 0.3, 0.5], [0.2, 0.3, 0.5]), 15);
        // A liked share missing in the list costs ln(1 / smoothing); a share only in the list costs nothing by itself.
        Assert.Equal(Math.Log(100), ListMetrics.CalibrationDivergence([1, 0], [0, 1]), 12);
        Assert.Equal(Math.Log(100), ListMetrics.CalibrationDivergence([0.5, 0.5], [0, 0]), 12);
        Assert.Equal(0.0, ListMetrics.CalibrationDivergence([0, 0], [0, 1]));
        Assert.Equal(0.0, ListMetrics.CalibrationDivergence([], []));
    }

    [Fact]
    public void Shares_that_are_not_a_distribution_are_refused()
    {
        Assert.Throws<ArgumentException>("list", () => ListMetrics.CalibrationDivergence([1], [0.5, 0.5]));
        Assert.Throws<ArgumentException>("liked", () => ListMetrics.CalibrationDivergence([0.5, 0.4], [0.5, 0.5]));
        Assert.Throws<ArgumentException>("list", () => ListMetrics.CalibrationDivergence([0.5, 0.5], [1.5, -0.5]));
        Assert.Throws<ArgumentException>("list", () => ListMetrics.CalibrationDivergence([0.5, 0.5], [double.NaN, 1]));
        Assert.Throws<ArgumentOutOfRangeException>("smoothing", () => ListMetrics.CalibrationDivergence([1], [1], 0));
        Assert.Throws<ArgumentOutOfRangeException>("smoothing", () => ListMetrics.CalibrationDivergence([1], [1], 1));
    }

    [Property(MaxTest = 300)]
    public Property Every_figure_is_within_its_bounds(byte[] liked, byte[] listed)
    {
        int[] first = [.. liked.Select(item => item % Words.Length)];
        int[] second = [.. listed.Select(item => item % Words.Length)];
        double divergence = ListMetrics.CalibrationDivergence(Shares(first), Shares(second));
        double sum = Shares(first).Sum();
        double novelty = ListMetrics.Novelty(second, [0, 1, 2, 3, 4], 4);
        return (divergence >= 0 && divergence <= Math.Log(100) + 1e-9
            && (sum == 0 || Math.Abs(sum - 1) < 1e-9)
            && ListMetrics.IntraListDiversity(second, Catalog) is >= 0 and <= 1
            && ListMetrics.IntraListDiversity(second, Catalog, PatternDistance.Hamming) is >= 0 and <= 1
            && novelty >= 0 && novelty <= Math.Log2(5) + 1e-12).ToProperty();
    }

    private static double[] Shares(params int[] items)
    {
        double[] shares = [7, 7, 7];
        ListMetrics.FieldShares(items, Catalog, Field, shares);
        return shares;
    }
}
