using System.Globalization;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using WeightlessNet.Nodes;
using WeightlessNet.Recommenders.Weightless;

namespace WeightlessNet.Tests;

/// <summary>What values print says what they hold, in the same words in every culture.</summary>
public class TextsTests
{
    [Fact]
    public void Answers_print_what_they_say() => Abroad(() =>
    {
        Assert.Equal("cat (confidence 0.83)", new Classification<string>(true, "cat", 5 / 6.0).ToString());
        Assert.Equal("1.5 (confidence 1.00)", new Classification<double>(true, 1.5, 1).ToString());
        Assert.Equal("unknown", default(Classification<int>).ToString());
        Assert.Equal("-12.5 (300 nodes)", new RegressionAnswer(true, -12.5, 300).ToString());
        Assert.Equal("0.25 (unknown)", new RegressionAnswer(false, 0.25, 0).ToString());
        FieldEvidence[] fields =
        [
            new("genre", ["Crime", "Drama"], 3 * FieldEvidence.UnitsPerBit / 2), new("year", [], -FieldEvidence.UnitsPerBit),
        ];
        Assert.Equal(
            "1.5 (probability 0.93): genre Crime, Drama: +1.5; year (no value): -1.0",
            new ClassExplanation<double>(1.5, 0.926, 4_096, 0, fields).ToString());
    });

    [Fact]
    public void Storages_and_means_that_differ_print_differently() => Abroad(() =>
    {
        Assert.Equal(
            [
                "Automatic", "Dense", "Sparse", "Hashed (12 address bits, 2 hashes, seed 7)",
                "HashedConservative (3 address bits, 2 hashes, seed 0)",
            ],
            new[]
            {
                NodeStorage.Automatic, NodeStorage.Dense, NodeStorage.Sparse, NodeStorage.Hashed(12, 2, 7),
                NodeStorage.HashedConservative(3),
            }.Select(static storage => storage.ToString()));
        Assert.Contains("Storage = Sparse,", new WisardOptions { Storage = NodeStorage.Sparse }.ToString(), StringComparison.Ordinal);
        Assert.Equal(
            ["Simple", "Median", "Power(2.5)", "HarmonicPower(2)"],
            new[] { NodeMean.Simple, NodeMean.Median, NodeMean.Power(2.5), NodeMean.HarmonicPower(2) }
                .Select(static mean => mean.ToString()));
    });

    [Fact]
    public void Shapes_and_rules_print_their_numbers() => Abroad(() =>
    {
        Assert.Equal("28 by 20 pixels of 8 bits", new ImageShape(28, 20, 8).ToString());
        Assert.Equal("3 samples of 2 bytes", new SampleBatch(new byte[6], 2).ToString());
        Assert.Equal("2 samples of 3 numbers", new SampleBatch(new double[6], 3).ToString());
        Assert.Equal("6 samples of 1 words of a pattern", new SampleBatch(new ulong[6], 1).ToString());
        Assert.Equal("genre: 19 bits from 4", new FeatureField("genre", 4, 19).ToString());
        Assert.Equal("+2 for the newest 10", new RecencyTier(10, 2).ToString());
        Assert.Equal("from a response of 0.25, all nodes after 50 examples, at most 3", new GrowthRule
        {
            MinimumResponse = 0.25,
            GrowthInterval = 50,
            MaximumDiscriminators = 3,
        }.ToString());
    });

    // Other cultures are not everywhere.
    private static CultureInfo Foreign => new("")
    {
        NumberFormat = new NumberFormatInfo { NumberDecimalSeparator = ",", NegativeSign = "minus ", PositiveSign = "plus " },
    };

    private static void Abroad(Action check)
    {
        CultureInfo before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = Foreign;
            check();
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
