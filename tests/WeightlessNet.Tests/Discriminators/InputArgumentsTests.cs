using System.Reflection;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using Xunit;

namespace WeightlessNet.Tests.Discriminators;

/// <summary>What makes layers, retinas and mappings names its own parameter, the value, and what to do instead.</summary>
public sealed class InputArgumentsTests
{
    private const int TooManyTables = 50_000_000;
    private const int TooManyFeatures = 5_000_000;

    private static readonly byte[] Bytes = [1, 2, 3, 4];
    private static readonly double[] Numbers = [1, 2, 3, 4];
    private static readonly double[] Infinite = [1, 2, double.NegativeInfinity, 4];

    private static readonly FeatureSchema<double> Schema =
        new FeatureSchemaBuilder<double>().LinearThermometer("size", one => one, 0, 6, 6).Fit(Numbers);

    private static readonly FeatureSchema<double> Empty = new FeatureSchemaBuilder<double>().OneHot("word", _ => null, 3).Fit(Numbers);

    private static readonly TupleMapping Pairs = TupleMapping.Random(4, 2, 2, 1);

    private static readonly Wrong[] Cases =
    [
        .. OfImages(nameof(InputLayer.ForImages), (bytes, width, height) => InputLayer.ForImages(bytes, width, height)),
        .. OfImages(
            nameof(InputLayer.ForImagesWithSmallNodes), (bytes, width, height) => InputLayer.ForImagesWithSmallNodes(bytes, width, height)),
        .. OfImages(nameof(InputLayer.CandidatesForImages), (bytes, width, height) => InputLayer.CandidatesForImages(bytes, width, height)),
        .. OfFeatures(nameof(InputLayer.ForFeatures), (numbers, features) => InputLayer.ForFeatures(numbers, features)),
        .. OfFeatures(
            nameof(InputLayer.ForFeaturesWithSmallNodes), (numbers, features) => InputLayer.ForFeaturesWithSmallNodes(numbers, features)),
        .. OfFeatures(nameof(InputLayer.CandidatesForFeatures), (numbers, features) => InputLayer.CandidatesForFeatures(numbers, features)),
        .. OfSchema(nameof(InputLayer.ForSchema), schema => InputLayer.ForSchema(schema)),
        .. OfSchema(nameof(InputLayer.ForSchemaWithSmallNodes), schema => InputLayer.ForSchemaWithSmallNodes(schema)),
        .. OfSchema(nameof(InputLayer.CandidatesForSchema), schema => InputLayer.CandidatesForSchema(schema)),
        .. OfTables(nameof(InputLayer.CandidatesForImages), tables => InputLayer.CandidatesForImages(Bytes, 2, 2, tables)),
        .. OfTables(nameof(InputLayer.CandidatesForFeatures), tables => InputLayer.CandidatesForFeatures(Numbers, 2, tables)),
        .. OfTables(nameof(InputLayer.CandidatesForSchema), tables => InputLayer.CandidatesForSchema(Schema, tables)),
        new(nameof(InputLayer.ForPatterns), "bitCount", () => InputLayer.ForPatterns(0), "'0'"),
        .. OfFeatures(nameof(ThermometerRetina.Quantile), (numbers, features) => ThermometerRetina.Quantile(numbers, features, 1)),
        .. OfLevels(nameof(ThermometerRetina.Quantile), levels => ThermometerRetina.Quantile(Numbers, 2, levels)),
        .. OfLevels(nameof(ThermometerRetina.Quantile), levels => ThermometerRetina.Quantile(Bytes, 2, levels)),
        new(nameof(ThermometerRetina.Quantile), "samples", () => ThermometerRetina.Quantile(Bytes, 3, 1), "4 numbers", "Pass 3"),
        .. OfImages(
            nameof(ThermometerRetina.QuantileWithEdges),
            (bytes, width, height) => ThermometerRetina.QuantileWithEdges(bytes, width, height, 1)),
        .. OfLevels(nameof(ThermometerRetina.QuantileWithEdges), levels => ThermometerRetina.QuantileWithEdges(Bytes, 2, 2, levels)),
        new(nameof(ThermometerRetina.WithEdges), "width", () => ThermometerRetina.WithEdges(-1, 1, [1, 2, 3]), "-1"),
        new(nameof(ThermometerRetina.WithEdges), "height", () => ThermometerRetina.WithEdges(1, 0, [1, 2, 3]), "'0'"),
        new(nameof(ThermometerRetina.WithEdges), "thresholds", () => ThermometerRetina.WithEdges(1, 1, [1, 2]), "2 thresholds", "1 to 255"),
        .. OfMapping(
            nameof(TupleMapping.Random), (tupleSize, nodeCount) => TupleMapping.Random(100, tupleSize, nodeCount, 1)),
        .. OfMapping(
            nameof(TupleMapping.RandomWindows),
            (tupleSize, nodeCount) => TupleMapping.RandomWindows(new ImageShape(9, 9, 1), tupleSize, nodeCount, 1)),
        new(nameof(TupleMapping.Random), "bitCount", () => TupleMapping.Random(-3, 1, 1, 1), "-3"),
        new(nameof(TupleMapping.Random), "bitCount", () => TupleMapping.Random(int.MaxValue, 2, 1, 1), "2147483647", "2147483591"),
        new(
            nameof(TupleMapping.RandomWindows),
            "tupleSize",
            () => TupleMapping.RandomWindows(new ImageShape(2, 2, 1), 5, 2, 1),
            "'5'",
            "equal to '4'"),
        new(
            nameof(TupleMapping.RandomWindows),
            "windowSide",
            () => TupleMapping.RandomWindows(new ImageShape(2, 2, 1), 2, 2, 1, windowSide: 0),
            "'0'"),
        new(nameof(TupleMapping.Join), "mappings", () => TupleMapping.Join(), "at least one"),
        new(nameof(TupleMapping.Join), "mappings", () => TupleMapping.Join(Pairs, null!)),
        new(nameof(TupleMapping.Join), "mappings", () => TupleMapping.Join(Pairs, TupleMapping.Random(5, 2, 2, 1)), "5 bits", "for 4"),
        new(nameof(TupleMapping.Join), "mappings", JoinedTooMany, "34000001 nodes", "Join fewer"),
    ];

