using System.Globalization;

namespace WeightlessNet.Tests;

/// <summary>How many damaged inputs tests feed to readers: WEIGHTLESSNET_FUZZ sets it for all of them.</summary>
internal static class FuzzInputs
{
    public static int Count(int unlessSet) =>
        int.TryParse(Environment.GetEnvironmentVariable("WEIGHTLESSNET_FUZZ"), CultureInfo.InvariantCulture, out int inputs)
            ? inputs
            : unlessSet;
}
