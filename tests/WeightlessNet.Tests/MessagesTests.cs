using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Models;
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
        Says(() => new FeatureSchemaBuilder<double>().QuantileThermometer("price", one => one, 2).Fit(examples), "'price' of example 1", "finite");
        Says(() => new FeatureSchemaBuilder<double>().Fit(examples), "at least one field", "OneHot");
        Says(
            () => new KernelCanvas(2, 8).Encode([0.5, double.NaN], new BitSlice(new ulong[1], 0, 8)),
            "Coordinate 1 is NaN; it must be finite");
        Says(() => NodeMean.Median.Of([1, double.NaN]), "A value is NaN; it must be finite");
    }

    [Fact]
    public void A_wrong_number_of_things_says_how_many_to_pass()
    {
        double[] numbers = [1, 2, 3, 4];
        WisardClassifier<string> classifier = new(InputLayer.ForFeatures(numbers, 2));
        Says(() => classifier.Learn(new SampleBatch(numbers, 2), ["a"]), "2 samples and 1 labels: pass one for each sample");
        Says(() => new SampleBatch(numbers, 3), "must be a multiple of the width");
        Says(() => classifier.SetClassWeight("b", 2), "'b' was never learned. Learn an example of it first");
        Says(() => classifier.Classify(new double[3]), "A sample has 2 features", "3");
        MarginClassifier<string> margin = new(InputLayer.ForFeaturesWithSmallNodes(numbers, 2), ["a", "b"]);
        Says(() => margin.Learn(new SampleBatch(numbers, 2), ["a", "c"]), "'c' is not one of", "WisardClassifier");
    }

    private static void Says(Func<object?> call, params string[] words) => Says((Action)(() => call()), words);

    private static void Says(Action call, params string[] words)
    {
        string message = Assert.ThrowsAny<Exception>(call).Message;
        Assert.All(words, word => Assert.Contains(word, message, StringComparison.Ordinal));
    }
}
