using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WeightlessNet.Bits;

/// <summary>Sums look-ups in tables of 64 signed bytes: a table is one 512-bit register, and a shuffle of it looks up 64 items.</summary>
internal static class TableSums
{
    /// <summary>How many bytes a table has, and how many items are looked up at once.</summary>
    public const int TableSize = 64;

    /// <summary>How many tables can be summed without leaving 16 bits.</summary>
    public const int MaximumTables = short.MaxValue / 128;

    /// <summary>Sums with the widest vectors that shuffle in one step; the sums are the same at every width.</summary>
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
    /// <exception cref="ArgumentException">The spans do not fit one another.</exception>
    public static void Sum<TWidth>(ReadOnlySpan<sbyte> tables, ReadOnlySpan<byte> addresses, Span<short> sums)
        where TWidth : struct, ITableWidth
    {
        if (tables.Length % TableSize != 0 || tables.Length > MaximumTables * TableSize)
        {
            throw new ArgumentException($"{tables.Length} bytes are not 0 to {MaximumTables} tables of {TableSize}.", nameof(tables));
        }

        if (addresses.Length != tables.Length)
        {
            throw new ArgumentException($"There are {tables.Length} bytes of tables and {addresses.Length} addresses.", nameof(addresses));
        }

        if (sums.Length != TableSize)
        {
            throw new ArgumentException($"There are {sums.Length} sums, not {TableSize}.", nameof(sums));
        }

        TWidth.Sum(tables, addresses, sums);
    }
}
