using System.Text;

namespace WeightlessNet.LiveTests;

/// <summary>A temporary folder for the state of a server.</summary>
internal sealed class StateFolder : IDisposable
{
    /// <summary>The folder.</summary>
    public string Path { get; } = Directory.CreateTempSubdirectory("live-tuning-").FullName;

    /// <summary>Puts the files of another folder, whose server has ended, into this empty one.</summary>
    public void CopyFrom(StateFolder other)
    {
        foreach (string file in Directory.GetFiles(other.Path, "*", SearchOption.AllDirectories))
        {
            string copy = System.IO.Path.Combine(Path, System.IO.Path.GetRelativePath(other.Path, file));
            Directory.CreateDirectory(System.IO.Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }
    }

    /// <summary>The files of the recommender and of histories, in the order of their names; not those that lock or sign.</summary>
    public string[] Files() =>
    [
        .. Directory.GetFiles(Path, "*", SearchOption.AllDirectories)
            .Where(file => System.IO.Path.GetFileName(file) != "lock" && !file.EndsWith(".xml", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The number of files that contain a text, or have it in their names.</summary>
    public int CountOf(string text) => Files().Count(file =>
        file.Contains(text, StringComparison.Ordinal) || Read(file).AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0);

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);

    // The server has some of them open.
    private static byte[] Read(string file)
    {
        using FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
