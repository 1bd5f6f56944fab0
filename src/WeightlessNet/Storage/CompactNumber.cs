using System.Runtime.CompilerServices;

namespace WeightlessNet.Storage;

/// <summary>Unsigned integers in as few bytes as possible: 7 bits per byte, low bits first.</summary>
internal static class CompactNumber
{
    /// <summary>A signed integer as an unsigned one, so that values near 0 take few bytes: 0, -1, 1, -2 ... become 0, 1, 2, 3 ...</summary>
    public static ulong OfSigned(long value) => (ulong)((value << 1) ^ (value >> 63));

    /// <summary>The signed integer of which <see cref="OfSigned"/> made this one.</summary>
    public static long ToSigned(ulong value) => (long)(value >> 1) ^ -(long)(value & 1);

    /// <summary>Writes a number to the beginning of a destination that is long enough; 10 bytes always are.</summary>
    /// <returns>The number of bytes.</returns>
    public static int Write(Span<byte> destination, ulong value)
    {
        int length = 0;
        for (; value >= 0x80; value >>= 7)
        {
            destination[length++] = (byte)(value | 0x80);
        }

        destination[length++] = (byte)value;
        return length;
    }

    /// <summary>Reads a number of at most 9 bytes.</summary>
    /// <param name="bytes">The bytes, at least 9 from the position on.</param>
    /// <param name="position">Where the number begins. Behind the number afterwards.</param>
    /// <param name="value">The number.</param>
    /// <returns>Whether there is such a number in its shortest form; otherwise position and value have no meaning.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool TryRead(ReadOnlySpan<byte> bytes, ref int position, out ulong value)
    {
        value = bytes[position++];
        return value < 0x80 || TryReadRest(bytes, ref position, ref value);
    }

    private static bool TryReadRest(ReadOnlySpan<byte> bytes, ref int position, ref ulong value)
    {
        value &= 0x7F;
        for (int shift = 7; shift < 63; shift += 7)
        {
            byte next = bytes[position++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return next != 0;
            }
        }

        return false;
    }
}
