using Xunit;

namespace WeightlessNet.Tests;

/// <summary>A test on real data. It skips, with the reason, where the data is missing.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class RealDataFactAttribute : FactAttribute
{
    /// <summary>Names the folder that the test needs.</summary>
    /// <param name="folder">A folder in that of WEIGHTLESSNET_DATA, such as "ml-latest-small".</param>
    public RealDataFactAttribute(string folder) => Skip = RealData.WhyAbsent(folder);
}

/// <summary>Where the real data is.</summary>
public static class RealData
{
    private const string Variable = "WEIGHTLESSNET_DATA";

    /// <summary>The path of a folder of real data.</summary>
    /// <param name="folder">A folder within that of WEIGHTLESSNET_DATA.</param>
    /// <exception cref="DirectoryNotFoundException">The variable is not set, or there is no such folder.</exception>
    public static string PathOf(string folder) =>
        WhyAbsent(folder) is string reason
            ? throw new DirectoryNotFoundException(reason)
            : Path.Combine(Environment.GetEnvironmentVariable(Variable)!, folder);

    internal static string? WhyAbsent(string folder)
    {
        string? root = Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(root) ? $"{Variable} is not set, so there is no folder '{folder}' of real data."
            : Directory.Exists(Path.Combine(root, folder)) ? null
            : $"{Variable} holds no folder '{folder}'.";
    }
}
