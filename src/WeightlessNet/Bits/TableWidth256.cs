using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Bits;

/// <summary>Looks up with 256-bit vectors: a table is two of them. A shuffle gives 0 for an address outside its half.</summary>
internal readonly struct TableWidth256 : ITableWidth
{
    private const int Lanes = 32;

    public static void Sum(ReadOnlySpan<sbyte> tables, ReadOnlySpan<byte> addresses, Span<short> sums)
    {
        ref sbyte table = ref MemoryMarshal.GetReference(tables);
        ref byte address = ref MemoryMarshal.GetReference(addresses);
        Vector256<sbyte> half = Vector256.Create((sbyte)Lanes);
        for (int start = 0; start < TableSums.TableSize; start += Lanes)
        {
            Vector256<short> lower = default;
            Vector256<short> upper = default;
            for (nuint at = 0; at < (nuint)tables.Length; at += TableSums.TableSize)
            {
                Vector256<sbyte> index = Vector256.LoadUnsafe(ref address, at + (nuint)start).AsSByte();
                Vector256<sbyte> values = Vector256.Shuffle(Vector256.LoadUnsafe(ref table, at), index)
                    | Vector256.Shuffle(Vector256.LoadUnsafe(ref table, at + Lanes), index - half);
                (Vector256<short> first, Vector256<short> second) = Vector256.Widen(values);
                lower += first;
                upper += second;
            }

            lower.CopyTo(sums[start..]);
            upper.CopyTo(sums[(start + Vector256<short>.Count)..]);
        }
    }
}
