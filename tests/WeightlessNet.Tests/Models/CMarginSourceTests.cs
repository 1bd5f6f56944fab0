using WeightlessNet.Tests.LookupNetworks;

namespace WeightlessNet.Tests.Models;

/// <summary>Models with 8-bit cells as C, compiled and run, against the library.</summary>
public sealed class CMarginSourceTests
{
    public static TheoryData<string> Names => MarginCases.Names;

    [CCompilerTheory]
    [MemberData(nameof(Names))]
    public void A_program_has_the_scores_and_classes_of_the_library(string name) => CSourceTests.AssertSame(MarginCases.Of(name));

    [CCompilerFact("fashion-mnist")]
    public void A_program_has_the_scores_and_classes_of_the_library_for_clothes() => CSourceTests.AssertSame(MarginCases.FashionMnist());

    [CCompilerFact("tables")]
    public void A_program_has_the_scores_and_classes_of_the_library_for_pen_digits() => CSourceTests.AssertSame(MarginCases.PenDigits());
}
