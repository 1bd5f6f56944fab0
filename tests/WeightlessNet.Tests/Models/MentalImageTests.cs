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
        Assert.Equal([(1 + 0.5) / 2, 0.5, 0], model.Prototype(7));
        Assert.Equal([1, 1, 0], model.Prototype(8));
        Assert.Equal([0, 0, 0], model.Prototype(9));
        Assert.Throws<ArgumentOutOfRangeException>("threshold", () => model.MentalImage(7, -1));
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
