using System.Globalization;
using WeightlessNet.Bits;
using Xunit;

namespace WeightlessNet.Tests.Bits;

public sealed class VectorWidthTests
{
    private const string Variable = "WEIGHTLESSNET_EXPECTED_WIDTH";

    // The runtime ignores a misspelled switch; this test does not.
    [ExpectedWidthFact]
    public void The_run_uses_the_expected_vector_width() =>
        Assert.Equal(int.Parse(Environment.GetEnvironmentVariable(Variable)!, CultureInfo.InvariantCulture), BitKernels.VectorBits);

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class ExpectedWidthFactAttribute : FactAttribute
    {
        public ExpectedWidthFactAttribute() => Skip = string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable))
            ? $"{Variable} is not set. It names the expected vector width: 512, 256, 128 or 0."
            : null;
    }
}
