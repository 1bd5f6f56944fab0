using Xunit;

namespace WeightlessNet.Tests.Storage;

/// <summary>A file that an earlier version wrote.</summary>
internal static class GoldenFile
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Storage", "Golden");

    /// <summary>Reads a golden file; where there is none the test fails and leaves, beside where it should be, what it would be.</summary>
    public static byte[] Read(string name, byte[] expected)
    {
        string file = Path.Combine(Folder, name);
        if (!File.Exists(file))
        {
            Directory.CreateDirectory(Folder);
            File.WriteAllBytes(file + ".new", expected);
            Assert.Fail($"There is no golden file '{name}': '{file}.new' is what it would be.");
        }

        return File.ReadAllBytes(file);
    }
}
