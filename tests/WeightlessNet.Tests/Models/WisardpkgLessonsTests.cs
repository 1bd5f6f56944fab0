using WeightlessNet.Discriminators;
using WeightlessNet.Models;
using WeightlessNet.Nodes;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>Errors of a widely used WiSARD library, wisardpkg, each as a test.</summary>
public sealed class WisardpkgLessonsTests
{
    [Fact]
    public void Max_margin_models_save_and_load()
    {
        WisardClassifier<string> model = Learned(new WisardOptions { Reading = WisardReading.MaximumMargin });

        WisardClassifier<string> loaded = Snapshot.Load<WisardClassifier<string>>(new MemoryStream(Saved(model)));

        Assert.Equal(WisardReading.MaximumMargin, loaded.Options.Reading);
        foreach ((ulong[] pattern, _) in Glyphs.Make(100, 6, 2, 40))
        {
            Assert.Equal(model.Classify(pattern), loaded.Classify(pattern));
        }
    }

    [Fact]
    public void Class_balancing_keeps_precision()
    {
        // The shares 2/3 and 200,001/300,000 differ by about 3 millionths: rounded shares would tie, or lose the small class.
        WisardClassifier<int> model = new(
            new InputLayer(new TupleMapping(1, 1, [0])),
            new WisardOptions { Reading = WisardReading.FixedThreshold, Balancing = ClassBalancing.ByExampleCount });
        for (int i = 0; i < 300_000; i++)
        {
            model.Learn(new ulong[] { i < 200_001 ? 0UL : 1 }, 1);
        }

        model.Learn(new ulong[] { 0 }, 0);
        model.Learn(new ulong[] { 0 }, 0);
        model.Learn(new ulong[] { 1 }, 0);
        int[] scores = new int[2];
        foreach (int threshold in new[] { 0, 1, 100, 255 })
        {
            // The class of 3 examples votes if its count is above threshold * 3 / 300,000, which rounds down to 0.
            model.Options = model.Options with { Threshold = threshold };
            model.Score(new ulong[] { 0 }, scores);
            Assert.Equal([1, 1], scores);
        }

        Assert.Equal([2, 200_001], model.State().Where(s => s.Cell.Address == 0).Select(s => s.Cell.Count));
    }

    [Fact]
    public void The_median_of_2_4_and_6_is_4()
    {
        Assert.Equal(4, NodeMean.Median.Of([6, 2, 4]));

        // Three nodes of one bit each: if all bits are set they predict 6, 2 and 4. An outlier of 60 must not change the median.
        foreach (double greatest in new[] { 6.0, 60 })
        {
            RegressionWisard model = new(new InputLayer(new TupleMapping(3, 1, [0, 1, 2])));
            model.Learn(new ulong[] { 0b001 }, greatest);
            model.Learn(new ulong[] { 0b010 }, 2);
            model.Learn(new ulong[] { 0b100 }, 4);
            Assert.Equal(new RegressionAnswer(true, 4, 3), model.Predict(new ulong[] { 0b111 }, NodeMean.Median));
        }

        // An even number of nodes: the mean of 2 and 4.
        RegressionWisard even = new(new InputLayer(new TupleMapping(2, 1, [0, 1])));
        even.Learn(new ulong[] { 0b01 }, 4);
        even.Learn(new ulong[] { 0b10 }, 2);
        Assert.Equal(3, even.Predict(new ulong[] { 0b11 }, NodeMean.Median).Value);
    }

    [Fact]
    public void Unseen_nodes_never_give_NaN()
    {
        RegressionWisard model = new(new InputLayer(new TupleMapping(2, 1, [0, 1])));
        NodeMean[] means =
        [
            NodeMean.Simple, NodeMean.Power(2), NodeMean.Median, NodeMean.Harmonic, NodeMean.HarmonicPower(2), NodeMean.Geometric,
            NodeMean.Exponential, NodeMean.Logistic,
        ];
        foreach (NodeMean mean in means)
        {
            Assert.Equal(0, model.Predict(new ulong[] { 3 }, mean).Value);
        }

        // First one of the two nodes has seen its part of the sample, then none.
        model.Learn(new ulong[] { 1 }, 5);
        foreach (NodeMean mean in means)
        {
            Assert.Equal(5, model.Predict(new ulong[] { 3 }, mean).Value, 9);
            Assert.Equal(5, model.Predict(new ulong[] { 2 }, mean).Value, 9);
        }
    }

