using System.Buffers.Binary;
using System.Numerics;

namespace WeightlessNet.Storage;

/// <summary>
/// The checksum CRC-32C (polynomial 0x1EDC6F41 of Castagnoli, Bräuer and Herrmann, 1993; parameters as in RFC 3720, section 12.1).
/// </summary>
internal static class Crc32C
{
    /// <summary>The checksum of no bytes.</summary>
    public const uint Empty = 0;

    /// <summary>Extends a checksum by further bytes.</summary>
    public static uint Append(uint checksum, ReadOnlySpan<byte> bytes)
    {
        // The runtime uses the processor's instruction if available, otherwise tables with the same result.
        uint register = ~checksum;
        for (; bytes.Length >= sizeof(ulong); bytes = bytes[sizeof(ulong)..])
        {
            register = BitOperations.Crc32C(register, BinaryPrimitives.ReadUInt64LittleEndian(bytes));
        }

        foreach (byte value in bytes)
        {
            register = BitOperations.Crc32C(register, value);
        }

        return ~register;
    }
}
