using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using WeightlessNet.Nodes;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>
/// The order in which labels were first seen changes nothing, to the last bit: saving and loading puts them in label order, and a sum of
/// floating-point numbers depends on its order.
/// </summary>
public sealed class LabelOrderTests
{
    // In no order, and none of the later ones is the first or the last of all.
    private static readonly string[] Labels = ["m", "z", "c", "q", "a", "x", "g", "t"];
    private static readonly string[] LaterLabels = [.. Labels, "p", "e"];

    private static readonly Example[] Tests = Made(60, LaterLabels, 9, 40);

    [Theory]
    [InlineData(0, false)]
    [InlineData(200, false)]
    [InlineData(900, true)]
    public void Saving_changes_no_bit_of_what_is_answered_and_learned_later(int calibrated, bool hasSeveralSizes)
    {
        WisardOptions options = new() { Storage = NodeStorage.Sparse };
        WisardClassifier<string> model = new(hasSeveralSizes ? Layer() : Glyphs.Layer(), options);
        foreach (string label in Labels)
        {
            model.Learn(Tests[0].Pattern, label);
        }

        // The same pattern in several classes has the same hash in each.
        Example[] shared = [.. Labels.Select(static label => new Example(Tests[0].Pattern, label))];
        Learn(model, calibrated == 0 ? [] : [.. Made(calibrated, Labels, 3, 40), .. shared]);
        Assert.Equal(calibrated > 0, model.CalibratedExampleCount > 0);
        WisardClassifier<string> loaded = Loaded(model);
        AssertSameBits(model, loaded);
        AssertSameExplanations(model, loaded);
        Assert.Equal(Saved(model), Saved(loaded));

        // Enough to calibrate again, with labels that neither had.
        foreach ((ulong[] pattern, string label) in Made(1_300, LaterLabels, 5, 40))
        {
            model.Learn(pattern, label);
            loaded.Learn(pattern, label);
        }

        Assert.True(model.CalibratedExampleCount > calibrated + Labels.Length);
        AssertSameBits(model, loaded);
        Assert.Equal(Saved(model), Saved(loaded));
    }

    [Fact]
    public void Labels_that_were_seen_in_another_order_or_forgotten_change_no_bit()
    {
        Example[] examples = Made(300, Labels, 3, 40);
        WisardClassifier<string> inOrder = new(Glyphs.Layer());
        WisardClassifier<string> turned = new(Glyphs.Layer());
        foreach (string label in (string[])["zz", "o", .. Labels, "b"])
        {
            turned.Learn(Tests[0].Pattern, label);
        }

        foreach (string label in (string[])["zz", "o", .. Labels, "b"])
        {
            Assert.True(turned.Forget(Tests[0].Pattern, label));
        }

        foreach (string label in Labels.Order(StringComparer.Ordinal))
        {
            inOrder.Learn(Tests[0].Pattern, label);
            Assert.True(inOrder.Forget(Tests[0].Pattern, label));
        }

        Learn(inOrder, examples);
        Learn(turned, examples);
        AssertSameBits(inOrder, turned);
        AssertSameExplanations(inOrder, turned);
        Assert.Equal(Saved(inOrder), Saved(turned));
        foreach ((ulong[] pattern, string label) in Made(400, Labels, 5, 40))
        {
            inOrder.Learn(pattern, label);
            turned.Learn(pattern, label);
        }

        Assert.Equal(Saved(inOrder), Saved(turned));
    }

    [Fact]
    public void Of_a_class_without_examples_nothing_stays_that_saving_would_lose()
    {
        // So many examples that the classes' bounds are halved.
        Example[] examples = Made(2_500, Labels, 3, 40);
        WisardClassifier<string> model = new(Glyphs.Layer());
        Learn(model, examples);
        model.SetClassWeight("q", 40);
        foreach ((ulong[] pattern, string label) in examples.Where(static example => example.Label == "q"))
        {
            Assert.True(model.Forget(pattern, label));
        }

        Assert.Throws<ArgumentException>("label", () => model.SetClassWeight("q", 2));
        WisardClassifier<string> loaded = Loaded(model);
        AssertSameBits(model, loaded);
        Assert.Throws<ArgumentException>("label", () => loaded.SetClassWeight("q", 2));

        // Fewer than it takes to calibrate again.
        foreach ((ulong[] pattern, string label) in Made(200, Labels, 5, 40))
        {
            model.Learn(pattern, label);
            loaded.Learn(pattern, label);
        }

        Assert.True(model.ExamplesOf("q") > 0);
        AssertSameBits(model, loaded);
        Assert.Equal(Saved(model), Saved(loaded));
    }

