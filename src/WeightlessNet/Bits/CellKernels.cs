using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace WeightlessNet.Bits;

/// <summary>
/// Sums over rows of cells. Row r holds <c>stride</c> cells of 16 bits: those of all classes at the address of node r.
/// </summary>
/// <remarks>
/// All vector widths give the same integers. A vector may span two rows; its lanes are added up by class at the end. Loops over cells are
/// compiled with full optimization at their first call: a first pass over the examples is often over before the runtime would do it.
/// </remarks>
internal static class CellKernels
{
    /// <summary>The smallest stride. Larger strides are whole 512-bit vectors.</summary>
    public const int SmallestStride = 16;

    private const int WideStride = 32;

    /// <summary>The largest number of rows whose votes fit 16 bits and whose weights fit 32 bits.</summary>
    public const int MaximumRows = ushort.MaxValue;

    /// <summary>The smallest stride that holds a number of classes.</summary>
    public static int StrideOf(int classCount) =>
        classCount <= SmallestStride ? SmallestStride : (classCount + WideStride - 1) / WideStride * WideStride;

    /// <summary>Adds to each class's votes the number of rows in which its cell is above its threshold.</summary>
    public static void AddVotes(ReadOnlySpan<ushort> rows, ReadOnlySpan<ushort> thresholds, Span<int> votes)
    {
        switch (BitKernels.VectorBits)
        {
            case 512: AddVotes<Lanes512>(rows, thresholds, votes); break;
            case 256: AddVotes<Lanes256>(rows, thresholds, votes); break;
            case 128: AddVotes<Lanes128>(rows, thresholds, votes); break;
            default: AddVotesScalar(rows, thresholds, votes); break;
        }
    }

    /// <summary>Finds for each class the least of its cells that are above its threshold.</summary>
    /// <param name="rows">The rows.</param>
    /// <param name="thresholds">The threshold of each class.</param>
    /// <param name="least">Receives a cell for each class; the largest number of 16 bits if no cell is above its threshold.</param>
    public static void FindLeastAbove(ReadOnlySpan<ushort> rows, ReadOnlySpan<ushort> thresholds, Span<ushort> least)
    {
        switch (BitKernels.VectorBits)
        {
            case 512: FindLeastAbove<Lanes512>(rows, thresholds, least); break;
            case 256: FindLeastAbove<Lanes256>(rows, thresholds, least); break;
            case 128: FindLeastAbove<Lanes128>(rows, thresholds, least); break;
            default: FindLeastAboveScalar(rows, thresholds, least); break;
        }
    }

