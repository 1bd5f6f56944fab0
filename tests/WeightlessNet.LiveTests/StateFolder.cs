namespace WeightlessNet.LiveTests;

/// <summary>A temporary folder for the state of a server.</summary>
internal sealed class StateFolder : IDisposable
{
    /// <summary>The folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("live-tuning-").FullName;

    /// <summary>The content of the journal.</summary>
    public byte[] JournalBytes() => File.ReadAllBytes(Directory.GetFiles(Path, "*.journal").Single());

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
