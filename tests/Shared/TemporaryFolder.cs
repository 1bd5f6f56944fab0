using System.Text;

namespace WeightlessNet.Tests;

/// <summary>A temporary folder, deleted when disposed.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("weightlessnet-");

    public string Path => _folder.FullName;

    public TemporaryFolder With(string name, string text) => With(name, text, Encoding.UTF8);

    public TemporaryFolder With(string name, string text, Encoding encoding) => With(name, encoding.GetBytes(text));

    public TemporaryFolder With(string name, byte[] bytes)
    {
        File.WriteAllBytes(System.IO.Path.Combine(Path, name), bytes);
        return this;
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