    /// <summary>Adds the weights of each class's cells to its sum.</summary>
    public static void AddWeights(ReadOnlySpan<ushort> rows, Span<int> sums)
    {
        switch (BitKernels.VectorBits)
        {
            case 512: AddWeights<Lanes512>(rows, sums); break;
            case 256: AddWeights<Lanes256>(rows, sums); break;
            case 128: AddWeights<Lanes128>(rows, sums); break;
            default: AddWeightsScalar(rows, sums); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddVotes<TLanes>(ReadOnlySpan<ushort> rows, ReadOnlySpan<ushort> thresholds, Span<int> votes)
        where TLanes : struct, ILanes<TLanes>
    {
        int stride = votes.Length;
        ThrowIfNotRows(rows.Length, stride);
        int lanes = TLanes.ByteCount / sizeof(ushort);
        int period = Math.Max(stride, lanes);
        int whole = rows.Length / period * period;
        Span<ushort> spread = stackalloc ushort[32];
        for (int column = 0; column < period; column += lanes)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                spread[lane] = thresholds[ClassOf(column + lane, stride)];
            }

            TLanes limits = TLanes.Load(ref Unsafe.As<ushort, byte>(ref spread[0]));
            TLanes sum = TLanes.Zero;
            for (int i = column; i < whole; i += period)
            {
                sum = TLanes.CountAbove(sum, Load<TLanes>(rows, i), limits);
            }

            TLanes.Store(sum, ref Unsafe.As<ushort, byte>(ref spread[0]));
            for (int lane = 0; lane < lanes; lane++)
            {
                votes[ClassOf(column + lane, stride)] += spread[lane];
            }
        }

        AddVotesScalar(rows[whole..], thresholds, votes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddVotesScalar(ReadOnlySpan<ushort> rows, ReadOnlySpan<ushort> thresholds, Span<int> votes)
    {
        ThrowIfNotRows(rows.Length, votes.Length);
        for (int row = 0; row < rows.Length; row += votes.Length)
        {
            for (int c = 0; c < votes.Length; c++)
            {
                votes[c] += rows[row + c] > thresholds[c] ? 1 : 0;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FindLeastAbove<TLanes>(ReadOnlySpan<ushort> rows, ReadOnlySpan<ushort> thresholds, Span<ushort> least)
        where TLanes : struct, ILanes<TLanes>
    {
        int stride = least.Length;
        ThrowIfNotRows(rows.Length, stride);
        int lanes = TLanes.ByteCount / sizeof(ushort);
        int period = Math.Max(stride, lanes);
        int whole = rows.Length / period * period;
        FindLeastAboveScalar(rows[whole..], thresholds, least);
        Span<ushort> spread = stackalloc ushort[32];
        for (int column = 0; column < period; column += lanes)
        {
            for (int lane = 0; lane < lanes; lane++)
            {
                spread[lane] = thresholds[ClassOf(column + lane, stride)];
            }

            TLanes limits = TLanes.Load(ref Unsafe.As<ushort, byte>(ref spread[0]));
            TLanes found = TLanes.Not(TLanes.Zero);
            for (int i = column; i < whole; i += period)
            {
                found = TLanes.LeastAbove(found, Load<TLanes>(rows, i), limits);
            }

            TLanes.Store(found, ref Unsafe.As<ushort, byte>(ref spread[0]));
            for (int lane = 0; lane < lanes; lane++)
            {
                ref ushort own = ref least[ClassOf(column + lane, stride)];
                own = Math.Min(own, spread[lane]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FindLeastAboveScalar(ReadOnlySpan<ushort> rows, ReadOnlySpan<ushort> thresholds, Span<ushort> least)
    {
        ThrowIfNotRows(rows.Length, least.Length);
        least.Fill(ushort.MaxValue);
        for (int row = 0; row < rows.Length; row += least.Length)
        {
            for (int c = 0; c < least.Length; c++)
            {
                ushort cell = rows[row + c];
                least[c] = cell > thresholds[c] ? Math.Min(least[c], cell) : least[c];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddWeights<TLanes>(ReadOnlySpan<ushort> rows, Span<int> sums)
        where TLanes : struct, ILanes<TLanes>
    {
        int stride = sums.Length;
        ThrowIfNotRows(rows.Length, stride);
        int lanes = TLanes.ByteCount / sizeof(ushort);
        int period = Math.Max(stride, lanes);
        int whole = rows.Length / period * period;
        for (int column = 0; column < period; column += lanes)
        {
            TLanes lower = TLanes.Zero;
            TLanes upper = TLanes.Zero;
            for (int i = column; i < whole; i += period)
            {
                TLanes.AddWeights(Load<TLanes>(rows, i), ref lower, ref upper);
            }

            Fold(lower, column, sums);
            Fold(upper, column + (lanes / 2), sums);
        }

        AddWeightsScalar(rows[whole..], sums);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddWeightsScalar(ReadOnlySpan<ushort> rows, Span<int> sums)
    {
        ThrowIfNotRows(rows.Length, sums.Length);
        for (int row = 0; row < rows.Length; row += sums.Length)
        {
            for (int c = 0; c < sums.Length; c++)
            {
                sums[c] += CellWeight.Of(rows[row + c]);
            }
        }
    }

    /// <summary>Adds each class's signed 16-bit cells, in the rows that begin at the offsets, to its sum.</summary>
    public static void AddSignedCells(ReadOnlySpan<short> cells, ReadOnlySpan<int> offsets, Span<int> sums)
    {
        switch (BitKernels.VectorBits)
        {
            // A row of 16 classes is 256 bits; wider vectors would need two rows from different places.
            case 512 when sums.Length % 32 == 0: AddSignedCells<Lanes512>(cells, offsets, sums); break;
            case >= 256: AddSignedCells<Lanes256>(cells, offsets, sums); break;
            case 128: AddSignedCells<Lanes128>(cells, offsets, sums); break;
            default: AddSignedCellsScalar(cells, offsets, sums); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSignedCells<TLanes>(ReadOnlySpan<short> cells, ReadOnlySpan<int> offsets, Span<int> sums)
        where TLanes : struct, ILanes<TLanes>
    {
        int lanes = TLanes.ByteCount / sizeof(short);
        int stride = sums.Length;
        ThrowIfNotVectors(stride, lanes);
        foreach (int offset in offsets)
        {
            _ = cells.Slice(offset, stride);
        }

        ref short first = ref MemoryMarshal.GetReference(cells);
        for (int column = 0; column < stride; column += lanes)
        {
            TLanes lower = TLanes.Zero;
            TLanes upper = TLanes.Zero;
            foreach (int offset in offsets)
            {
                TLanes.AddSigned(
                    TLanes.Load(ref Unsafe.As<short, byte>(ref Unsafe.Add(ref first, offset + column))), ref lower, ref upper);
            }

            Fold(lower, column, sums);
            Fold(upper, column + (lanes / 2), sums);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSignedCellsScalar(ReadOnlySpan<short> cells, ReadOnlySpan<int> offsets, Span<int> sums)
    {
        foreach (int offset in offsets)
        {
            for (int c = 0; c < sums.Length; c++)
            {
                sums[c] += cells[offset + c];
            }
        }
    }

    /// <summary>Adds each class's signed 8-bit cells, in the rows that begin at the offsets, to its sum.</summary>
    public static void AddSignedCells(ReadOnlySpan<sbyte> cells, ReadOnlySpan<int> offsets, Span<int> sums)
    {
        switch (BitKernels.VectorBits)
        {
            // A row of 16 classes is 128 bits.
            case 512 when sums.Length % 64 == 0: AddSignedCells<Lanes512>(cells, offsets, sums); break;
            case >= 256 when sums.Length % 32 == 0: AddSignedCells<Lanes256>(cells, offsets, sums); break;
            case >= 128: AddSignedCells<Lanes128>(cells, offsets, sums); break;
            default: AddSignedCellsScalar(cells, offsets, sums); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSignedCells<TLanes>(ReadOnlySpan<sbyte> cells, ReadOnlySpan<int> offsets, Span<int> sums)
        where TLanes : struct, ILanes<TLanes>
    {
        // The sum of 256 cells of -128 to 127 fits 16 bits.
        const int RowsPerSum = 256;
        int lanes = TLanes.ByteCount;
        ThrowIfNotVectors(sums.Length, lanes);
        foreach (int offset in offsets)
        {
            _ = cells.Slice(offset, sums.Length);
        }

        ref sbyte first = ref MemoryMarshal.GetReference(cells);
        Span<short> values = stackalloc short[32];
        for (int start = 0; start < offsets.Length; start += RowsPerSum)
        {
            ReadOnlySpan<int> rows = offsets.Slice(start, Math.Min(RowsPerSum, offsets.Length - start));
            for (int column = 0; column < sums.Length; column += lanes)
            {
                TLanes lower = TLanes.Zero;
                TLanes upper = TLanes.Zero;
                foreach (int offset in rows)
                {
                    TLanes.AddSignedBytes(
                        TLanes.Load(ref Unsafe.As<sbyte, byte>(ref Unsafe.Add(ref first, offset + column))), ref lower, ref upper);
                }

                FoldCells(lower, sums.Slice(column, lanes / 2), values);
                FoldCells(upper, sums.Slice(column + (lanes / 2), lanes / 2), values);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddSignedCellsScalar(ReadOnlySpan<sbyte> cells, ReadOnlySpan<int> offsets, Span<int> sums)
    {
        foreach (int offset in offsets)
        {
            for (int c = 0; c < sums.Length; c++)
            {
                sums[c] += cells[offset + c];
            }
        }
    }

    private static void FoldCells<TLanes>(TLanes lanes, Span<int> sums, Span<short> values)
        where TLanes : struct, ILanes<TLanes>
    {
        TLanes.Store(lanes, ref Unsafe.As<short, byte>(ref values[0]));
        for (int lane = 0; lane < sums.Length; lane++)
        {
            sums[lane] += values[lane];
        }
    }

    private static TLanes Load<TLanes>(ReadOnlySpan<ushort> rows, int index)
        where TLanes : struct, ILanes<TLanes> =>
        TLanes.Load(ref Unsafe.As<ushort, byte>(ref Unsafe.Add(ref MemoryMarshal.GetReference(rows), index)));

    // A vector spans at most two rows, so a subtraction replaces the division.
    private static int ClassOf(int lane, int stride) => lane < stride ? lane : lane - stride;

    private static void Fold<TLanes>(TLanes lanes, int column, Span<int> sums)
        where TLanes : struct, ILanes<TLanes>
    {
        Span<int> values = stackalloc int[16];
        TLanes.Store(lanes, ref Unsafe.As<int, byte>(ref values[0]));
        for (int lane = 0; lane < TLanes.ByteCount / sizeof(int); lane++)
        {
            sums[ClassOf(column + lane, sums.Length)] += values[lane];
        }
    }

    private static void ThrowIfNotVectors(int stride, int lanes)
    {
        if (stride % lanes != 0)
        {
            throw new ArgumentException($"A row of {stride} cells is not a multiple of {lanes}.", nameof(stride));
        }
    }

    private static void ThrowIfNotRows(int length, int stride)
    {
        if (stride != StrideOf(stride) || length % stride != 0 || length / stride > MaximumRows)
        {
            throw new ArgumentException($"{length} cells are not 0 to {MaximumRows} rows of {stride}.", nameof(length));
        }
    }
}
