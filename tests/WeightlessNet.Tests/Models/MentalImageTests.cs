using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.Models;

public sealed class MentalImageTests
{
    [Fact]
    public void A_prototype_is_the_mean_level_of_each_feature_that_a_node_reads()
    {
        // Three features of two levels: node 0 reads both levels of the first, node 1 the first level of the second and of the first.
        WisardClassifier<int> model = new(new InputLayer(
            new ThermometerRetina(3, [10, 20, 10, 20, 10, 20]), new TupleMapping(6, 2, [0, 1, 2, 0])));
        model.Learn(new double[] { 15, 5, 99 }, 7);
        model.Learn(new double[] { 25, 15, 0 }, 7);
        model.Learn(new double[] { 25, 25, 25 }, 8);

        Assert.Equal([4, 1, 1, 0, 0, 0], model.MentalImage(7));
        Assert.Equal([(1 + 0.5) / 2, (0.5 + 0.25) / 2, 0], model.Prototype(7));
        Assert.Equal([1, (1 + 0.5) / 2, 0], model.Prototype(8));
        Assert.Equal([0, 0, 0], model.Prototype(9));
        Assert.Throws<ArgumentOutOfRangeException>("threshold", () => model.MentalImage(7, -1));
    }

    [Theory]
    [InlineData(new[] { 0, 1, 2, 3, 4, 5, 6 }, (1 + 1 + 0.75 + 0.5 + 0.25 + 0 + 0) / 7)]
    [InlineData(new[] { 0, 2, 4, 6 }, (1 + 0.875 + 0.75 + 0.5 + 0.25 + 0.125 + 0) / 7)]
    [InlineData(new[] { 1, 5, 1, 5 }, (1 + 1 + 0.75 + 0.5 + 0.25 + 0 + 0) / 7)]
    [InlineData(new[] { 2, 3 }, (0.75 + 0.75 + 0.75 + 0.5 + 0.375 + 0.25 + 0.125) / 7)]
    [InlineData(new[] { 4 }, ((5 * 0.25) + (0.25 * 2 / 3) + (0.25 / 3)) / 7)]
    [InlineData(new int[0], 0)]
    public void A_level_that_no_node_reads_is_filled_in(int[] read, double expected)
    {
        // The second of two features is read in part, the first in every level.
        const int Levels = 7;
        WisardClassifier<int> model = new(new InputLayer(
            new ThermometerRetina(2, [1, 2, 3, 4, 5, 6, 7, 1, 2, 3, 4, 5, 6, 7]),
            new TupleMapping(2 * Levels, 1, [.. Enumerable.Range(0, Levels), .. read.Select(level => Levels + level)])));
        foreach (double value in (double[])[2.5, 3.5, 4.5, 5.5])
        {
            model.Learn(new[] { 9, value }, 1);
        }

        double[] prototype = model.Prototype(1);
        Assert.Equal(1, prototype[0]);
        Assert.Equal(expected, prototype[1], 12);
    }

    [Fact]
    public void A_mental_image_sums_only_counts_above_the_threshold()
    {
        WisardClassifier<int> model = new(new InputLayer(new TupleMapping(3, 1, [0, 1, 2])));
        model.Learn(new ulong[] { 0b111 }, 1);
        model.Learn(new ulong[] { 0b110 }, 1);
        model.Learn(new ulong[] { 0b100 }, 1);

        Assert.Equal([1, 2, 3], model.MentalImage(1));
        Assert.Equal([0, 2, 3], model.MentalImage(1, 1));
        Assert.Equal([0, 0, 3], model.MentalImage(1, 2));
        Assert.Equal([0, 0, 0], model.MentalImage(1, 3));
    }
}
