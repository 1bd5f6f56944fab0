using System.Buffers.Binary;
using System.IO.Compression;
using Xunit;

namespace WeightlessNet.Tests.Models;

/// <summary>Reads the gzipped IDX files of Fashion-MNIST for tests.</summary>
internal static class IdxFile
{
    public static byte[] ReadImages(string path) => Read(path, 0x803, 16);

    public static int[] ReadLabels(string path) => [.. Read(path, 0x801, 8).Select(label => (int)label)];

    private static byte[] Read(string path, int magic, int headerLength)
    {
        using GZipStream stream = new(File.OpenRead(path), CompressionMode.Decompress);
        using MemoryStream memory = new();
        stream.CopyTo(memory);
        byte[] bytes = memory.ToArray();
        Assert.Equal(magic, BinaryPrimitives.ReadInt32BigEndian(bytes));
        return bytes[headerLength..];
    }
}
