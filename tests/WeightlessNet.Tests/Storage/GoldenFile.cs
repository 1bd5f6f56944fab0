using Xunit;

namespace WeightlessNet.Tests.Storage;

/// <summary>A file written by an earlier version.</summary>
internal static class GoldenFile
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Storage", "Golden");

    /// <summary>Reads a golden file; null if there is none.</summary>
    public static byte[]? Find(string name) =>
        File.Exists(Path.Combine(Folder, name)) ? File.ReadAllBytes(Path.Combine(Folder, name)) : null;

    /// <summary>Reads a golden file. If it does not exist, writes the expected file next to its place and fails.</summary>
    public static byte[] Read(string name, byte[] expected)
    {
        string file = Path.Combine(Folder, name);
        if (!File.Exists(file))
        {
            Assert.Fail($"There is no golden file '{name}': '{WriteNew(name, expected)}' is what it would be.");
        }

        return File.ReadAllBytes(file);
    }

    /// <summary>
    /// As <see cref="Read(string, byte[])"/>, for two files that belong together: both expected ones are written, so that they are of one
    /// run.
    /// </summary>
    public static (byte[] One, byte[] Other) Read((string Name, byte[] Expected) one, (string Name, byte[] Expected) other)
    {
        if (Find(one.Name) is null || Find(other.Name) is null)
        {
            WriteNew(one.Name, one.Expected);
            WriteNew(other.Name, other.Expected);
        }

        return (Read(one.Name, one.Expected), Read(other.Name, other.Expected));
    }

    private static string WriteNew(string name, byte[] expected)
    {
        Directory.CreateDirectory(Folder);
        string file = Path.Combine(Folder, name + ".new");
        File.WriteAllBytes(file, expected);
        return file;
    }
}
