using System.Buffers.Binary;
using System.IO.Compression;

namespace WeightlessNet.Tests;

/// <summary>Makes the content of IDX files.</summary>
internal static class IdxBytes
{
    public const uint ImageMagic = 0x803;
    public const uint LabelMagic = 0x801;

    public static byte[] Of(uint magic, uint[] sizes, params ReadOnlySpan<byte> body)
    {
        byte[] bytes = new byte[4 + (4 * sizes.Length) + body.Length];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, magic);
        for (int i = 0; i < sizes.Length; i++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 + (4 * i)), sizes[i]);
        }

        body.CopyTo(bytes.AsSpan(4 + (4 * sizes.Length)));
        return bytes;
    }

    public static byte[] Images(uint count, uint rows, uint columns, params ReadOnlySpan<byte> pixels) =>
        Of(ImageMagic, [count, rows, columns], pixels);

    public static byte[] Labels(params ReadOnlySpan<byte> labels) => Of(LabelMagic, [(uint)labels.Length], labels);

    public static byte[] Gzip(byte[] bytes)
    {
        using MemoryStream packed = new();
        using (GZipStream gzip = new(packed, CompressionLevel.Optimal))
        {
            gzip.Write(bytes);
        }

        return packed.ToArray();
    }
}
