using System.Globalization;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using WeightlessNet.Nodes;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>Invalid input is refused with the parameter's name, and nothing is changed.</summary>
public sealed class WisardArgumentsTests
{
    // Two valid patterns, then one with a bit set after the 100 bits.
    private static readonly ulong[] DamagedPatterns = [1, 2, 3, 4, 5, ulong.MaxValue];

    private static SampleBatch Damaged => new(DamagedPatterns.AsMemory(), Glyphs.Words);

    [Fact]
    public void Samples_that_do_not_fit_the_layer_are_refused()
    {
        WisardClassifier<int> model = new(Glyphs.Layer());

        Assert.Throws<ArgumentException>("sample", () => model.Learn(new ulong[1], 0));
        Assert.Throws<ArgumentException>("sample", () => model.Learn(new ulong[] { 0, ulong.MaxValue }, 0));
        Assert.Throws<InvalidOperationException>(() => model.Classify(new double[100]));
        Assert.Throws<InvalidOperationException>(() => model.Classify(new byte[100]));
        Assert.Equal(0, model.ExampleCount);
        Assert.Throws<NotSupportedException>(() => new WisardClassifier<Uri>(Glyphs.Layer()));
        Assert.Throws<ArgumentException>(
            "layer", () => new WisardClassifier<int>(Glyphs.Layer(40), new WisardOptions { Storage = NodeStorage.Dense }));
        WisardClassifier<int> numbers = new(new InputLayer(new ThermometerRetina(2, [1, 2]), new TupleMapping(2, 1, [0, 1])));
        Assert.Throws<ArgumentException>("sample", () => numbers.Learn(new double[3], 0));
        Assert.Throws<ArgumentException>("sample", () => numbers.Classify(new byte[1]));
        Assert.Throws<ArgumentException>("scores", () => numbers.Score(new double[2], new int[1]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    public void An_invalid_sample_of_a_batch_is_refused_on_any_number_of_threads(int threads)
    {
        WisardClassifier<int> model = new(Glyphs.Layer());
        ClusWisardClassifier<int> clustered = new(Glyphs.Layer());
        WisardClusterer clusterer = new(Glyphs.Layer());
        RegressionWisard regression = new(Glyphs.Layer());
        ClusRegressionWisard clusteredRegression = new(Glyphs.Layer());
        MarginClassifier<int> margin = new(Glyphs.Layer(), [0, 1]);

        Assert.Throws<ArgumentException>("samples", () => model.Classify(Damaged, threads));
        Assert.Throws<ArgumentException>("samples", () => clustered.Classify(Damaged, threads));
        Assert.Throws<ArgumentException>("samples", () => clusterer.Classify(Damaged, threads));
        Assert.Throws<ArgumentException>("samples", () => regression.Predict(Damaged, null, threads));
        Assert.Throws<ArgumentException>("samples", () => clusteredRegression.Predict(Damaged, null, threads));
        Assert.Throws<ArgumentException>("samples", () => margin.Classify(Damaged, threads));
        Assert.Throws<ArgumentException>("samples", () => margin.ToInt8().Classify(Damaged, threads));
        Assert.Throws<InvalidOperationException>(() => model.Classify(new SampleBatch(new byte[4].AsMemory(), 2), threads));
        Assert.Throws<ArgumentOutOfRangeException>("maxDegreeOfParallelism", () => model.Classify(Damaged, 0));
    }

    [Fact]
    public void A_batch_is_learned_completely_or_not_at_all()
    {
        WisardClassifier<int> model = new(Glyphs.Layer());
        ClusWisardClassifier<int> clustered = new(Glyphs.Layer());
        WisardClusterer clusterer = new(Glyphs.Layer());
        RegressionWisard regression = new(Glyphs.Layer());
        ClusRegressionWisard clusteredRegression = new(Glyphs.Layer());
        MarginClassifier<int> margin = new(Glyphs.Layer(), [0, 1]);
        SampleBatch good = new(new ulong[6].AsMemory(), Glyphs.Words);

        Assert.Throws<ArgumentException>("samples", () => model.Learn(Damaged, [0, 1, 0]));
        Assert.Throws<ArgumentException>("labels", () => model.Learn(good, [0, 1]));
        Assert.Throws<ArgumentException>("samples", () => model.FitThreshold(Damaged, [0, 1, 0]));
        Assert.Throws<ArgumentException>("samples", () => clustered.Learn(Damaged, [0, 1, 0]));
        Assert.Throws<ArgumentException>("samples", () => clusterer.Learn(Damaged));
        Assert.Throws<ArgumentException>("samples", () => regression.Learn(Damaged, [0, 1, 0]));
        Assert.Throws<ArgumentOutOfRangeException>("targets", () => regression.Learn(good, [0, 1, double.NaN]));
        Assert.Throws<ArgumentException>("targets", () => regression.Learn(good, [0, 1]));
        Assert.Throws<ArgumentException>("samples", () => clusteredRegression.Learn(Damaged, [0, 1, 0]));
        Assert.Throws<ArgumentOutOfRangeException>("targets", () => clusteredRegression.Learn(good, [0, 1, double.PositiveInfinity]));
        Assert.Throws<ArgumentException>("samples", () => margin.Learn(Damaged, [0, 1, 0]));
        Assert.Throws<ArgumentException>("labels", () => margin.Learn(good, [0, 1, 2]));

        Assert.Empty(model.State());
        Assert.Empty(clustered.Labels);
        Assert.Equal(0, clusterer.ClusterCount);
        Assert.Empty(regression.State());
        Assert.Equal(0, clusteredRegression.ClusterCount);
        Assert.All(margin.ToInt8().Cells.ToArray(), cell => Assert.Equal(0, cell));
    }

    [Fact]
    public void A_null_label_is_refused()
    {
        WisardClassifier<string> model = new(Glyphs.Layer());
        ClusWisardClassifier<string> clustered = new(Glyphs.Layer());
        MarginClassifier<string> margin = new(Glyphs.Layer(), ["a", "b"]);
        ulong[] sample = new ulong[Glyphs.Words];
        SampleBatch batch = new(sample.AsMemory(), Glyphs.Words);

        Assert.Throws<ArgumentNullException>("label", () => model.Learn(sample, null!));
        Assert.Throws<ArgumentNullException>("label", () => model.Forget(sample, null!));
        Assert.Throws<ArgumentNullException>("label", () => model.ExamplesOf(null!));
        Assert.Throws<ArgumentNullException>("label", () => model.ClassifyLeavingOut(sample, null!));
        Assert.Throws<ArgumentNullException>("label", () => model.MentalImage(null!));
        Assert.Throws<ArgumentNullException>("label", () => model.Prototype(null!));
        Assert.Throws<ArgumentNullException>("label", () => clustered.Learn(sample, null!));
        Assert.Throws<ArgumentNullException>("label", () => clustered.DiscriminatorsOf(null!));
        Assert.Throws<ArgumentException>("label", () => margin.Learn(sample, null!));
        Assert.Throws<ArgumentException>("labels", () => model.Learn(batch, [null!]));
        Assert.Throws<ArgumentException>("labels", () => model.FitThreshold(batch, [null!]));
        Assert.Throws<ArgumentException>("labels", () => margin.Learn(batch, [null!]));
        Assert.Throws<ArgumentException>("labels", () => new MarginClassifier<string>(Glyphs.Layer(), ["a", null!]));
        Assert.Equal(0, model.ExampleCount);
    }

    [Theory]
    [InlineData("D800")]
    [InlineData("61 62 DC00 63")]
    [InlineData("DC00 D800")]
    public void A_label_with_an_unpaired_surrogate_is_refused(string units)
    {
        string label = new(
            [.. units.Split(' ').Select(unit => (char)int.Parse(unit, NumberStyles.HexNumber, CultureInfo.InvariantCulture))]);
        WisardClassifier<string> model = new(Glyphs.Layer());
        ClusWisardClassifier<string> clustered = new(Glyphs.Layer());
        ulong[] sample = new ulong[Glyphs.Words];

        Assert.Throws<ArgumentException>(nameof(label), () => model.Learn(sample, label));
        Assert.Throws<ArgumentException>("labels", () => model.Learn(new SampleBatch(sample.AsMemory(), Glyphs.Words), [label]));
        Assert.Throws<ArgumentException>(nameof(label), () => clustered.Learn(sample, label));
        Assert.Throws<ArgumentException>("labels", () => new MarginClassifier<string>(Glyphs.Layer(), ["a", label]));
        Assert.Equal(0, model.ExamplesOf(label));
        Assert.Empty(model.State());
        Assert.Empty(clustered.Labels);

        // Surrogate pairs are valid.
        model.Learn(sample, "\U0001F3AC");
        Assert.Equal("\U0001F3AC", model.Classify(sample).Label);
    }

    [Fact]
    public void Invalid_options_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Threshold", () => new WisardOptions { Threshold = 256 });
        Assert.Throws<ArgumentOutOfRangeException>("Threshold", () => new WisardOptions { Threshold = -1 });
        Assert.Throws<ArgumentNullException>("Storage", () => new WisardOptions { Storage = null! });
        Assert.Throws<ArgumentOutOfRangeException>("Reading", () => new WisardOptions { Reading = (WisardReading)5 });
        Assert.Throws<ArgumentOutOfRangeException>("Balancing", () => new WisardOptions { Balancing = (ClassBalancing)2 });
        Assert.Throws<ArgumentException>("value", () => new WisardClassifier<int>(Glyphs.Layer()).Options =
            new WisardOptions { Storage = NodeStorage.Hashed(3) });
    }

    [Fact]
    public void Batches_give_the_answers_of_single_samples_on_any_number_of_threads()
    {
        (ulong[] Pattern, int Label)[] examples = Glyphs.Make(100, 5, 1);
        int[] labels = [.. examples.Select(e => e.Label)];
        double[] targets = [.. labels.Select(label => label / 3.0)];
        SampleBatch learned = new(examples.SelectMany(e => e.Pattern).ToArray().AsMemory(), Glyphs.Words);
        (ulong[] Pattern, int Label)[] samples = Glyphs.Make(100, 5, 2, 40);
        SampleBatch batch = new(samples.SelectMany(s => s.Pattern).ToArray().AsMemory(), Glyphs.Words);

        WisardClassifier<int> model = new(Glyphs.Layer(), new WisardOptions { Storage = NodeStorage.Sparse });
        ClusWisardClassifier<int> clustered = new(Glyphs.Layer());
        ClusWisardClassifier<int> oneByOne = new(Glyphs.Layer());
        WisardClusterer clusterer = new(Glyphs.Layer());
        WisardClusterer otherClusterer = new(Glyphs.Layer());
        RegressionWisard regression = new(Glyphs.Layer());
        ClusRegressionWisard clusteredRegression = new(Glyphs.Layer());
        ClusRegressionWisard otherRegression = new(Glyphs.Layer());
        MarginClassifier<int> margin = new(Glyphs.Layer(), Enumerable.Range(0, 5));
        model.Learn(learned, labels);
        clustered.Learn(learned, labels);
        int[] clusters = clusterer.Learn(learned);
        regression.Learn(learned, targets);
        clusteredRegression.Learn(learned, targets);
        margin.Learn(learned, labels);
        for (int i = 0; i < examples.Length; i++)
        {
            oneByOne.Learn(examples[i].Pattern, labels[i]);
            Assert.Equal(otherClusterer.Learn(examples[i].Pattern), clusters[i]);
            otherRegression.Learn(examples[i].Pattern, targets[i]);
        }

        Int8MarginModel<int> small = margin.ToInt8();
        foreach (int threads in new[] { 1, 4 })
        {
            Assert.Equal(samples.Select(s => model.Classify(s.Pattern)), model.Classify(batch, threads));
            Assert.Equal(samples.Select(s => oneByOne.Classify(s.Pattern)), clustered.Classify(batch, threads));
            Assert.Equal(samples.Select(s => otherClusterer.Classify(s.Pattern)), clusterer.Classify(batch, threads));
            Assert.Equal(samples.Select(s => regression.Predict(s.Pattern)), regression.Predict(batch, null, threads));
            Assert.Equal(
                samples.Select(s => otherRegression.Predict(s.Pattern, NodeMean.Median)),
                clusteredRegression.Predict(batch, NodeMean.Median, threads));
            Assert.Equal(samples.Select(s => margin.Classify(s.Pattern)), margin.Classify(batch, threads));
            Assert.Equal(samples.Select(s => small.Classify(s.Pattern)), small.Classify(batch, threads));
        }
    }
}
