using System.Globalization;

namespace WeightlessNet.Tests;

/// <summary>How many damaged inputs a test feeds to a reader. WEIGHTLESSNET_FUZZ sets it for all tests.</summary>
internal static class FuzzInputs
{
    public static int Count(int unlessSet) =>
        int.TryParse(Environment.GetEnvironmentVariable("WEIGHTLESSNET_FUZZ"), CultureInfo.InvariantCulture, out int inputs)
            ? inputs
            : unlessSet;
}
