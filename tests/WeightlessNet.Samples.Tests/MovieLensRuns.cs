using WeightlessNet.Tests;

namespace WeightlessNet.Samples.Tests;

/// <summary>Runs of the MovieLens sample that several tests look at. Each starts once, when a test first asks for it.</summary>
public sealed class MovieLensRuns : IDisposable
{
    /// <summary>The arguments of the smallest run of all protocols.</summary>
    internal static readonly string[] TinyArguments = ["--users", "12", "--folds", "2", "--repetitions", "1"];

    private readonly TemporaryFolder _tiny = new();
    private readonly TemporaryFolder _sixtyUsers = new();
    private readonly Lazy<Task<SampleProcess>> _tinyRun;
    private readonly Lazy<Task<SampleProcess>> _sixtyUsersRun;

    /// <summary>Makes the folders, and starts nothing.</summary>
    public MovieLensRuns()
    {
        _tinyRun = new(() => SampleProcess.RunAsync("MovieLens", [.. TinyArguments, "--out", _tiny.Path]));
        _sixtyUsersRun = new(() => SampleProcess.RunAsync(
            "MovieLens",
            ["--users", "60", "--protocol", "ranking", "cold-start", "taste-change", "--out", _sixtyUsers.Path]));
    }

    /// <summary>The smallest run of all protocols.</summary>
    internal Task<SampleProcess> Tiny => _tinyRun.Value;

    /// <summary>Where <see cref="Tiny"/> writes its reports.</summary>
    internal string TinyFolder => _tiny.Path;

    /// <summary>The protocols that need more users to say something: ranking, cold start and change of taste.</summary>
    internal Task<SampleProcess> SixtyUsers => _sixtyUsersRun.Value;

    /// <summary>Where <see cref="SixtyUsers"/> writes its reports.</summary>
    internal string SixtyUsersFolder => _sixtyUsers.Path;

    /// <inheritdoc/>
    public void Dispose()
    {
        _tiny.Dispose();
        _sixtyUsers.Dispose();
    }
}
