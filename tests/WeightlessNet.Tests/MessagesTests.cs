using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
using WeightlessNet.Nodes;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Serving;

namespace WeightlessNet.Tests;

/// <summary>An exception names what was wrong, its value, and what to do.</summary>
public class MessagesTests
{
    [Fact]
    public void An_option_out_of_range_is_named_with_its_value_and_its_range()
    {
        Says(() => new MatrixFactorizationOptions { Factors = -1 }, "Factors must be 0 to ", "-1");
        Says(() => new WeightlessOptions { Reading = (WeightlessReading)9 }, "Reading must be ", "Histogram", "9");
        Says(() => new WisardOptions { Reading = (WisardReading)77 }, "must be one of ", "Bleaching", "77");
        Says(() => new WisardOptions { Balancing = (ClassBalancing)77 }, "must be one of ", "77");
        Says(() => new TrainingRule { Growth = -2 }, "must be above 0", "-2");
        Says(() => new RecommenderOptions<int> { Durability = (Durability)5 }, "must be Disk or OperatingSystem", "5");
    }

    [Fact]
    public void A_wrong_value_is_named_with_its_place_and_what_is_allowed()
    {
        double[] examples = [1, double.PositiveInfinity];
        Says(() => ThermometerEncoder.Quantile(examples, 1), "Example 1 is Infinity; it must be finite");
        Says(() => ThermometerEncoder.Quantile([1, 2], 1, [1, -3]), "Weight 1 is -3; it must be finite and 0 or more");
        Says(
            () => new FeatureSchemaBuilder<double>().QuantileThermometer("price", one => one, 2).Fit(examples),
            "'price' of example 1",
            "finite");
        Says(() => new FeatureSchemaBuilder<double>().Fit(examples), "at least one field", "OneHot");
        Says(
            () => new KernelCanvas(2, 8).Encode([0.5, double.NaN], new BitSlice(new ulong[1], 0, 8)),
            "Coordinate 1 is NaN; it must be finite");
        Says(() => NodeMean.Median.Of([1, double.NaN]), "A value is NaN; it must be finite");
    }

    [Fact]
    public void The_wrong_label_or_target_of_a_batch_is_named()
    {
        InputLayer layer = new(TupleMapping.Random(8, 2, 4, 1));
        SampleBatch samples = new(new ulong[3], 1);
        WisardClassifier<string> wisard = new(layer);
        Says(() => wisard.Learn(samples, ["a", "b", null!]), "Label 2 is null", "Each sample needs a label");
        Says(() => wisard.Learn(samples, ["a", "x\uD800", "b"]), "Label 1 has an unpaired surrogate, U+D800, as its character 1");
        Says(() => wisard.Learn(new ulong[1], "\uDC00"), "The label has an unpaired surrogate", "character 0");
        Says(() => new MarginClassifier<string>(layer, ["a", "b"]).Learn(samples, ["a", null!, "b"]), "label is null");
        Says(() => new RegressionWisard(layer).Learn(samples, [1, double.NaN, 2]), "Target 1 must be", "NaN");
        Assert.Equal(0, wisard.ExampleCount);
    }

    [Fact]
    public void A_wrong_number_of_things_says_how_many_to_pass()
    {
        double[] numbers = [1, 2, 3, 4];
        WisardClassifier<string> classifier = new(InputLayer.ForFeatures(numbers, 2));
        Says(() => classifier.Learn(new SampleBatch(numbers, 2), ["a"]), "2 samples and 1 labels: pass one for each sample");
        Says(() => new SampleBatch(numbers, 3), "must be a multiple of the width");
        Says(() => classifier.SetClassWeight("b", 2), "'b' has no examples. Learn one first");
        Says(() => classifier.Classify(new double[3]), "A sample has 2 features", "3");
        Says(() => classifier.Classify(new ulong[2]), "bits has 1 word, this one has 2. The input layer also takes rows of 2 numbers.");
        Says(() => classifier.Classify(default(Sample)), "this one has 0", "rows of 2 numbers");
        WisardClassifier<string> patterns = new(new InputLayer(TupleMapping.Random(70, 2, 3, 1)));
        Says(() => patterns.Classify(new ulong[1]), "A pattern of 70 bits has 2 words, this one has 1. (Parameter");
        MarginClassifier<string> margin = new(InputLayer.ForFeaturesWithSmallNodes(numbers, 2), ["a", "b"]);
        Says(() => margin.Learn(new SampleBatch(numbers, 2), ["a", "c"]), "'c' is not one of", "WisardClassifier");
    }

