namespace WeightlessNet.Scenarios;

/// <summary>A temporary folder, deleted when disposed.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weightlessnet-");

    public string Path => _folder.FullName;

    public void Dispose() => _folder.Delete(recursive: true);
}
