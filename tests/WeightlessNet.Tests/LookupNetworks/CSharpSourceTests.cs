using System.Reflection;
using WeightlessNet.LookupNetworks.Internals;

namespace WeightlessNet.Tests.LookupNetworks;

/// <summary>Networks as C#, compiled and run, against the library.</summary>
public sealed class CSharpSourceTests
{
    private const string TypeName = "Acme.Some.Network";

    public static TheoryData<string> Names => SourceCases.Names;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_class_has_the_votes_and_classes_of_the_library(string name) => AssertSame(SourceCases.Of(name));

    [RealDataFact("fashion-mnist")]
    public void A_class_has_the_votes_and_classes_of_the_library_for_clothes() => AssertSame(SourceCases.FashionMnist());

    [RealDataFact("tables")]
    public void A_class_has_the_votes_and_classes_of_the_library_for_pen_digits() => AssertSame(SourceCases.PenDigits());

    [RealDataFact("tables")]
    public void A_class_has_the_votes_and_classes_of_the_library_for_gamma_rays() => AssertSame(SourceCases.Magic());

    [Fact]
    public void Classifying_does_not_allocate()
    {
        SourceCase source = SourceCases.Of("numbers");
        CompiledCSharp compiled = Compiled(source);
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
        SourceCase source = SourceCases.Of("numbers");
        CompiledCSharp compiled = Compiled(source);
        Assert.Throws<ArgumentException>("features", () => compiled.Classify<double>()(new double[source.FeatureCount + 1]));
        Assert.Throws<ArgumentException>("features", () => compiled.Classify<byte>()(new byte[source.FeatureCount - 1]));
        Assert.Throws<ArgumentException>("words", () => compiled.Classify<ulong>()(new ulong[source.WordCount + 1]));
        Assert.Throws<ArgumentException>(
            "votes", () => compiled.Votes<ulong>()(new ulong[source.WordCount], new int[source.Labels.Length + 1]));
    }

    [Theory]
    [InlineData("numbers")]
    [InlineData("patterns")]
    public void Another_declaration_makes_the_class_public(string name)
    {
        SourceCase source = SourceCases.Of(name);
        string text = SourceCase.TextOf(source.WriteCSharp, TypeName);
        Assert.False(new CompiledCSharp(TypeName, text).Type.IsPublic);
        string declaration = "namespace Acme.Some; /// <summary>A network.</summary>\npublic static partial class Network;";
        Assert.True(new CompiledCSharp(TypeName, text, declaration).Type.IsPublic);
    }

    [Fact]
    public void All_members_are_known_as_names_that_a_class_cannot_have() =>
        AssertMembers(CSharpClasses.Members, [SourceCases.Of("numbers"), SourceCases.Of("edges"), SourceCases.Of("hidden")]);

    /// <summary>All members of some models' classes are those expected.</summary>
    internal static void AssertMembers(string[] expected, SourceCase[] sources)
    {
        IEnumerable<string> members = sources
            .SelectMany(static source => Compiled(source).Type.GetMembers(
                BindingFlags.Instance | BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic))
            .Where(static member => member.DeclaringType != typeof(object) && !member.Name.StartsWith("get_", StringComparison.Ordinal))
            .Where(static member => member.Name[0] != '.')
            .Select(static member => member.Name);
        Assert.Equal(expected.Order(StringComparer.Ordinal), members.Distinct().Order(StringComparer.Ordinal));
    }

    internal static void AssertSame(SourceCase source)
    {
        CompiledCSharp compiled = Compiled(source);
        Assert.NotEmpty(source.OfNumbers.Concat(source.OfPatterns));
        Assert.Equal(source.OfPatterns, compiled.Answers(source.Patterns, source.WordCount));
        Assert.Equal(source.WordCount, compiled.ConstantOf("WordCount"));
        Assert.Equal(source.FeatureCount > 0, compiled.Type.GetField("FeatureCount") is not null);
        if (source.FeatureCount > 0)
        {
            Assert.Equal(source.OfNumbers, compiled.Answers(source.Numbers, source.FeatureCount));
            Assert.Equal(source.OfBytes, compiled.Answers(source.Bytes, source.FeatureCount));
        }

        Assert.Equal(source.Labels[0] is not bool, compiled.Type.GetProperty("Labels") is not null);
        object[]? labels = source.Labels[0] switch
        {
            string => [.. compiled.Labels<string>()],
            Enum => [.. compiled.Labels<string>().Select(text => Enum.Parse(source.Labels[0].GetType(), text))],
            int => [.. compiled.Labels<int>().Cast<object>()],
            long => [.. compiled.Labels<long>().Cast<object>()],
            ulong => [.. compiled.Labels<ulong>().Cast<object>()],
            _ => source.Labels,
        };
        Assert.Equal(source.Labels, labels);
    }

    internal static CompiledCSharp Compiled(SourceCase source, string typeName = TypeName) =>
        new(typeName, SourceCase.TextOf(source.WriteCSharp, typeName));
}
