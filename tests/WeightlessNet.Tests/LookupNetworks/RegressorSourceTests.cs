using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.LookupNetworks;
using WeightlessNet.LookupNetworks.Internals;

namespace WeightlessNet.Tests.LookupNetworks;

/// <summary>Regressions as C and C#, compiled and run, against the library.</summary>
public sealed class RegressorSourceTests
{
    private const string TypeName = "Acme.Some.Network";

    private const string Main = """
        #include <inttypes.h>
        #include <stdio.h>
        #include <string.h>
        #include "network.h"
        #include "network.h"

        #define ASK(suffix, type, width) \
            static type sample[width]; \
            while (fread(sample, sizeof sample, 1, stdin) == 1) { \
                double answer = network_predict##suffix(sample); \
                uint64_t bits; \
                memcpy(&bits, &answer, sizeof bits); \
                printf("%" PRId32 " %" PRIu64 "\n", network_votes##suffix(sample), bits); \
            }

        int main(int count, char **arguments)
        {
            char kind = count > 1 ? arguments[1][0] : 0;
            if (kind == 'p') {
                ASK(_bits, uint64_t, NETWORK_WORDS)
            }
        #ifdef NETWORK_FEATURES
            if (kind == 'n') {
                ASK(, double, NETWORK_FEATURES)
            }
            if (kind == 'b') {
                ASK(_bytes, uint8_t, NETWORK_FEATURES)
            }
        #endif
            return 0;
        }

        """;

    private delegate double PredictionOf<T>(ReadOnlySpan<T> sample);

    private delegate int VotesOf<T>(ReadOnlySpan<T> sample);

    public static TheoryData<string, double, double> Cases => new()
    {
        { "numbers", -0.3, 0.1 },
        { "numbers", 0, 1 },
        { "numbers", 1e11, -1 / 3.0 },
        { "patterns", 5e-310, 1e-310 },
        { "patterns", -0.0, 0 },
        { "edges", 0.7, -1e-5 / 3 },
        { "pixels", -123.456, Math.PI },
    };

    [CCompilerTheory]
    [MemberData(nameof(Cases))]
    public void A_program_has_the_predictions_of_the_library(string name, double offset, double scale)
    {
        (LookupRegressor regressor, SourceCase samples) = Case(name, offset, scale);
        using CompiledC program = new(regressor.WriteC, regressor.WriteCHeader, Main);
        AssertSame(program, regressor, samples);
    }

