using WeightlessNet.Models;
using WeightlessNet.Tests.LookupNetworks;

namespace WeightlessNet.Tests.Models;

/// <summary>Models with 8-bit cells as C#, compiled and run, against the library.</summary>
public sealed class CSharpMarginSourceTests
{
    private const string TypeName = "Acme.Some.Model";

    public static TheoryData<string> Names => MarginCases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_class_has_the_scores_and_classes_of_the_library(string name) => CSharpSourceTests.AssertSame(MarginCases.Of(name));

    [RealDataFact("fashion-mnist")]
    public void A_class_has_the_scores_and_classes_of_the_library_for_clothes() => CSharpSourceTests.AssertSame(MarginCases.FashionMnist());

    [RealDataFact("tables")]
    public void A_class_has_the_scores_and_classes_of_the_library_for_pen_digits() => CSharpSourceTests.AssertSame(MarginCases.PenDigits());

    [Fact]
    public void Classifying_does_not_allocate()
    {
        SourceCase source = MarginCases.Of("numbers");
        CompiledCSharp compiled = CSharpSourceTests.Compiled(source, TypeName);
        CompiledCSharp.ClassOf<double> ofNumbers = compiled.Classify<double>();
        CompiledCSharp.ClassOf<byte> ofBytes = compiled.Classify<byte>();
        CompiledCSharp.ClassOf<ulong> ofPatterns = compiled.Classify<ulong>();
        AllocationAssert.None(() => ofNumbers(source.Numbers.AsSpan(0, source.FeatureCount)));
        AllocationAssert.None(() => ofBytes(source.Bytes.AsSpan(0, source.FeatureCount)));
        AllocationAssert.None(() => ofPatterns(source.Patterns.AsSpan(0, source.WordCount)));
    }

    [Fact]
    public void A_span_of_another_length_is_refused()
    {
        SourceCase source = MarginCases.Of("numbers");
        CompiledCSharp compiled = CSharpSourceTests.Compiled(source, TypeName);
        Assert.Throws<ArgumentException>("features", () => compiled.Classify<double>()(new double[source.FeatureCount + 1]));
        Assert.Throws<ArgumentException>("features", () => compiled.Classify<byte>()(new byte[source.FeatureCount - 1]));
        Assert.Throws<ArgumentException>("words", () => compiled.Classify<ulong>()(new ulong[source.WordCount + 1]));
        Assert.Throws<ArgumentException>(
            "scores", () => compiled.Votes<ulong>()(new ulong[source.WordCount], new int[source.Labels.Length - 1]));
    }

    [Fact]
    public void All_members_are_known_as_names_that_a_class_cannot_have() => CSharpSourceTests.AssertMembers(
        CSharpMarginSource.Members, [MarginCases.Of("numbers"), MarginCases.Of("edges")]);
}
