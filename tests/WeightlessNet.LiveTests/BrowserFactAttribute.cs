using Xunit;

namespace WeightlessNet.LiveTests;

/// <summary>A test that drives a browser; it is skipped, with the reason, where there is no Chromium.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserFactAttribute : FactAttribute
{
    /// <summary>Skips the test where there is no Chromium.</summary>
    public BrowserFactAttribute() => Skip = Chromium.WhyAbsent;
}

/// <summary>As <see cref="BrowserFactAttribute"/>, for tests with data.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class BrowserTheoryAttribute : TheoryAttribute
{
    /// <summary>Skips the test where there is no Chromium.</summary>
    public BrowserTheoryAttribute() => Skip = Chromium.WhyAbsent;
}

/// <summary>Where Chromium is.</summary>
internal static class Chromium
{
    private const string Variable = "CHROMIUM_PATH";

    private static readonly string[] UsualPaths =
    [
        "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/usr/bin/google-chrome-stable",
        "/Applications/Chromium.app/Contents/MacOS/Chromium", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    ];

    /// <summary>The program; null where there is none.</summary>
    public static string? Program { get; } =
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named
            ? File.Exists(named) ? named : null
            : UsualPaths.FirstOrDefault(File.Exists);

    /// <summary>Why there is none; null where there is one.</summary>
    public static string? WhyAbsent =>
        Program is null ? $"There is no Chromium in {Variable} or in the usual places, such as {UsualPaths[0]}." : null;
}
