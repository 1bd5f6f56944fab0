using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WeightlessNet.Bits;

/// <summary>Sums look-ups in tables of 64 signed bytes. A table is one 512-bit register, and one shuffle looks up 64 items.</summary>
internal static class TableSums
{
    /// <summary>The length of a table in bytes, and the number of items looked up at once.</summary>
    public const int TableSize = 64;

    /// <summary>The largest number of tables whose sums fit 16 bits.</summary>
    public const int MaximumTables = short.MaxValue / 128;

    /// <summary>Sums with the widest vectors that the machine shuffles in one step. Every width gives the same sums.</summary>
    public static void Sum(ReadOnlySpan<sbyte> tables, ReadOnlySpan<byte> addresses, Span<short> sums)
    {
        if (Avx512Vbmi.IsSupported)
        {
            Sum<TableWidth512>(tables, addresses, sums);
        }
        else if (Vector256.IsHardwareAccelerated)
        {
            Sum<TableWidth256>(tables, addresses, sums);
        }
        else if (Vector128.IsHardwareAccelerated)
        {
            Sum<TableWidth128>(tables, addresses, sums);
        }
        else
        {
            Sum<TableWidthScalar>(tables, addresses, sums);
        }
    }

    /// <summary>Sums with vectors of a given width.</summary>
    /// <exception cref="ArgumentException">The lengths of the spans do not match.</exception>
    public static void Sum<TWidth>(ReadOnlySpan<sbyte> tables, ReadOnlySpan<byte> addresses, Span<short> sums)
        where TWidth : struct, ITableWidth
    {
        if (tables.Length % TableSize != 0 || tables.Length > MaximumTables * TableSize)
        {
            throw new ArgumentException($"{tables.Length} bytes are not 0 to {MaximumTables} tables of {TableSize} bytes.", nameof(tables));
        }

        if (addresses.Length != tables.Length)
        {
            throw new ArgumentException($"There are {tables.Length} bytes of tables and {addresses.Length} addresses.", nameof(addresses));
        }

        if (sums.Length != TableSize)
        {
            throw new ArgumentException($"There must be {TableSize} sums, not {sums.Length}.", nameof(sums));
        }

        TWidth.Sum(tables, addresses, sums);
    }
}
