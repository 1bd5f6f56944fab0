using System.Globalization;
using System.Text;

namespace WeightlessNet.Tests.LookupNetworks;

/// <summary>Networks as C, compiled and run, against the library.</summary>
public sealed class CSourceTests
{
    public static TheoryData<string> Names => SourceCases.Names;

    [CCompilerTheory]
    [MemberData(nameof(Names))]
    public void A_program_has_the_votes_and_classes_of_the_library(string name) => AssertSame(SourceCases.Of(name));

    [CCompilerFact("fashion-mnist")]
    public void A_program_has_the_votes_and_classes_of_the_library_for_clothes() => AssertSame(SourceCases.FashionMnist());

    [CCompilerFact("tables")]
    public void A_program_has_the_votes_and_classes_of_the_library_for_pen_digits() => AssertSame(SourceCases.PenDigits());

    [CCompilerFact("tables")]
    public void A_program_has_the_votes_and_classes_of_the_library_for_gamma_rays() => AssertSame(SourceCases.Magic());

    internal static void AssertSame(SourceCase source)
    {
        using CompiledC program = new(source);
        Assert.NotEmpty(source.OfNumbers.Concat(source.OfPatterns));
        Assert.Equal(source.OfNumbers, program.Answers("numbers", source.Numbers));
        Assert.Equal(source.OfBytes, program.Answers("bytes", source.Bytes));
        Assert.Equal(source.OfPatterns, program.Answers("patterns", source.Patterns));
        Assert.Equal(source.Labels.Select(Label), program.Labels());
    }

    private static string Label(object label) => label switch
    {
        bool => "",
        string or Enum => Convert.ToHexStringLower(Encoding.UTF8.GetBytes(label.ToString()!)),
        _ => Convert.ToString(label, CultureInfo.InvariantCulture)!,
    };
}
