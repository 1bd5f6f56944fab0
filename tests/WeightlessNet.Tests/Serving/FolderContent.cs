namespace WeightlessNet.Tests.Serving;

/// <summary>The files of a folder, by name.</summary>
internal static class FolderContent
{
    public static Dictionary<string, byte[]> Read(string path) =>
        Directory.GetFiles(path).ToDictionary(static file => Path.GetFileName(file), File.ReadAllBytes);

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
