using WeightlessNet.Discriminators;
using WeightlessNet.Models;
using WeightlessNet.Nodes;
using Xunit;

namespace WeightlessNet.Tests.Models;

public sealed class WisardClassifierTests
{
    public static TheoryData<NodeStorage> Storages =>
        [NodeStorage.Dense, NodeStorage.Sparse, NodeStorage.Hashed(4, 1, 3), NodeStorage.Hashed(5, 3, 3)];

    [Fact]
    public void A_sample_is_unknown_if_no_node_has_seen_its_part()
    {
        WisardClassifier<string> model = new(Glyphs.Layer());
        model.Learn(new ulong[Glyphs.Words], "dark");

        Assert.False(model.Classify(new ulong[] { ulong.MaxValue, (1UL << 36) - 1 }).IsKnown);
        Assert.Equal(new Classification<string>(true, "dark", 1), model.Classify(new ulong[Glyphs.Words]));
    }

    [Fact]
    public void A_tie_goes_to_the_larger_class_and_then_to_the_first_label()
    {
        ulong[] sample = new ulong[Glyphs.Words];
        foreach (WisardReading reading in Enum.GetValues<WisardReading>())
        {
            WisardClassifier<string> model = new(Glyphs.Layer(), new WisardOptions { Reading = reading });
            model.Learn(sample, "b");
            model.Learn(sample, "a");
            Assert.Equal(new Classification<string>(true, "a", 0), model.Classify(sample));

            // Another pattern, so that only the sizes of the classes differ; a log-likelihood compensates for these.
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
        // One node with a tuple of one bit. For a bit of 0, class 0 has a count of 3 and class 1 of 5.
        WisardClassifier<int> model = new(
            new InputLayer(new TupleMapping(1, 1, [0])), new WisardOptions { Reading = WisardReading.Bleaching });
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
                    model.Options = new WisardOptions
                    {
                        Reading = WisardReading.FixedThreshold,
                        Balancing = balancing,
                        Threshold = threshold,
                    };
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
    public void The_fitted_threshold_is_the_best_of_all()
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
        // Class 0 saw the address in 2 of 3 examples, class 1 in 200,000 of 300,001, which is slightly less.
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
        model.Options = new WisardOptions
        {
            Reading = WisardReading.FixedThreshold,
            Balancing = ClassBalancing.ByExampleCount,
            Threshold = 255,
        };

        // 255 / 300,001 is less than 1 / 3, so both vote; without balancing, the small class cannot.
        model.Score(zero, scores);
        Assert.Equal([1, 1], scores);
        model.Options = model.Options with { Balancing = ClassBalancing.None };
        model.Score(zero, scores);
        Assert.Equal([0, 1], scores);
    }

    [Theory]
    [InlineData(32)]
    [InlineData(40)]
    [InlineData(64)]
    public void Tuples_over_31_bits_work_and_give_mental_images(int tupleSize)
    {
        WisardClassifier<int> model = new(Glyphs.Layer(tupleSize, 10));
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
    public void Mental_images_can_be_bleached_and_hashed_storage_has_none()
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
    public void More_classes_than_fit_a_vector_are_learned(NodeStorage storage)
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(600, 70, 1, 2);
        WisardClassifier<int> model = Learned(storage, examples);

        int right = Glyphs.Make(200, 70, 2, 2).Count(e => model.Classify(e.Pattern).Label == e.Label);

        Assert.Equal(70, model.Labels.Count);
        Assert.True(right >= 190, $"{right} of 200");
    }

    [Fact]
    public void Learning_and_classifying_do_not_allocate()
    {
        WisardClassifier<int> model = Learned(NodeStorage.Dense, Glyphs.Make(100, 5, 1));
        ulong[] sample = Glyphs.Make(1, 5, 3)[0].Pattern;
        foreach (WisardReading reading in Enum.GetValues<WisardReading>())
        {
            // Grows the thread's scratch memory first.
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
