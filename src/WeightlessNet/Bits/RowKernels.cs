using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WeightlessNet.Bits;

/// <summary>Looks up rows of tables and combines them, with the machine's widest vectors or with a given width.</summary>
internal static class RowKernels
{
    /// <summary>
    /// Copies one row of 16-bit cells for each node. For a node with several addresses, each cell is the minimum over its
    /// addresses.
    /// </summary>
    /// <param name="cells">The rows of node 0, then those of node 1, and so on; every node has the same power of two of rows.</param>
    /// <param name="addresses">
    /// The addresses of node 0, then those of node 1, and so on; every node has equally many. Each is taken modulo a node's number of rows.
    /// </param>
    /// <param name="nodeCount">The number of nodes.</param>
    /// <param name="rows">
    /// One row for each node, overwritten. Its length divided by <paramref name="nodeCount"/> is the length of a row.
    /// </param>
    public static void ReadLeast(ReadOnlySpan<ushort> cells, ReadOnlySpan<ulong> addresses, int nodeCount, Span<ushort> rows)
    {
        int stride = nodeCount == 0 ? 0 : rows.Length / nodeCount;
        switch (BitKernels.VectorBits)
        {
            // A row of 16 cells is 256 bits.
            case 512 when stride % 32 == 0: ReadLeast<Lanes512>(cells, addresses, nodeCount, rows); break;
            case >= 256 when stride % 16 == 0: ReadLeast<Lanes256>(cells, addresses, nodeCount, rows); break;
            case >= 128 when stride % 8 == 0: ReadLeast<Lanes128>(cells, addresses, nodeCount, rows); break;
            default: ReadLeastScalar(cells, addresses, nodeCount, rows); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReadLeast<TLanes>(ReadOnlySpan<ushort> cells, ReadOnlySpan<ulong> addresses, int nodeCount, Span<ushort> rows)
        where TLanes : struct, ILanes<TLanes>
    {
        (int stride, int rowsPerNode, int hashes) = ShapeOf(cells.Length, addresses.Length, nodeCount, rows.Length);
        int lanes = TLanes.ByteCount / sizeof(ushort);
        if (stride % lanes != 0)
        {
            throw new ArgumentException($"A row of {stride} cells is not a multiple of {lanes}.", nameof(rows));
        }

        // The shape is checked and addresses are masked, so that every vector is within the spans.
        ref ushort cell = ref MemoryMarshal.GetReference(cells);
        ref ushort row = ref MemoryMarshal.GetReference(rows);
        ref ulong address = ref MemoryMarshal.GetReference(addresses);
        if (stride == lanes && hashes <= 2)
        {
            ReadLeastVectors<TLanes>(ref cell, ref address, nodeCount, (nuint)rowsPerNode, hashes, ref row);
            return;
        }

        nuint mask = (nuint)rowsPerNode - 1;
        nuint step = (nuint)rowsPerNode * (nuint)stride;
        for (int i = 0; i < nodeCount; i++)
        {
            ref ushort first = ref Unsafe.Add(ref cell, ((nuint)address & mask) * (nuint)stride);
            for (nuint column = 0; column < (nuint)stride; column += (nuint)lanes)
            {
                TLanes least = Load<TLanes>(ref Unsafe.Add(ref first, column));
                for (int hash = 1; hash < hashes; hash++)
                {
                    nuint other = ((nuint)Unsafe.Add(ref address, hash) & mask) * (nuint)stride;
                    least = TLanes.MinimumOfCells(least, Load<TLanes>(ref Unsafe.Add(ref cell, other + column)));
                }

                Store(least, ref Unsafe.Add(ref row, column));
            }

            address = ref Unsafe.Add(ref address, hashes);
            row = ref Unsafe.Add(ref row, stride);
            cell = ref Unsafe.Add(ref cell, step);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ReadLeastScalar(ReadOnlySpan<ushort> cells, ReadOnlySpan<ulong> addresses, int nodeCount, Span<ushort> rows)
    {
        (int stride, int rowsPerNode, int hashes) = ShapeOf(cells.Length, addresses.Length, nodeCount, rows.Length);
        for (int element = 0; element < addresses.Length; element++)
        {
            int node = element / hashes;
            int address = (int)(addresses[element] & ((ulong)rowsPerNode - 1));
            ReadOnlySpan<ushort> source = cells.Slice(((node * rowsPerNode) + address) * stride, stride);
            Span<ushort> row = rows.Slice(node * stride, stride);
            for (int c = 0; c < stride; c++)
            {
                row[c] = element % hashes == 0 ? source[c] : Math.Min(row[c], source[c]);
            }
        }
    }

    /// <summary>XORs one row of bytes for each thermometer, the row of its level.</summary>
    /// <param name="table">The rows of thermometer 0, one for each level, then those of thermometer 1, and so on.</param>
    /// <param name="levels">The level of each thermometer, below <paramref name="levelCount"/>.</param>
    /// <param name="levelCount">The number of levels of a thermometer.</param>
    /// <param name="row">The result, overwritten. Its length is the length of a row, a multiple of 64 bytes.</param>
    public static void XorLevels(ReadOnlySpan<byte> table, ReadOnlySpan<byte> levels, int levelCount, Span<byte> row)
    {
        switch (BitKernels.VectorBits)
        {
            case 512: XorLevels<Lanes512>(table, levels, levelCount, row); break;
            case 256: XorLevels<Lanes256>(table, levels, levelCount, row); break;
            case 128: XorLevels<Lanes128>(table, levels, levelCount, row); break;
            default: XorLevelsScalar(table, levels, levelCount, row); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void XorLevels<TLanes>(ReadOnlySpan<byte> table, ReadOnlySpan<byte> levels, int levelCount, Span<byte> row)
        where TLanes : struct, ILanes<TLanes>
    {
        ThrowIfNotLevels(table, levels, levelCount, row);
        ref byte firstRow = ref MemoryMarshal.GetReference(table);
        for (int column = 0; column < row.Length; column += TLanes.ByteCount)
        {
            // Columns are the outer loop, so that the sum stays in a register.
            TLanes sum = TLanes.Zero;
            int first = column;
            foreach (byte level in levels)
            {
                sum = TLanes.Xor(sum, TLanes.Load(ref Unsafe.Add(ref firstRow, first + (level * row.Length))));
                first += levelCount * row.Length;
            }

            TLanes.Store(sum, ref row[column]);
        }
    }

    public static void XorLevelsScalar(ReadOnlySpan<byte> table, ReadOnlySpan<byte> levels, int levelCount, Span<byte> row)
    {
        ThrowIfNotLevels(table, levels, levelCount, row);
        row.Clear();
        for (int feature = 0; feature < levels.Length; feature++)
        {
            ReadOnlySpan<byte> source = table.Slice(((feature * levelCount) + levels[feature]) * row.Length, row.Length);
            for (int i = 0; i < row.Length; i++)
            {
                row[i] ^= source[i];
            }
        }
    }

    // For rows of one vector and nodes of one or two addresses. The only loop is over the nodes, so that the processor fetches many rows
    // from memory at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void ReadLeastVectors<TLanes>(
        ref ushort cell, ref ulong address, int nodeCount, nuint rowsPerNode, int hashes, ref ushort row)
        where TLanes : struct, ILanes<TLanes>
    {
        nuint lanes = (nuint)TLanes.ByteCount / sizeof(ushort);
        nuint mask = rowsPerNode - 1;
        nuint node = 0;
        if (hashes == 1)
        {
            for (nuint i = 0; i < (nuint)nodeCount; i++, node += rowsPerNode)
            {
                nuint index = node + ((nuint)Unsafe.Add(ref address, i) & mask);
                Store(Load<TLanes>(ref Unsafe.Add(ref cell, index * lanes)), ref Unsafe.Add(ref row, i * lanes));
            }

            return;
        }

        for (nuint i = 0; i < (nuint)nodeCount; i++, node += rowsPerNode)
        {
            nuint index = node + ((nuint)Unsafe.Add(ref address, 2 * i) & mask);
            nuint other = node + ((nuint)Unsafe.Add(ref address, (2 * i) + 1) & mask);
            TLanes least = TLanes.MinimumOfCells(
                Load<TLanes>(ref Unsafe.Add(ref cell, index * lanes)), Load<TLanes>(ref Unsafe.Add(ref cell, other * lanes)));
            Store(least, ref Unsafe.Add(ref row, i * lanes));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TLanes>(TLanes vector, ref ushort cells)
        where TLanes : struct, ILanes<TLanes> => TLanes.Store(vector, ref Unsafe.As<ushort, byte>(ref cells));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Load<TLanes>(ref ushort cells)
        where TLanes : struct, ILanes<TLanes> => TLanes.Load(ref Unsafe.As<ushort, byte>(ref cells));

    private static (int Stride, int RowsPerNode, int Hashes) ShapeOf(int cells, int addresses, int nodeCount, int rows)
    {
        if (nodeCount == 0 && cells + addresses + rows == 0)
        {
            return (0, 1, 1);
        }

        int stride = nodeCount <= 0 ? 0 : rows / nodeCount;
        int rowsPerNode = stride == 0 ? 0 : cells / rows;
        return rowsPerNode > 0 && BitOperations.IsPow2(rowsPerNode) && rows == stride * nodeCount && cells == (long)rows * rowsPerNode
            && addresses >= nodeCount && addresses % nodeCount == 0
            ? (stride, rowsPerNode, addresses / nodeCount)
            : throw new ArgumentException($"{cells} cells, {addresses} addresses and {rows} cells to write do not fit {nodeCount} nodes.");
    }

    private static void ThrowIfNotLevels(ReadOnlySpan<byte> table, ReadOnlySpan<byte> levels, int levelCount, Span<byte> row)
    {
        if (row.Length % 64 != 0 || table.Length != (long)levels.Length * levelCount * row.Length)
        {
            throw new ArgumentException(
                $"A table of {table.Length} bytes does not have {levelCount} rows of {row.Length} for {levels.Length} features.",
                nameof(table));
        }

        if (levelCount <= byte.MaxValue && levels.ContainsAnyInRange((byte)levelCount, byte.MaxValue))
        {
            throw new ArgumentException($"Every level must be below {levelCount}.", nameof(levels));
        }
    }
}
