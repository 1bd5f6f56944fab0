using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WeightlessNet.Bits;

/// <summary>Looks up with 512-bit vectors: one shuffle per table.</summary>
internal readonly struct TableWidth512 : ITableWidth
{
    public static void Sum(ReadOnlySpan<sbyte> tables, ReadOnlySpan<byte> addresses, Span<short> sums)
    {
        if (Avx512Vbmi.IsSupported)
        {
            SumPairs(tables, addresses, sums);
        }
        else
        {
            SumOneByOne(tables, addresses, sums);
        }
    }

    // Two tables at once: their bytes for an item are put side by side, so that one instruction widens and adds them.
    private static void SumPairs(ReadOnlySpan<sbyte> tables, ReadOnlySpan<byte> addresses, Span<short> sums)
    {
        Vector512<short> lower = default;
        Vector512<short> upper = default;
        ref sbyte table = ref MemoryMarshal.GetReference(tables);
        ref byte address = ref MemoryMarshal.GetReference(addresses);
        for (nuint at = 0; at < (nuint)tables.Length; at += 2 * TableSums.TableSize)
        {
            Vector512<sbyte> first = LookUp(ref table, ref address, at);
            nuint next = at + TableSums.TableSize;
            Vector512<sbyte> second = next < (nuint)tables.Length ? LookUp(ref table, ref address, next) : default;
            lower += Avx512BW.MultiplyAddAdjacent(Vector512<byte>.One, Avx512BW.UnpackLow(first, second));
            upper += Avx512BW.MultiplyAddAdjacent(Vector512<byte>.One, Avx512BW.UnpackHigh(first, second));
        }

        // Unpacking takes 8 of every 16 items, so the sums of items 8 to 15 are at the start of the upper ones.
        Vector512<long> low = lower.AsInt64();
        Vector512<long> high = upper.AsInt64();
        Avx512F.PermuteVar8x64x2(low, Vector512.Create(0L, 1, 8, 9, 2, 3, 10, 11), high).AsInt16().CopyTo(sums);
        Avx512F.PermuteVar8x64x2(low, Vector512.Create(4L, 5, 12, 13, 6, 7, 14, 15), high).AsInt16().CopyTo(sums[Vector512<short>.Count..]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<sbyte> LookUp(ref sbyte table, ref byte address, nuint at) =>
        Avx512Vbmi.PermuteVar64x8(Vector512.LoadUnsafe(ref table, at), Vector512.LoadUnsafe(ref address, at).AsSByte());

    private static void SumOneByOne(ReadOnlySpan<sbyte> tables, ReadOnlySpan<byte> addresses, Span<short> sums)
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
