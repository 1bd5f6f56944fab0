using System.Diagnostics;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>Uses a personal model in another process.</summary>
internal static class OtherProcess
{
    /// <summary>Opens the model, uses it as <see cref="JournalWriter.PersonalSession"/> does, and saves what is held of the user.</summary>
    /// <param name="crowdPath">The file of the crowd.</param>
    /// <param name="ratingsPath">The file of the user's ratings, which is replaced.</param>
    /// <returns>The answers.</returns>
    public static string Run(string crowdPath, string ratingsPath)
    {
        // Use the build with the configuration and framework of the tests.
        DirectoryInfo framework = new(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory));
        DirectoryInfo tests = framework.Parent!.Parent!.Parent!.Parent!;
        string program = Path.Combine(tests.FullName, "JournalWriter", "bin", framework.Parent.Name, framework.Name, "JournalWriter.dll");
        ProcessStartInfo start = new("dotnet", [program, crowdPath, ratingsPath]) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
        return output;
    }
}