    [Fact]
    public void The_exponential_mean_is_exact()
    {
        Assert.Equal(Math.Log((Math.Exp(2) + Math.Exp(4) + Math.Exp(6)) / 3), NodeMean.Exponential.Of([2, 4, 6]), 12);
        Assert.Equal(1000 - Math.Log(2) + Math.Log(1 + Math.Exp(-1)), NodeMean.Exponential.Of([1000, 999]), 9);
    }

    [Fact]
    public void A_40_bit_address_gives_a_mental_image()
    {
        WisardClassifier<int> model = new(new InputLayer(new TupleMapping(40, 40, [.. Enumerable.Range(0, 40)])));
        const ulong Pattern = 0x81_2345_6789;
        model.Learn(new[] { Pattern }, 7);
        model.Learn(new[] { Pattern }, 7);

        Assert.Equal(Enumerable.Range(0, 40).Select(bit => 2 * (long)((Pattern >> bit) & 1)), model.MentalImage(7));
    }

    [Fact]
    public void Forgetting_an_unlearned_example_returns_false_and_changes_nothing()
    {
        WisardClassifier<string> model = Learned(new WisardOptions());
        byte[] before = Saved(model);

        Assert.False(model.Forget(new ulong[] { 0x0123456789ABCDEF, 0x5 }, "class 1"));
        Assert.False(model.Forget(Glyphs.Make(1, 6, 1)[0].Pattern, "never heard of"));

        Assert.Equal(before, Saved(model));
    }

    [Fact]
    public void Saving_a_loaded_model_gives_the_same_bytes()
    {
        foreach (NodeStorage storage in new[]
            { NodeStorage.Dense, NodeStorage.Sparse, NodeStorage.Hashed(6, 2), NodeStorage.HashedConservative(6) })
        {
            byte[] saved = Saved(Learned(new WisardOptions { Storage = storage }));
            Assert.Equal(saved, Saved(Snapshot.Load<WisardClassifier<string>>(new MemoryStream(saved))));
        }
    }

    [Fact]
    public void A_model_that_forgot_everything_answers_dont_know()
    {
        WisardClassifier<string> model = Learned(new WisardOptions());
        foreach ((ulong[] pattern, int label) in Glyphs.Make(120, 6, 1))
        {
            model.Forget(pattern, $"class {label}");
        }

        Assert.Equal(0, model.ExampleCount);
        Assert.Equal(default, model.Classify(Glyphs.Make(1, 6, 1)[0].Pattern));
    }

    [Theory]
    [InlineData(32)]
    [InlineData(48)]
    [InlineData(64)]
    public void Tuples_over_31_bits_work(int tupleSize)
    {
        TupleMapping mapping = new(64, tupleSize, [.. Enumerable.Range(64 - tupleSize, tupleSize)]);
        WisardClassifier<int> model = new(new InputLayer(mapping));
        model.Learn(new ulong[] { 1UL << 63 }, 1);
        model.Learn(new ulong[] { 0 }, 0);

        // The two patterns differ only in the highest bit of the address.
        Assert.Equal(1, model.Classify(new ulong[] { 1UL << 63 }).Label);
        Assert.Equal(0, model.Classify(new ulong[] { 0 }).Label);
        Assert.False(model.Classify(new ulong[] { 1UL << 62 }).IsKnown);
    }

    private static WisardClassifier<string> Learned(WisardOptions options)
    {
        WisardClassifier<string> model = new(Glyphs.Layer(), options);
        foreach ((ulong[] pattern, int label) in Glyphs.Make(120, 6, 1))
        {
            model.Learn(pattern, $"class {label}");
        }

        return model;
    }

    private static byte[] Saved(WisardClassifier<string> model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }
}
