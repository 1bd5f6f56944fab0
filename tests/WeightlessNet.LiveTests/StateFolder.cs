namespace WeightlessNet.LiveTests;

/// <summary>A folder for the state of a server, deleted at the end.</summary>
internal sealed class StateFolder : IDisposable
{
    /// <summary>The folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("live-tuning-").FullName;

    /// <summary>All that is in the folder's files but the keys that sign cookies.</summary>
    public byte[] JournalBytes() => File.ReadAllBytes(Directory.GetFiles(Path, "*.journal").Single());

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
