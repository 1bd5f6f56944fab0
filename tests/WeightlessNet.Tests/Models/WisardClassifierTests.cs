using WeightlessNet.Discriminators;
using WeightlessNet.Models;
using WeightlessNet.Nodes;
using Xunit;

namespace WeightlessNet.Tests.Models;

public sealed class WisardClassifierTests
{
    public static TheoryData<NodeStorage> Storages => [NodeStorage.Dense, NodeStorage.Sparse, NodeStorage.Hashed(4, 1, 3), NodeStorage.Hashed(5, 3, 3)];

    [Theory]
    [MemberData(nameof(Storages))]
    public void Examples_in_any_order_give_the_same_state(NodeStorage storage)
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(60, 5, 1);

        WisardClassifier<int> forwards = Learned(storage, examples);
        WisardClassifier<int> backwards = Learned(storage, [.. examples.Reverse()]);

        Assert.Equal(forwards.State(), backwards.State());
        Assert.Equal(forwards.Labels, backwards.Labels);
        foreach ((ulong[] pattern, _) in Glyphs.Make(50, 5, 2, 30))
        {
            Assert.Equal(forwards.Classify(pattern), backwards.Classify(pattern));
        }
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public void Forgetting_leaves_the_state_as_if_never_learned(NodeStorage storage)
    {
        (ulong[] Pattern, int Label)[] kept = Glyphs.Make(40, 3, 1);
        (ulong[] Pattern, int Label)[] dropped = Glyphs.Make(40, 6, 2);
        WisardClassifier<int> model = Learned(storage, [.. kept, .. dropped]);

        foreach ((ulong[] pattern, int label) in dropped)
        {
            model.Forget(pattern, label);
        }

        WisardClassifier<int> expected = Learned(storage, kept);
        Assert.Equal(expected.State(), model.State());
        Assert.Equal(expected.Labels, model.Labels);
        Assert.Equal(expected.ExampleCount, model.ExampleCount);
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public void Merging_is_learning_both(NodeStorage storage)
    {
        (ulong[] Pattern, int Label)[] first = Glyphs.Make(40, 3, 1);
        (ulong[] Pattern, int Label)[] second = Glyphs.Make(40, 20, 2);
        WisardClassifier<int> model = Learned(storage, first);

        model.Merge(Learned(storage, second));

        WisardClassifier<int> expected = Learned(storage, [.. first, .. second]);
        Assert.Equal(expected.State(), model.State());
        Assert.Equal(expected.ExamplesOf(7), model.ExamplesOf(7));
        Assert.Equal(80, model.ExampleCount);
    }

    [Fact]
    public void Merging_models_over_another_mapping_is_refused_and_changes_nothing()
    {
        WisardClassifier<int> model = Learned(NodeStorage.Dense, Glyphs.Make(10, 3, 1));
        List<(int, CellCount)> before = [.. model.State()];
        WisardClassifier<int> other = new(Glyphs.Layer(seed: 2));
        other.Learn(new ulong[Glyphs.Words], 1);

        Assert.Throws<ArgumentException>(() => model.Merge(other));
        Assert.Equal(before, model.State());
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public void Forgetting_what_was_not_learned_is_refused_and_changes_nothing(NodeStorage storage)
    {
        WisardClassifier<int> model = Learned(storage, Glyphs.Make(5, 3, 1));
        List<(int, CellCount)> before = [.. model.State()];
        ulong[] foreign = [0x0123456789ABCDEF, 0x5];

        Assert.Throws<InvalidOperationException>(() => model.Forget(foreign, 0));
        Assert.Throws<InvalidOperationException>(() => model.Forget(foreign, 99));
        Assert.Throws<InvalidOperationException>(() => model.ClassifyLeavingOut(foreign, 0));

        Assert.Equal(before, model.State());
        Assert.Equal(5, model.ExampleCount);
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public void Leaving_out_an_example_answers_as_if_it_were_forgotten(NodeStorage storage)
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(40, 3, 1, 25);
        WisardClassifier<int> model = Learned(storage, examples);
        model.Options = model.Options with { Reading = WisardReading.MaximumMargin };

        foreach ((ulong[] pattern, int label) in examples)
        {
            List<(int, CellCount)> before = [.. model.State()];
            Classification<int> leftOut = model.ClassifyLeavingOut(pattern, label);
            Assert.Equal(before, model.State());
            model.Forget(pattern, label);
            Assert.Equal(model.Classify(pattern).Confidence, leftOut.Confidence);
            model.Learn(pattern, label);
        }
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public void An_emptied_model_does_not_know(NodeStorage storage)
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(20, 3, 1);
        WisardClassifier<int> model = Learned(storage, examples);
        foreach ((ulong[] pattern, int label) in examples)
        {
            model.Forget(pattern, label);
        }

        Assert.Empty(model.State());
        Assert.Empty(model.Labels);
        foreach (WisardReading reading in Enum.GetValues<WisardReading>())
        {
            model.Options = model.Options with { Reading = reading };
            Assert.Equal(default, model.Classify(examples[0].Pattern));
            Assert.False(model.Classify(examples[0].Pattern).IsKnown);
        }
    }

    [Fact]
    public void A_sample_of_which_no_node_has_seen_any_part_is_unknown()
    {
        WisardClassifier<string> model = new(Glyphs.Layer());
        model.Learn(new ulong[Glyphs.Words], "dark");

        Assert.False(model.Classify(new ulong[] { ulong.MaxValue, (1UL << 36) - 1 }).IsKnown);
        Assert.Equal(new Classification<string>(true, "dark", 1), model.Classify(new ulong[Glyphs.Words]));
    }

    [Fact]
    public void A_tie_goes_to_the_greater_class_and_then_to_the_first_label()
    {
        ulong[] sample = new ulong[Glyphs.Words];
        foreach (WisardReading reading in Enum.GetValues<WisardReading>())
        {
            WisardClassifier<string> model = new(Glyphs.Layer(), new WisardOptions { Reading = reading });
            model.Learn(sample, "b");
            model.Learn(sample, "a");
            Assert.Equal(new Classification<string>(true, "a", 0), model.Classify(sample));

            // Elsewhere, so that only the size of the class differs, which a log-likelihood allows for.
            if (reading != WisardReading.LogLikelihood)
            {
                model.Learn(new ulong[] { ulong.MaxValue, (1UL << 36) - 1 }, "b");
                Assert.Equal(new Classification<string>(true, "b", 0), model.Classify(sample));
            }
        }
    }

    [Fact]
    public void Bleaching_takes_the_first_threshold_without_a_tie_and_maximum_margin_the_best_one()
    {
        // One node of one input; class 0 counts 3 and class 1 counts 5 where the bit is 0.
        WisardClassifier<int> model = new(new InputLayer(new TupleMapping(1, 1, [0])), new WisardOptions { Reading = WisardReading.Bleaching });
        int[] scores = new int[2];
        for (int i = 0; i < 5; i++)
        {
            model.Learn(new ulong[1], 1);
        }

        for (int i = 0; i < 3; i++)
        {
            model.Learn(new ulong[1], 0);
        }

        model.Score(new ulong[1], scores);
        Assert.Equal([0, 1], scores);
        Assert.Equal(1, model.Classify(new ulong[1]).Label);

        model.Options = model.Options with { Reading = WisardReading.FixedThreshold, Threshold = 2 };
        model.Score(new ulong[1], scores);
        Assert.Equal([1, 1], scores);
    }

    [Fact]
    public void Bleaching_and_maximum_margin_agree_with_trying_every_threshold()
    {
        foreach (ClassBalancing balancing in Enum.GetValues<ClassBalancing>())
        {
            WisardClassifier<int> model = Learned(NodeStorage.Dense, [.. Glyphs.Make(300, 4, 1, 35), .. Glyphs.Make(200, 2, 5, 35)]);
            int[] scores = new int[4];
            foreach ((ulong[] pattern, _) in Glyphs.Make(60, 4, 9, 45))
            {
                int[][] votes = new int[256][];
                for (int threshold = 0; threshold < 256; threshold++)
                {
                    model.Options = new WisardOptions { Reading = WisardReading.FixedThreshold, Balancing = balancing, Threshold = threshold };
                    model.Score(pattern, scores);
                    votes[threshold] = [.. scores];
                }

                int[] leads = [.. votes.Select(v => v.Order().Last() - v.Order().SkipLast(1).Last())];
                model.Options = new WisardOptions { Reading = WisardReading.MaximumMargin, Balancing = balancing };
                model.Score(pattern, scores);
                Assert.Equal(votes[Array.IndexOf(leads, leads.Max())], scores);

                model.Options = new WisardOptions { Reading = WisardReading.Bleaching, Balancing = balancing };
                model.Score(pattern, scores);
                Assert.Equal(votes[Math.Max(0, Array.FindIndex(leads, lead => lead > 0))], scores);
            }
        }
    }

    [Fact]
    public void The_fitted_threshold_is_the_one_that_trying_all_finds()
    {
        WisardClassifier<int> model = Learned(NodeStorage.Dense, Glyphs.Make(400, 5, 1, 40));
        (ulong[] Pattern, int Label)[] validation = Glyphs.Make(200, 5, 2, 40);
        ulong[] patterns = [.. validation.SelectMany(v => v.Pattern)];
        int[] labels = [.. validation.Select(v => v.Label)];
        SampleBatch batch = new(patterns.AsMemory(), Glyphs.Words);

        double accuracy = model.FitThreshold(batch, labels);
        int chosen = model.Options.Threshold;
        int[] right = new int[256];
        for (int threshold = 0; threshold < 256; threshold++)
        {
            model.Options = new WisardOptions { Reading = WisardReading.FixedThreshold, Threshold = threshold };
            Classification<int>[] answers = model.Classify(batch);
            right[threshold] = Enumerable.Range(0, 200).Count(i => answers[i].IsKnown && answers[i].Label == labels[i]);
        }

        Assert.Equal(Array.IndexOf(right, right.Max()), chosen);
        Assert.Equal(right.Max() / 200.0, accuracy);
        Assert.True(chosen > 0);
    }

    [Fact]
    public void Balancing_is_exact_for_classes_of_very_different_size()
    {
        // Class 0 saw the address in 2 of 3 examples, class 1 in 200,000 of 300,001: less, by a hair.
        WisardClassifier<int> model = new(new InputLayer(new TupleMapping(1, 1, [0])));
        ulong[] zero = [0];
        ulong[] one = [1];
        for (int i = 0; i < 300_001; i++)
        {
            model.Learn(i < 200_000 ? zero : one, 1);
        }

        model.Learn(zero, 0);
        model.Learn(zero, 0);
        model.Learn(one, 0);
        int[] scores = new int[2];
        model.Options = new WisardOptions { Reading = WisardReading.FixedThreshold, Balancing = ClassBalancing.ByExampleCount, Threshold = 255 };

        // 255 of 300,001 is less than 1 of 3, so both vote; without balancing the small class cannot.
        model.Score(zero, scores);
        Assert.Equal([1, 1], scores);
        model.Options = model.Options with { Balancing = ClassBalancing.None };
        model.Score(zero, scores);
        Assert.Equal([0, 1], scores);
    }

    [Fact]
    public void Counts_beyond_16_bits_are_forgotten_exactly()
    {
        ulong[] sample = [0];
        WisardClassifier<int> model = new(new InputLayer(new TupleMapping(1, 1, [0])));
        for (int i = 0; i < 70_000; i++)
        {
            model.Learn(sample, 0);
        }

        Assert.Equal(70_000, Assert.Single(model.State()).Cell.Count);
        for (int i = 0; i < 69_999; i++)
        {
            model.Forget(sample, 0);
        }

        Assert.Equal(1, Assert.Single(model.State()).Cell.Count);
        model.Forget(sample, 0);
        Assert.Empty(model.State());
    }

    [Theory]
    [InlineData(32)]
    [InlineData(40)]
    [InlineData(64)]
    public void Tuples_over_31_bits_work_and_yield_their_mental_image(int inputs)
    {
        WisardClassifier<int> model = new(Glyphs.Layer(inputs, 10));
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(30, 2, 1);
        foreach ((ulong[] pattern, int label) in examples)
        {
            model.Learn(pattern, label);
        }

        foreach ((ulong[] pattern, int label) in examples)
        {
            Assert.Equal(label, model.Classify(pattern).Label);
        }

        long[] uses = new long[Glyphs.BitCount];
        for (int node = 0; node < 10; node++)
        {
            foreach (int bit in model.Layer.Mapping.TupleOf(node))
            {
                uses[bit]++;
            }
        }

        long[] image = model.MentalImage(1);
        double[] prototype = model.Prototype(1);
        (ulong[] Pattern, int Label)[] ones = [.. examples.Where(e => e.Label == 1)];
        for (int bit = 0; bit < Glyphs.BitCount; bit++)
        {
            int set = ones.Count(e => ((e.Pattern[bit / 64] >> (bit % 64)) & 1) != 0);
            Assert.Equal(set * uses[bit], image[bit]);
            Assert.Equal((double)set / ones.Length, prototype[bit], 12);
        }

        Assert.True(image.Max() > 0);
    }

    [Fact]
    public void A_mental_image_can_be_bleached_and_hashed_nodes_have_none()
    {
        WisardClassifier<int> model = new(new InputLayer(new TupleMapping(2, 2, [0, 1])));
        model.Learn(new ulong[] { 1 }, 0);
        model.Learn(new ulong[] { 3 }, 0);
        model.Learn(new ulong[] { 3 }, 0);

        Assert.Equal([3, 2], model.MentalImage(0));
        Assert.Equal([2, 2], model.MentalImage(0, 1));
        Assert.Equal([0, 0], model.MentalImage(5));
        WisardClassifier<int> hashed = new(Glyphs.Layer(), new WisardOptions { Storage = NodeStorage.Hashed(4) });
        Assert.Throws<InvalidOperationException>(() => hashed.MentalImage(0));
    }

    [Theory]
    [MemberData(nameof(Storages))]
    public void More_classes_than_a_vector_holds_are_learned(NodeStorage storage)
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(600, 70, 1, 2);
        WisardClassifier<int> model = Learned(storage, examples);

        int right = Glyphs.Make(200, 70, 2, 2).Count(e => model.Classify(e.Pattern).Label == e.Label);

        Assert.Equal(70, model.Labels.Count);
        Assert.True(right >= 190, $"{right} of 200");
    }

    [Fact]
    public void Batches_answer_as_single_samples_do_on_any_number_of_threads()
    {
        WisardClassifier<int> model = Learned(NodeStorage.Sparse, Glyphs.Make(100, 5, 1));
        (ulong[] Pattern, int Label)[] samples = Glyphs.Make(100, 5, 2, 40);
        SampleBatch batch = new(samples.SelectMany(s => s.Pattern).ToArray().AsMemory(), Glyphs.Words);
        Classification<int>[] expected = [.. samples.Select(s => model.Classify(s.Pattern))];

        Assert.Equal(expected, model.Classify(batch));
        Assert.Equal(expected, model.Classify(batch, 4));
    }

    [Fact]
    public void Samples_that_do_not_fit_the_layer_are_refused()
    {
        WisardClassifier<int> model = new(Glyphs.Layer());

        Assert.Throws<ArgumentException>(() => model.Learn(new ulong[1], 0));
        Assert.Throws<ArgumentException>(() => model.Learn(new ulong[] { 0, ulong.MaxValue }, 0));
        Assert.Throws<InvalidOperationException>(() => model.Classify(new double[100]));
        Assert.Throws<InvalidOperationException>(() => model.Classify(new byte[100]));
        Assert.Equal(0, model.ExampleCount);
        Assert.Throws<NotSupportedException>(() => new WisardClassifier<Uri>(Glyphs.Layer()));
        Assert.Throws<ArgumentException>(() => new WisardClassifier<int>(Glyphs.Layer(40), new WisardOptions { Storage = NodeStorage.Dense }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new WisardOptions { Threshold = 256 });
    }

    [Fact]
    public void Learning_and_classifying_take_no_memory()
    {
        WisardClassifier<int> model = Learned(NodeStorage.Dense, Glyphs.Make(100, 5, 1));
        ulong[] sample = Glyphs.Make(1, 5, 3)[0].Pattern;
        foreach (WisardReading reading in Enum.GetValues<WisardReading>())
        {
            // The working memory of the thread grows once.
            model.Options = model.Options with { Reading = WisardReading.MaximumMargin };
            model.Classify(sample);
            model.Options = model.Options with { Reading = reading };
            model.Learn(sample, 1);
            model.Classify(sample);
            AllocationAssert.None(() =>
            {
                for (int i = 0; i < 100; i++)
                {
                    model.Learn(sample, 1);
                    model.Classify(sample);
                    model.Forget(sample, 1);
                }
            });
        }
    }

    private static WisardClassifier<int> Learned(NodeStorage storage, (ulong[] Pattern, int Label)[] examples)
    {
        WisardClassifier<int> model = new(Glyphs.Layer(), new WisardOptions { Storage = storage });
        foreach ((ulong[] pattern, int label) in examples)
        {
            model.Learn(pattern, label);
        }

        return model;
    }
}
