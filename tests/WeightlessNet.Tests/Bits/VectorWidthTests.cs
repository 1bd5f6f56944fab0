using System.Globalization;
using WeightlessNet.Bits;
using Xunit;

namespace WeightlessNet.Tests.Bits;

public sealed class VectorWidthTests
{
    private const string Variable = "WEIGHTLESSNET_EXPECTED_WIDTH";

    // A misspelt switch of the runtime is silently ignored; this notices.
    [ExpectedWidthFact]
    public void The_run_uses_the_vector_width_that_it_expects() =>
        Assert.Equal(int.Parse(Environment.GetEnvironmentVariable(Variable)!, CultureInfo.InvariantCulture), BitKernels.VectorBits);

    [AttributeUsage(AttributeTargets.Method)]
    private sealed class ExpectedWidthFactAttribute : FactAttribute
    {
        public ExpectedWidthFactAttribute() => Skip = string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable))
            ? $"{Variable} is not set: it says which width, 512, 256, 128 or 0, the run is meant to have."
            : null;
    }
}
