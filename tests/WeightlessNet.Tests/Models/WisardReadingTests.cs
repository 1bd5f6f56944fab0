using WeightlessNet.Discriminators;
using WeightlessNet.Models;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>Readings computed by hand, on nodes with tuples of one bit.</summary>
public sealed class WisardReadingTests
{
    [Fact]
    public void A_log_likelihood_is_relative_to_the_examples_of_the_class()
    {
        // At address 0 of the two nodes, class 0 has 2 and 1 of its 2 examples, class 1 has 4 and 4 of its 8.
        WisardClassifier<int> model = Model(2, WisardReading.LogLikelihood);
        model.Learn(new ulong[] { 0b00 }, 0);
        model.Learn(new ulong[] { 0b10 }, 0);
        for (int i = 0; i < 4; i++)
        {
            model.Learn(new ulong[] { 0b00 }, 1);
            model.Learn(new ulong[] { 0b11 }, 1);
        }

        int[] scores = new int[2];
        model.Score(new ulong[1], scores);

        // Presence is 20 bits for each node. Shares of 1, 1/2, 1/2 and 1/2, relative to 8 examples, add 3, 2, 2 and 2 bits.
        Assert.Equal([(2 * 20 * 256) + (5 * 256), (2 * 20 * 256) + (4 * 256)], scores);
        Assert.Equal(0, model.Classify(new ulong[1]).Label);
    }

    [Theory]
    [InlineData(WisardReading.Bleaching)]
    [InlineData(WisardReading.MaximumMargin)]
    public void The_last_threshold_is_tried_and_none_after_it(WisardReading reading)
    {
        // At address 0, class 0 has a count of 65,535 and class 1 of 65,534: no threshold below 65,534 separates them. Ties go to class 1.
        WisardClassifier<int> model = Model(1, reading);
        Learn(model, 0, 0, 65_535);
        Learn(model, 0, 1, 65_534);
        Learn(model, 1, 1, 100);
        Assert.Equal(new Classification<int>(true, 0, 1), model.Classify(new ulong[1]));

        // With one more each, cells of 16 bits are full.
        Learn(model, 0, 0, 1);
        Learn(model, 0, 1, 1);
        Assert.Equal(new Classification<int>(true, 1, 0), model.Classify(new ulong[1]));
    }

    [Theory]
    [InlineData(WisardReading.Bleaching)]
    [InlineData(WisardReading.MaximumMargin)]
    [InlineData(WisardReading.Automatic)]
    public void A_model_that_has_learned_much_does_not_fall_back_to_the_larger_class(WisardReading reading)
    {
        // Classes share their addresses, as with noise; each has its own more often.
        WisardClassifier<int> model = Model(4, WisardReading.Bleaching);
        Learn(model, 0b0000, 0, 300);
        Learn(model, 0b0000, 1, 400);
        Learn(model, 0b1111, 0, 1000);

        // Set at the end, so that nothing is calibrated.
        model.Options = model.Options with { Reading = reading };
        Assert.Equal(new Classification<int>(true, 1, 1), model.Classify(new ulong[1]));
    }

    [Fact]
    public void Maximum_margin_takes_the_first_threshold_with_the_largest_lead()
    {
        // Counts of three nodes at address 0: 9, 9, 2 for class 0 and 3, 1, 4 for class 1. Votes at threshold 0: 3, 3; at 1: 3, 2;
        // at 2: 2, 2; at 3: 2, 1; at 4 to 8: 2, 0.
        WisardClassifier<int> model = Model(3, WisardReading.MaximumMargin);
        Learn(model, 0b000, 0, 2);
        Learn(model, 0b100, 0, 7);
        Learn(model, 0b000, 1, 1);
        Learn(model, 0b010, 1, 2);
        Learn(model, 0b011, 1, 1);
        int[] scores = new int[2];

        model.Score(new ulong[1], scores);
        Assert.Equal([2, 0], scores);

        model.Options = model.Options with { Reading = WisardReading.Bleaching };
        model.Score(new ulong[1], scores);
        Assert.Equal([3, 2], scores);
    }

    private static WisardClassifier<int> Model(int nodes, WisardReading reading) => new(
        new InputLayer(new TupleMapping(nodes, 1, [.. Enumerable.Range(0, nodes)])), new WisardOptions { Reading = reading });

    private static void Learn(WisardClassifier<int> model, ulong pattern, int label, int times)
    {
        for (int i = 0; i < times; i++)
        {
            model.Learn(new ulong[] { pattern }, label);
        }
    }
}
