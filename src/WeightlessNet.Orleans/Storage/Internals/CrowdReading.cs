using System.Buffers.Binary;

namespace WeightlessNet.Orleans.Storage.Internals;

/// <summary>What stores have in common when they read and write the crowd's log.</summary>
internal static class CrowdReading
{
    /// <summary>The checkpoint if it is later than a position in any part.</summary>
    public static CrowdCheckpoint? IfLater(CrowdCheckpoint? checkpoint, IReadOnlyList<long> after)
    {
        for (int part = 0; part < CrowdParts.Count; part++)
        {
            if (checkpoint?.Positions[part] > after[part])
            {
                return checkpoint;
            }
        }

        return null;
    }

    /// <summary>Positions as bytes: 8 for each part, little-endian.</summary>
    public static byte[] ToBytes(IReadOnlyList<long> positions)
    {
        byte[] bytes = new byte[sizeof(long) * positions.Count];
        for (int part = 0; part < positions.Count; part++)
        {
            BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(part * sizeof(long)), positions[part]);
        }

        return bytes;
    }

    /// <summary>The positions of <see cref="ToBytes"/>.</summary>
    /// <exception cref="InvalidDataException">There is not one for each part.</exception>
    public static long[] ToPositions(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length != sizeof(long) * CrowdParts.Count)
        {
            throw new InvalidDataException(
                $"The checkpoint of the crowd is damaged: there must be {CrowdParts.Count} positions, not {bytes.Length / 8.0}.");
        }

        long[] positions = new long[CrowdParts.Count];
        for (int part = 0; part < positions.Length; part++)
        {
            positions[part] = BinaryPrimitives.ReadInt64LittleEndian(bytes[(part * sizeof(long))..]);
        }

        return positions;
    }
}