    public static TheoryData<int> Numbered => [.. Enumerable.Range(0, Cases.Length)];

    [Theory]
    [MemberData(nameof(Numbered))]
    public void A_wrong_argument_is_named_with_its_value_and_what_to_do(int number)
    {
        Wrong wrong = Cases[number];
        var refused = Assert.IsType<ArgumentException>(Record.Exception(() => wrong.Call()), exactMatch: false);

        Assert.Equal(wrong.Parameter, refused.ParamName);
        Assert.Contains(
            FactoriesOf(typeof(InputLayer), typeof(ThermometerRetina), typeof(TupleMapping)),
            method => method.Name == wrong.Method && method.GetParameters().Any(parameter => parameter.Name == refused.ParamName));
        Assert.All(wrong.Words, word => Assert.Contains(word, refused.Message, StringComparison.Ordinal));
    }

    [Fact]
    public void No_factory_and_no_parameter_of_one_is_left_out()
    {
        foreach (MethodInfo method in FactoriesOf(typeof(InputLayer), typeof(ThermometerRetina), typeof(TupleMapping)))
        {
            // All seeds are possible, and a shape was checked when it was made.
            foreach (string parameter in method.GetParameters().Select(one => one.Name!).Where(name => name is not ("seed" or "shape")))
            {
                Assert.Contains((method.Name, parameter), Cases.Select(wrong => (wrong.Method, wrong.Parameter)));
            }
        }
    }

    private static IEnumerable<MethodInfo> FactoriesOf(params Type[] types) => types.SelectMany(
        type => type.GetMethods(BindingFlags.Public | BindingFlags.Static).Where(method => method.ReturnType == type));