    [CCompilerTheory]
    [MemberData(nameof(Cases))]
    public void A_program_has_the_predictions_of_the_library_with_fused_multiply_add(string name, double offset, double scale)
    {
        (LookupRegressor regressor, SourceCase samples) = Case(name, offset, scale);
        // The name of a folder of tests hides that of the enumeration.
        bool isX64 = RuntimeInformation.ProcessArchitecture == System.Runtime.InteropServices.Architecture.X64;
        string[] native = isX64 ? ["-march=native"] : [];
        using CompiledC program = new(
            regressor.WriteC, regressor.WriteCHeader, Main, ["-std=gnu99", "-ffp-contract=fast", .. native]);
        AssertSame(program, regressor, samples);
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_class_has_the_predictions_of_the_library(string name, double offset, double scale)
    {
        (LookupRegressor regressor, SourceCase samples) = Case(name, offset, scale);
        CompiledCSharp compiled = new(TypeName, SourceCase.TextOf(regressor.WriteCSharp, TypeName));
        int width = samples.WordCount;
        Assert.Equal(width, compiled.ConstantOf("WordCount"));
        Assert.Equal(Answers(regressor, new SampleBatch(samples.Patterns, width)), Answers(compiled, samples.Patterns, width));
        if (samples.FeatureCount > 0)
        {
            width = samples.FeatureCount;
            Assert.Equal(width, compiled.ConstantOf("FeatureCount"));
            Assert.Equal(Answers(regressor, new SampleBatch(samples.Numbers, width)), Answers(compiled, samples.Numbers, width));
            Assert.Equal(Answers(regressor, new SampleBatch(samples.Bytes, width)), Answers(compiled, samples.Bytes, width));
            PredictionOf<double> predict = Method<PredictionOf<double>, double>(compiled, "Predict");
            AllocationAssert.None(() => predict(samples.Numbers.AsSpan(0, width)));
            Assert.Throws<ArgumentException>("features", () => predict(new double[width + 1]));
        }
    }

    [Fact]
    public void All_members_are_known_as_names_that_a_class_cannot_have()
    {
        string[] names = ["numbers", "edges", "hidden"];
        IEnumerable<string> members = names
            .Select(static name => SourceCase.TextOf(Case(name, 1, 1).Regressor.WriteCSharp, TypeName))
            .SelectMany(static text => new CompiledCSharp(TypeName, text).Type.GetMembers(
                BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(static member => member.DeclaringType != typeof(object) && !member.Name.StartsWith("get_", StringComparison.Ordinal))
            .Where(static member => member.Name[0] != '.')
            .Select(static member => member.Name);
        Assert.Equal(CSharpNumber.Members.Order(StringComparer.Ordinal), members.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Missing_arguments_and_names_that_cannot_be_are_refused()
    {
        LookupRegressor regressor = Small();
        Assert.Throws<ArgumentNullException>("regressor", () => LookupNetworkSource.WriteC(null!, TextWriter.Null, "x"));
        Assert.Throws<ArgumentNullException>("regressor", () => LookupNetworkSource.WriteCHeader(null!, TextWriter.Null, "x"));
        Assert.Throws<ArgumentNullException>("regressor", () => LookupNetworkSource.WriteCSharp(null!, TextWriter.Null, "A.X"));
        Assert.Throws<ArgumentNullException>("destination", () => regressor.WriteC(null!, "x"));
        Assert.Throws<ArgumentNullException>("destination", () => regressor.WriteCSharp(null!, "A.X"));
        Assert.Throws<ArgumentException>("name", () => regressor.WriteC(TextWriter.Null, "while"));
        Assert.Throws<ArgumentException>("name", () => regressor.WriteCHeader(TextWriter.Null, "7"));
        Assert.Throws<ArgumentException>("typeName", () => regressor.WriteCSharp(TextWriter.Null, "Acme.Predict"));
        regressor.WriteCSharp(TextWriter.Null, "Acme.Classify");
    }

    [Fact]
    public void The_text_is_the_same_in_every_culture_and_as_expected()
    {
        LookupRegressor regressor = Small();
        CultureInfo own = CultureInfo.CurrentCulture;
        CultureInfo other = new("") { NumberFormat = new NumberFormatInfo { NegativeSign = "minus", NumberDecimalSeparator = "," } };
        try
        {
            CultureInfo.CurrentCulture = other;
            Assert.Equal(Golden("load.c"), SourceCase.TextOf(regressor.WriteC, "load"));
            Assert.Equal(Golden("load.h"), SourceCase.TextOf(regressor.WriteCHeader, "load"));
            Assert.Equal(Golden("Load.cs.txt"), SourceCase.TextOf(regressor.WriteCSharp, "Acme.Load"));
        }
        finally
        {
            CultureInfo.CurrentCulture = own;
        }
    }

    private static string Golden(string name) =>
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "LookupNetworks", "Golden", name)).ReplaceLineEndings("\n");

    private static LookupRegressor Small()
    {
        ThermometerRetina retina = new(2, [-1.5, 0, 0.1, 20, 21.5, 300]);
        InputLayer layer = new(retina, new TupleMapping(6, TableBlock.Pins, [0, 1, 2, 3, 4, 5, 5, 4, 2, 2, 1, 0]));
        NetworkTables tables = new(new NetworkWiring(layer, null, 1), [0x123456789ABCDEF0, 5]);
        return new LookupRegressor(tables, new VoteLine(-1.5, VoteLine.Exact(0.1, 2)));
    }

    // Random tables over the layer and the samples of a classifier.
    private static (LookupRegressor Regressor, SourceCase Samples) Case(string name, double offset, double scale)
    {
        SourceCase samples = SourceCases.Of(name);
        SplitMix64 random = new(12);
        NetworkWiring wiring = new(samples.Layer, samples.Outputs, 1);
        ulong[] tables = [.. Enumerable.Range(0, wiring.HiddenCount + wiring.VotingCount).Select(_ => random.Next())];
        VoteLine line = new(offset, VoteLine.Exact(scale, wiring.VotingCount));
        return (new LookupRegressor(new NetworkTables(wiring, tables), line), samples);
    }

    private static void AssertSame(CompiledC program, LookupRegressor regressor, SourceCase samples)
    {
        Assert.NotEmpty(samples.Numbers.Concat(samples.Patterns.Select(static word => (double)word)));
        int features = Math.Max(1, samples.FeatureCount);
        AssertSame(program, "numbers", regressor, new SampleBatch(samples.Numbers, features), samples.Numbers);
        AssertSame(program, "bytes", regressor, new SampleBatch(samples.Bytes, features), samples.Bytes);
        AssertSame(program, "patterns", regressor, new SampleBatch(samples.Patterns, samples.WordCount), samples.Patterns);
    }

    private static void AssertSame<T>(CompiledC program, string kind, LookupRegressor regressor, SampleBatch samples, T[] input)
        where T : unmanaged =>
        Assert.Equal(
            Answers(regressor, samples).Select(static answer => $"{answer.Votes} {answer.Bits}"),
            program.Lines(kind, MemoryMarshal.AsBytes<T>(input).ToArray()));

    private static (int Votes, ulong Bits)[] Answers(LookupRegressor regressor, SampleBatch samples) =>
    [
        .. regressor.Predict(samples).Select(
            (prediction, i) => (regressor.Votes(samples[i]), BitConverter.DoubleToUInt64Bits(prediction))),
    ];

    private static (int Votes, ulong Bits)[] Answers<T>(CompiledCSharp compiled, T[] samples, int width)
    {
        (var votes, var predict) = (Method<VotesOf<T>, T>(compiled, "Votes"), Method<PredictionOf<T>, T>(compiled, "Predict"));
        return [.. samples.Chunk(width).Select(sample => (votes(sample), BitConverter.DoubleToUInt64Bits(predict(sample))))];
    }

    private static TMethod Method<TMethod, T>(CompiledCSharp compiled, string name)
        where TMethod : Delegate =>
        compiled.Type.GetMethod(name, [typeof(ReadOnlySpan<T>)])!.CreateDelegate<TMethod>();
}
