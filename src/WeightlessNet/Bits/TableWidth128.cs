using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Bits;

/// <summary>Looks up with 128-bit vectors: a table is four of them. A shuffle gives 0 for an address outside its quarter.</summary>
internal readonly struct TableWidth128 : ITableWidth
{
    private const int Lanes = 16;

    public static void Sum(ReadOnlySpan<sbyte> tables, ReadOnlySpan<byte> addresses, Span<short> sums)
    {
        ref sbyte table = ref MemoryMarshal.GetReference(tables);
        ref byte address = ref MemoryMarshal.GetReference(addresses);
        Vector128<sbyte> quarter = Vector128.Create((sbyte)Lanes);
        for (int start = 0; start < TableSums.TableSize; start += Lanes)
        {
            Vector128<short> lower = default;
            Vector128<short> upper = default;
            for (nuint at = 0; at < (nuint)tables.Length; at += TableSums.TableSize)
            {
                Vector128<sbyte> index = Vector128.LoadUnsafe(ref address, at + (nuint)start).AsSByte();
                Vector128<sbyte> values = default;
                for (nuint part = 0; part < TableSums.TableSize; part += Lanes)
                {
                    values |= Vector128.Shuffle(Vector128.LoadUnsafe(ref table, at + part), index);
                    index -= quarter;
                }

                (Vector128<short> first, Vector128<short> second) = Vector128.Widen(values);
                lower += first;
                upper += second;
            }

            lower.CopyTo(sums[start..]);
            upper.CopyTo(sums[(start + Vector128<short>.Count)..]);
        }
    }
}