    private static IEnumerable<Wrong> OfImages(string method, Func<byte[], int, int, object> make)
    {
        yield return new(method, "images", () => make([], 2, 2), "0 bytes", "2 by 2 pixels", "Pass 4");
        yield return new(method, "images", () => make([1, 2, 3, 4, 5], 2, 2), "5 bytes", "2 by 2 pixels", "Pass 4");
        yield return new(method, "images", () => make([1, 2, 3, 4], 3, 1), "4 bytes", "3 by 1 pixels", "Pass 3");
        yield return new(method, "width", () => make([1], -2, 2), "-2");
        yield return new(method, "width", () => make([1], 0, 2), "'0'");
        yield return new(method, "height", () => make([1], 2, -2), "-2");
        yield return new(method, "height", () => make([1], 1, 0), "'0'");
        yield return new(method, "height", () => make([1], 1, TooManyFeatures), "1 by 5000000 pixels", "at most 1398101", "Scale it down");
        yield return new(method, "width", () => make([1], TooManyFeatures, 1), "5000000 by 1 pixels", "at most 1398101", "Scale it down");
        yield return new(method, "height", () => make([1], 1 << 20, 1 << 20), "1048576 by 1048576 pixels", "Scale it down");
    }

    private static IEnumerable<Wrong> OfFeatures(string method, Func<double[], int, object> make)
    {
        yield return new(method, "samples", () => make([], 2), "0 numbers", "2 features", "Pass 2");
        yield return new(method, "samples", () => make(Numbers, 3), "4 numbers", "3 features", "Pass 3");
        yield return new(method, "samples", () => make(Infinite, 2), "Feature 0 of sample 1 is -Infinity", "finite, or NaN");
        yield return new(method, "featureCount", () => make(Numbers, 0), "'0'");
        yield return new(method, "featureCount", () => make(Numbers, -7), "-7");
        yield return new(method, "featureCount", () => make(Numbers, TooManyFeatures), "5000000", "4194304");
    }

    private static IEnumerable<Wrong> OfSchema(string method, Func<FeatureSchema<double>, object> make)
    {
        yield return new(method, "schema", () => make(null!));
        yield return new(method, "schema", () => make(Empty), "without bits", "Fit the schema to records that have values");
    }

    private static IEnumerable<Wrong> OfTables(string method, Func<int, object> make)
    {
        yield return new(method, "tables", () => make(0), "0", "1 to 44739241");
        yield return new(method, "tables", () => make(-5), "-5", "1 to 44739241");
        yield return new(method, "tables", () => make(TooManyTables), "50000000", "1 to 44739241");
        yield return new(method, "tables", () => make(int.MaxValue), "2147483647", "1 to 44739241");
    }

    private static IEnumerable<Wrong> OfLevels(string method, Func<int, object> make)
    {
        yield return new(method, "levels", () => make(0), "'0'");
        yield return new(method, "levels", () => make(256), "256", "255");
    }

    private static IEnumerable<Wrong> OfMapping(string method, Func<int, int, object> make)
    {
        yield return new(method, "tupleSize", () => make(0, 2), "0", "1 to 64");
        yield return new(method, "tupleSize", () => make(65, 2), "65", "1 to 64");
        yield return new(method, "nodeCount", () => make(8, 0), "'0'");
        yield return new(method, "nodeCount", () => make(48, TooManyTables), "50000000", "44739241 nodes with 48 bits");
    }

    private static TupleMapping JoinedTooMany()
    {
        // Joined, each of the short tuples has 64 bits.
        TupleMapping many = new(2, 1, new int[1_000_000]);
        return TupleMapping.Join([.. Enumerable.Repeat(many, 34), TupleMapping.Random(2, 64, 1, 1)]);
    }

    private sealed class Wrong(string method, string parameter, Func<object> call, params string[] words)
    {
        public string Method => method;

        public string Parameter => parameter;

        public Func<object> Call => call;

        public string[] Words => words;
    }
}
