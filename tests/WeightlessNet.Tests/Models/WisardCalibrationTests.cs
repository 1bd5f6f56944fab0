using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using WeightlessNet.Nodes;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>The reading that is chosen on the examples, and the probabilities.</summary>
public sealed class WisardCalibrationTests
{
    [Fact]
    public void Probabilities_sum_to_1_with_and_without_calibration()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(300, 5, 1, 30);
        WisardClassifier<int> model = Learned(examples);
        AssertDistributions(model);

        SampleBatch batch = new(examples.SelectMany(e => e.Pattern).ToArray().AsMemory(), Glyphs.Words);
        model.Calibrate(batch, [.. examples.Select(e => e.Label)]);
        AssertDistributions(model);

        // The answer is the most probable class, its confidence the lead.
        double[] probabilities = new double[5];
        model.Probabilities(examples[3].Pattern, probabilities);
        Classification<int> answer = model.Classify(examples[3].Pattern);
        Assert.Equal(probabilities.Max(), probabilities[answer.Label]);
        double second = probabilities.OrderDescending().ElementAt(1);
        Assert.Equal((probabilities.Max() - second) / probabilities.Max(), answer.Confidence, 12);

        int[] scores = new int[5];
        model.Score(examples[3].Pattern, scores);
        Assert.Equal(256 * Math.Log2(probabilities[answer.Label]), scores[answer.Label], 0.6);
        Assert.Throws<ArgumentException>("probabilities", () => model.Probabilities(examples[3].Pattern, new double[4]));
    }

    [Fact]
    public void Without_calibration_probabilities_are_shares_in_the_cells()
    {
        // At address 0 of the only node, class 0 has 3 examples and class 1 has 1; class 1 has 4 more at address 1.
        WisardClassifier<int> model = new(new InputLayer(new TupleMapping(1, 1, [0])));
        for (int i = 0; i < 8; i++)
        {
            model.Learn(new ulong[] { i < 4 ? 0UL : 1 }, i < 3 ? 0 : 1);
        }

        double[] probabilities = new double[2];
        model.Probabilities(new ulong[1], probabilities);
        Assert.Equal([(3 + 0.375) / 5, (1 + 0.625) / 5], probabilities);
    }

    [Fact]
    public void Batches_calibrate_only_if_they_show_every_class()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(200, 4, 1, 35);
        SampleBatch batch = new(examples.SelectMany(e => e.Pattern).ToArray().AsMemory(), Glyphs.Words);
        int[] labels = [.. examples.Select(e => e.Label)];
        WisardClassifier<int> calibrated = new(Glyphs.Layer());
        calibrated.Learn(batch, labels);
        WisardClassifier<int> withOther = new(Glyphs.Layer());
        withOther.Learn(new ulong[Glyphs.Words], 9);
        withOther.Learn(batch, labels);
        WisardClassifier<int> single = new(Glyphs.Layer());
        single.Learn(batch, new int[200]);

        Assert.NotEqual(SharesOf(calibrated, examples), Probabilities(calibrated, examples));
        Assert.Equal(SharesOf(withOther, examples), Probabilities(withOther, examples));
        Assert.Equal([1], Probabilities(single, examples)[..1]);
    }

    [Fact]
    public void A_class_learned_after_the_calibration_is_answered()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(200, 4, 1);
        WisardClassifier<int> model = new(Glyphs.Layer());
        model.Learn(
            new SampleBatch(examples.SelectMany(e => e.Pattern).ToArray().AsMemory(), Glyphs.Words), [.. examples.Select(e => e.Label)]);
        (ulong[] Pattern, int Label)[] others = [.. Glyphs.Make(400, 8, 2).Where(e => e.Label == 7)];
        foreach ((ulong[] pattern, int label) in others)
        {
            model.Learn(pattern, label);
        }

        Assert.All(others, other => Assert.Equal(7, model.Classify(other.Pattern).Label));
    }

    [Fact]
    public void A_canceled_calibration_changes_nothing()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(90, 5, 1, 30);
        WisardClassifier<int> model = Learned(examples);
        SampleBatch batch = new(examples.SelectMany(e => e.Pattern).ToArray().AsMemory(), Glyphs.Words);
        double[] before = new double[5];
        double[] after = new double[5];
        model.Probabilities(examples[0].Pattern, before);
        Assert.Throws<OperationCanceledException>(
            () => model.Calibrate(batch, [.. examples.Select(e => e.Label)], new CancellationToken(canceled: true)));

        model.Probabilities(examples[0].Pattern, after);
        Assert.Equal(before, after);
        Assert.Equal((0L, 90L), (model.CalibratedExampleCount, model.ExampleCount));
    }

    [Fact]
    public void Values_that_a_schema_does_not_know_make_a_record_less_familiar()
    {
        DateOnly start = new(2025, 1, 1);
        Note[] notes = [.. Enumerable.Range(0, 400).Select(i => new Note(
            $"word{i % 7} word{i * 3 % 11} word{i % 5}", i % 2 == 0 ? "DE" : "FR", start.AddDays(i % 365)))];
        FeatureSchema<Note> schema = new FeatureSchemaBuilder<Note>()
            .Text("text", note => note.Text).OneHot("country", note => note.Country).Date("date", note => note.Date, 8).Fit(notes);
        WisardClassifier<int> model = new(InputLayer.ForSchema(schema, 1));
        foreach (Note note in notes)
        {
            model.Learn(Sample.Of(schema, note), note.Country == "DE" ? 0 : 1);
        }

        Note usual = notes[5];
        double familiar = model.Familiarity(schema, usual);
        Assert.Equal(model.Familiarity(Sample.Of(schema, usual)), familiar);
        Assert.Equal(1, familiar, 2);
        Assert.InRange(model.Familiarity(schema, usual with { Text = "\u60A8\u597D foreign" }), 0, 0.5);
        Assert.InRange(model.Familiarity(schema, usual with { Text = usual.Text + " foreign" }), 0.5, 0.9);
        Assert.InRange(model.Familiarity(schema, usual with { Country = "JP" }), 0, 0.5);
        Assert.InRange(model.Familiarity(schema, usual with { Date = new DateOnly(2031, 1, 1) }), 0, 0.5);
        Assert.InRange(model.Familiarity(schema, usual with { Date = new DateOnly(1970, 1, 1) }), 0, 0.5);

        // What is missing is not unknown.
        Note missing = new(null, null, null);
        Assert.Equal(model.Familiarity(Sample.Of(schema, missing)), model.Familiarity(schema, missing));
        Assert.Throws<ArgumentNullException>("schema", () => model.Familiarity<Note>(null!, usual));
        Assert.Throws<ArgumentNullException>("record", () => model.Familiarity<Note>(schema, null!));
    }

    [Fact]
    public void Familiarity_is_the_share_of_nodes_that_know_their_address()
    {
        WisardClassifier<int> model = new(new InputLayer(new TupleMapping(4, 1, [0, 1, 2, 3])));
        Assert.Equal(0, model.Familiarity(new ulong[1]));
        model.Learn(new ulong[] { 0b0000 }, 0);
        model.Learn(new ulong[] { 0b0001 }, 1);

        Assert.Equal(1, model.Familiarity(new ulong[] { 0b0001 }));
        Assert.Equal(0.5, model.Familiarity(new ulong[] { 0b0110 }));
        Assert.Equal(0.25, model.Familiarity(new ulong[] { 0b1110 }));
        model.Forget(new ulong[] { 0b0001 }, 1);
        Assert.Equal(0, model.Familiarity(new ulong[] { 0b1111 }));
    }

    [Fact]
    public void Numbers_far_from_all_examples_are_unfamiliar()
    {
        (double[] samples, int[] labels) = GaussianRows.Draw(3_000, 8, 1, 0.5, 1);
        WisardClassifier<int> model = new(InputLayer.ForFeatures(samples, 8));
        model.Learn(new SampleBatch(samples.AsMemory(), 8), labels);
        (double[] others, _) = GaussianRows.Draw(100, 8, 1, 0.5, 2);

        double usual = Enumerable.Range(0, 100).Average(i => model.Familiarity(others.AsSpan(i * 8, 8)));
        double far = model.Familiarity(new double[] { 50, -50, 50, -50, 50, -50, 50, -50 });
        Assert.True(far < usual / 4, $"{far} against {usual}");
    }

    [Fact]
    public void A_class_weight_changes_answers_but_not_probabilities()
    {
        (double[] samples, int[] labels) = GaussianRows.Draw(3_000, 2, 1, 0.1, 1);
        SampleBatch batch = new(samples.AsMemory(), 2);
        WisardClassifier<int> model = new(InputLayer.ForFeatures(samples, 2));
        model.Learn(batch, labels);
        double[] before = new double[2];
        model.Probabilities(batch[0], before);
        int found = model.Classify(batch).Count(answer => answer.Label == 1);
        model.SetClassWeight(1, 5);
        double[] after = new double[2];
        model.Probabilities(batch[0], after);

        Assert.Equal(before, after);
        Assert.True(model.Classify(batch).Count(answer => answer.Label == 1) > 2 * found);
        Assert.Throws<ArgumentException>("label", () => model.SetClassWeight(7, 1));
        Assert.Throws<ArgumentOutOfRangeException>("weight", () => model.SetClassWeight(1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("weight", () => model.SetClassWeight(1, double.NaN));

        WisardClassifier<int> loaded = Loaded(model);
        Assert.Equal(model.Classify(batch), loaded.Classify(batch));
    }

    [Fact]
    public void Only_learned_examples_of_two_classes_calibrate()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(60, 3, 1);
        WisardClassifier<int> model = Learned(examples);
        SampleBatch batch = new(examples.SelectMany(e => e.Pattern).ToArray().AsMemory(), Glyphs.Words);
        int[] labels = [.. examples.Select(e => e.Label)];
        SampleBatch unknown = new(new ulong[] { ulong.MaxValue, 0xF, 0, 0 }.AsMemory(), Glyphs.Words);

        Assert.Throws<InvalidOperationException>(() => model.Calibrate(unknown, [0, 1]));
        Assert.Throws<InvalidOperationException>(() => model.Calibrate(batch, [.. labels.Select(label => label + 5)]));
        Assert.Throws<ArgumentException>("labels", () => model.Calibrate(batch, labels.AsSpan(1)));
        Assert.Throws<ArgumentException>("labels", () => model.Calibrate(new SampleBatch(examples[0].Pattern.AsMemory(), 2), [labels[0]]));
        WisardClassifier<int> conservative = new(Glyphs.Layer(), new WisardOptions { Storage = NodeStorage.HashedConservative(5) });
        conservative.Learn(batch, labels);
        Assert.Throws<NotSupportedException>(() => conservative.Calibrate(batch, labels));
        Assert.Equal(SharesOf(model, examples), Probabilities(model, examples));
    }

    [Fact]
    public void Calibration_changes_no_count_and_is_the_same_for_equal_models()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(300, 5, 1, 30);
        SampleBatch batch = new(examples.SelectMany(e => e.Pattern).ToArray().AsMemory(), Glyphs.Words);
        int[] labels = [.. examples.Select(e => e.Label)];
        WisardClassifier<int> streamed = Learned(examples);
        WisardClassifier<int> learned = new(Glyphs.Layer());
        learned.Learn(batch, labels);

        Assert.Equal(streamed.State(), learned.State());
        streamed.Calibrate(batch, labels);
        Assert.Equal(Saved(learned), Saved(streamed));
        Assert.Equal(streamed.State(), learned.State());
        Assert.Equal(Saved(learned), Saved(Loaded(learned)));
    }

    [Fact]
    public void Probabilities_and_familiarity_do_not_allocate_per_class()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(300, 5, 1, 30);
        WisardClassifier<int> model = new(Glyphs.Layer());
        model.Learn(
            new SampleBatch(examples.SelectMany(e => e.Pattern).ToArray().AsMemory(), Glyphs.Words), [.. examples.Select(e => e.Label)]);
        model.Classify(examples[0].Pattern);
        AllocationAssert.None(() => model.Classify(examples[0].Pattern));
        AllocationAssert.None(() => model.Familiarity(examples[0].Pattern));
    }

    private static WisardClassifier<int> Learned((ulong[] Pattern, int Label)[] examples)
    {
        WisardClassifier<int> model = new(Glyphs.Layer());
        foreach ((ulong[] pattern, int label) in examples)
        {
            model.Learn(pattern, label);
        }

        return model;
    }

    private static void AssertDistributions(WisardClassifier<int> model)
    {
        double[] probabilities = new double[model.Labels.Count];
        foreach ((ulong[] pattern, _) in Glyphs.Make(50, 5, 2, 40))
        {
            model.Probabilities(pattern, probabilities);
            Assert.All(probabilities, p => Assert.InRange(p, 0, 1));
            Assert.Equal(1, probabilities.Sum(), 12);
        }
    }

    private static double[] Probabilities(WisardClassifier<int> model, (ulong[] Pattern, int Label)[] examples)
    {
        double[] probabilities = new double[model.Labels.Count];
        return [.. examples.SelectMany(e =>
        {
            model.Probabilities(e.Pattern, probabilities);
            return (double[])probabilities.Clone();
        })];
    }

    // The probabilities of a model with the same counts that is not calibrated.
    private static double[] SharesOf(WisardClassifier<int> model, (ulong[] Pattern, int Label)[] examples)
    {
        WisardClassifier<int> copy = new(model.Layer);
        copy.Merge(model);
        return Probabilities(copy, examples);
    }

    private static byte[] Saved(WisardClassifier<int> model)
    {
        using MemoryStream stream = new();
        model.Save(stream);
        return stream.ToArray();
    }

    private static WisardClassifier<int> Loaded(WisardClassifier<int> model) =>
        Snapshot.Load<WisardClassifier<int>>(new MemoryStream(Saved(model)));

    private sealed record Note(string? Text, string? Country, DateOnly? Date);
}
