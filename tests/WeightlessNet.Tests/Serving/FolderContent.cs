using System.Text;

namespace WeightlessNet.Tests.Serving;

/// <summary>The files of a folder, by name.</summary>
internal static class FolderContent
{
    public static Dictionary<string, byte[]> Read(string path) =>
        Directory.GetFiles(path).ToDictionary(static file => Path.GetFileName(file), File.ReadAllBytes);

    /// <summary>Whether a file has a text, in UTF-8 or UTF-16. The folder may be open.</summary>
    public static bool Has(string path, string text) => Directory.GetFiles(path)
        .Where(static file => Path.GetFileName(file) != "lock")
        .Select(File.ReadAllBytes)
        .Any(bytes => bytes.AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0
            || bytes.AsSpan().IndexOf(Encoding.Unicode.GetBytes(text)) >= 0);

    /// <summary>Writes files into a folder, which is created if there is none.</summary>
    public static void Write(string path, IReadOnlyDictionary<string, byte[]> files)
    {
        _ = Directory.CreateDirectory(path);
        foreach ((string name, byte[] content) in files)
        {
            File.WriteAllBytes(Path.Combine(path, name), content);
        }
    }
}
