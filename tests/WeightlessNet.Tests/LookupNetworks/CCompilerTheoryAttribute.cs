namespace WeightlessNet.Tests.LookupNetworks;

/// <summary>A test that compiles C. It skips, with the reason, where there is no compiler.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class CCompilerTheoryAttribute : TheoryAttribute
{
    public CCompilerTheoryAttribute() => Skip = WhyAbsent;

    internal static string? WhyAbsent => CompiledC.Compiler is not null ? null
        : OperatingSystem.IsWindows() ? "Programs of C are compiled on Linux and macOS only."
        : "There is no gcc or clang in the PATH.";
}
