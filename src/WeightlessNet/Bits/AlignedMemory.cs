using System.Runtime.InteropServices;

namespace WeightlessNet.Bits;

/// <summary>
/// Memory of one thread that begins at a cache line, so that no vector lies in two of them. It grows to the greatest length that was asked
/// for; after that nothing is allocated.
/// </summary>
internal sealed class AlignedMemory
{
    private const int LineBytes = 64;

    private byte[] _bytes = [];
    private int _start;

    /// <summary>The first bytes; what is in them is left from before.</summary>
    /// <param name="length">The number of bytes.</param>
    public Span<byte> Of(int length)
    {
        if (_bytes.Length - _start < length)
        {
            // Pinned: the garbage collector does not move it to an address of another remainder.
            _bytes = GC.AllocateUninitializedArray<byte>(checked(length + LineBytes - 1), pinned: true);
            _start = (int)(-Marshal.UnsafeAddrOfPinnedArrayElement(_bytes, 0) & (LineBytes - 1));
        }

        return _bytes.AsSpan(_start, length);
    }
}