    [Fact]
    public void Equal_hashes_of_several_classes_are_in_the_order_of_their_labels()
    {
        // The labels of the classes are in the opposite order of their indexes.
        DiscriminatorBank bank = new(Glyphs.Layer(), NodeStorage.Sparse);
        KeptExamples kept = new(static (left, right) => right.CompareTo(left));
        for (int index = 0; index < 3; index++)
        {
            bank.AddExamples(bank.Add(), 1);
        }

        foreach (int index in (int[])[1, 0, 2])
        {
            kept.Add(new KeptExample(7, index, 1, [0, 0]), bank);
        }

        Assert.Equal([2, 1, 0], kept.Examples.Select(static example => example.Class));
    }

    [Fact]
    public void A_margin_classifier_with_labels_in_no_order_stays_the_same_when_saved()
    {
        Example[] examples = Made(300, Labels, 3, 40);
        MarginClassifier<string> model = new(Glyphs.Layer(), Labels);
        model.Learn(Batch(examples), [.. examples.Select(static example => example.Label)], new MarginOptions { Epochs = 2 });
        MarginClassifier<string> loaded = Snapshot.Load<MarginClassifier<string>>(new MemoryStream(Saved(model)));
        double[] expected = new double[Labels.Length];
        double[] actual = new double[Labels.Length];
        foreach ((ulong[] pattern, string label) in Made(200, Labels, 5, 40))
        {
            model.Probabilities(pattern, expected);
            loaded.Probabilities(pattern, actual);
            Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), actual.Select(BitConverter.DoubleToInt64Bits));
            Assert.Equal(model.Learn(pattern, label, 5), loaded.Learn(pattern, label, 5));
        }

        model.Calibrate(Batch(examples), [.. examples.Select(static example => example.Label)]);
        loaded.Calibrate(Batch(examples), [.. examples.Select(static example => example.Label)]);
        Assert.Equal(Saved(model), Saved(loaded));
    }

    private static InputLayer Layer() => new(TupleMapping.Join(
        TupleMapping.Random(Glyphs.BitCount, 4, 40, 1), TupleMapping.Random(Glyphs.BitCount, 9, 40, 2)));

    private static Example[] Made(int count, string[] labels, ulong seed, int flipsOfHundred) =>
        [.. Glyphs.Make(count, labels.Length, seed, flipsOfHundred).Select(made => new Example(made.Pattern, labels[made.Label]))];

    private static SampleBatch Batch(Example[] examples) =>
        new(examples.SelectMany(static example => example.Pattern).ToArray().AsMemory(), Glyphs.Words);

    private static void Learn(WisardClassifier<string> model, Example[] examples) =>
        model.Learn(Batch(examples), [.. examples.Select(static example => example.Label)]);

    private static void AssertSameBits(WisardClassifier<string> one, WisardClassifier<string> other)
    {
        Assert.Equal(one.Labels, other.Labels);
        double[] expected = new double[one.Labels.Count];
        double[] actual = new double[one.Labels.Count];
        foreach ((ulong[] pattern, _) in Tests)
        {
            one.Probabilities(pattern, expected);
            other.Probabilities(pattern, actual);
            Assert.Equal(expected.Select(BitConverter.DoubleToInt64Bits), actual.Select(BitConverter.DoubleToInt64Bits));
            Assert.Equal(one.Classify(pattern), other.Classify(pattern));
        }
    }

    // Two fields of 50 bits each.
    private static void AssertSameExplanations(WisardClassifier<string> one, WisardClassifier<string> other)
    {
        FeatureSchema<ulong[]> schema = new FeatureSchemaBuilder<ulong[]>()
            .Field("first", static pattern => pattern, new HalfEncoder(0))
            .Field("second", static pattern => pattern, new HalfEncoder(HalfEncoder.Width))
            .Fit([new ulong[Glyphs.Words]]);
        foreach ((ulong[] pattern, _) in Tests.Take(5))
        {
            ClassExplanation<string> expected = one.Explain(schema, pattern);
            ClassExplanation<string> actual = other.Explain(schema, pattern);
            Assert.Equal((expected.Label, expected.Probability, expected.Score), (actual.Label, actual.Probability, actual.Score));
            Assert.Equal(
                expected.Fields.Select(static field => (field.Field, field.Amount)),
                actual.Fields.Select(static field => (field.Field, field.Amount)));
        }
    }

    private static byte[] Saved(ISnapshot model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }

    private static WisardClassifier<string> Loaded(WisardClassifier<string> model) =>
        Snapshot.Load<WisardClassifier<string>>(new MemoryStream(Saved(model)));

    private sealed record Example(ulong[] Pattern, string Label);

    private sealed class HalfEncoder(int first) : IEncoder<ulong[]>
    {
        public const int Width = Glyphs.BitCount / 2;

        public int BitCount => Width;

        public void Encode(ulong[] value, BitSlice destination)
        {
            destination.Clear();
            for (int bit = 0; bit < Width; bit++)
            {
                if (((value[(first + bit) / 64] >> ((first + bit) % 64)) & 1) != 0)
                {
                    destination.Set(bit);
                }
            }
        }

        public string Describe(int bit) => $"{first + bit}";
    }
}
