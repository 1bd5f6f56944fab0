using System.Buffers.Binary;

namespace WeightlessNet.Orleans.Storage.Internals;

/// <summary>Entries one after the other, each behind its length, for stores that keep a user in one row.</summary>
internal static class UserTail
{
    /// <summary>An entry behind its length.</summary>
    public static byte[] Framed(ReadOnlySpan<byte> entry)
    {
        byte[] framed = new byte[sizeof(int) + entry.Length];
        BinaryPrimitives.WriteInt32LittleEndian(framed, entry.Length);
        entry.CopyTo(framed.AsSpan(sizeof(int)));
        return framed;
    }

    /// <summary>The entries of a tail.</summary>
    /// <exception cref="InvalidDataException">It is not a sequence of framed entries.</exception>
    public static List<ReadOnlyMemory<byte>> Entries(ReadOnlyMemory<byte> tail)
    {
        List<ReadOnlyMemory<byte>> entries = [];
        while (!tail.IsEmpty)
        {
            int length = tail.Length < sizeof(int) ? -1 : BinaryPrimitives.ReadInt32LittleEndian(tail.Span);
            if (length < 0 || length > tail.Length - sizeof(int))
            {
                throw new InvalidDataException($"The entries of a user are damaged: {tail.Length} bytes from the end is no entry.");
            }

            entries.Add(tail.Slice(sizeof(int), length));
            tail = tail[(sizeof(int) + length)..];
        }

        return entries;
    }
}