    [Fact]
    public void A_schema_for_a_layer_of_images_is_refused_with_the_reason()
    {
        // As many bits as the layer has: 2 pixels of 3 levels.
        ThermometerRetina retina = new(2, [1, 2, 3, 1, 2, 3]);
        WisardClassifier<string> images = new(new InputLayer(retina, TupleMapping.Random(6, 2, 3, 1)));
        images.Learn((byte[])[0, 3], "a");
        FeatureSchema<int> schema = new FeatureSchemaBuilder<int>().LinearThermometer("size", one => one, 0, 6, 6).Fit([1, 2]);
        Says(() => images.Explain(schema, 1), "rows of numbers or images", "even if they are as many", "InputLayer.ForSchema", "'schema'");
        Says(() => images.Explain(schema, 1, "a"), "rows of numbers or images", "InputLayer.ForSchema", "'schema'");
        Says(() => images.Familiarity(schema, 1), "rows of numbers or images", "InputLayer.ForSchema", "'schema'");
        Says(() => schema.With(images), "rows of numbers or images", "InputLayer.ForSchema", "'model'");

        WisardClassifier<string> wider = new(new InputLayer(TupleMapping.Random(7, 2, 3, 1)));
        wider.Learn((ulong[])[5], "a");
        Says(() => wider.Explain(schema, 1), "patterns of 6 bits", "reads 7", "InputLayer.ForSchema", "'schema'");
        Says(() => wider.Familiarity(schema, 1), "patterns of 6 bits", "reads 7", "'schema'");
        Says(() => schema.With(new ThermometerEncoder(1, 2)), "ThermometerEncoder", "Pass a classifier", "'model'");
        FeatureSchema<int> empty = new FeatureSchemaBuilder<int>().OneHot("word", _ => null, 3).Fit([1]);
        Says(() => empty.With(wider), "no bits", "examples with values", "'model'");
    }

    [Fact]
    public void The_parameter_of_the_caller_is_named()
    {
        Assert.Throws<ArgumentException>("width", () => new SampleBatch(new byte[7], 2));
        Assert.Throws<ArgumentException>("width", () => new SampleBatch(new double[7], 2));
        Assert.Throws<ArgumentException>("width", () => new SampleBatch(new ulong[7], 2));
        Assert.Throws<ArgumentOutOfRangeException>("width", () => new SampleBatch(new byte[7], 0));
    }

    [Fact]
    public void Storage_that_is_too_large_names_the_one_to_choose_instead()
    {
        InputLayer layer = new(TupleMapping.Random(64, 24, 400, 1));
        InputLayer large = new(TupleMapping.Random(64, 25, 4, 1));
        WisardOptions dense = new() { Storage = NodeStorage.Dense };
        Says(() => new WisardClassifier<string>(layer, dense), "400 nodes with 2^24 addresses", "NodeStorage.Sparse", "NodeStorage.Hashed");
        Says(() => new WisardClassifier<string>(large, dense), "24 bits, not 25", "NodeStorage.Sparse", "NodeStorage.Hashed");
        Says(() => new WisardClassifier<string>(layer, new() { Storage = NodeStorage.Hashed(24) }), "2^24", "fewer address bits");
    }

    [Fact]
    public void Models_that_cannot_be_merged_say_what_differs()
    {
        InputLayer layer = new(TupleMapping.Random(9, 3, 4, 1));
        WisardClassifier<int> model = new(layer, new() { Storage = NodeStorage.Sparse });
        Says(() => model.Merge(new(new InputLayer(TupleMapping.Random(9, 3, 4, 2)))), "equal input layers", "same layer", "'other'");
        Says(() => model.Merge(new(layer, new() { Storage = NodeStorage.Dense })), "has Sparse", "has Dense", "same storage", "'other'");
        Says(() => model.Options = model.Options with { Storage = NodeStorage.Hashed(5) }, "it is Sparse, not Hashed (5 address bits");
    }

    private static void Says(Func<object?> call, params string[] words) => Says((Action)(() => call()), words);

    private static void Says(Action call, params string[] words)
    {
        string message = Assert.ThrowsAny<Exception>(call).Message;
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
    }
}
