using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Bits;

/// <summary>Looks up with 512-bit vectors: one shuffle per table.</summary>
internal readonly struct TableWidth512 : ITableWidth
{
    public static void Sum(ReadOnlySpan<sbyte> tables, ReadOnlySpan<byte> addresses, Span<short> sums)
    {
        Vector512<short> lower = default;
        Vector512<short> upper = default;
        ref sbyte table = ref MemoryMarshal.GetReference(tables);
        ref byte address = ref MemoryMarshal.GetReference(addresses);
        for (nuint at = 0; at < (nuint)tables.Length; at += TableSums.TableSize)
        {
            Vector512<sbyte> values = Vector512.Shuffle(
                Vector512.LoadUnsafe(ref table, at),
                Vector512.LoadUnsafe(ref address, at).AsSByte());
            (Vector512<short> first, Vector512<short> second) = Vector512.Widen(values);
            lower += first;
            upper += second;
        }

        lower.CopyTo(sums);
        upper.CopyTo(sums[Vector512<short>.Count..]);
    }
}
