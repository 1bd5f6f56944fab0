namespace WeightlessNet.Tests.LookupNetworks;

/// <summary>A test that compiles C. It skips, with the reason, where there is no compiler.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CCompilerFactAttribute : FactAttribute
{
    /// <summary>Names the folder of real data that the test needs too.</summary>
    /// <param name="folder">A folder in that of WEIGHTLESSNET_DATA.</param>
    public CCompilerFactAttribute(string folder) => Skip = CCompilerTheoryAttribute.WhyAbsent ?? RealData.WhyAbsent(folder);
}
