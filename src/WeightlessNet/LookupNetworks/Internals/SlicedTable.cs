using System.Runtime.CompilerServices;
using WeightlessNet.Bits;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Answers of a table of six inputs for as many samples at once as a vector has bits.</summary>
/// <typeparam name="TLanes">The vector: a slice, that is one bit of each sample.</typeparam>
internal static class SlicedTable<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>The number of functions of two inputs.</summary>
    public const int Pairs = 16;

    /// <summary>
    /// The number of functions of a table: each is of its first two inputs, and there is one for each address of the other four.
    /// </summary>
    public const int Functions = 16;

    /// <summary>The functions of tables: for each, where its answers are among those of <see cref="Pairs"/> functions.</summary>
    /// <param name="tables">The tables. Bit a is the answer at address a.</param>
    /// <returns>The functions, for <see cref="Answer"/>: <see cref="Functions"/> for each table.</returns>
    public static byte[] FunctionsOf(ReadOnlySpan<ulong> tables)
    {
        // In eighths of a vector, as an instruction multiplies an index by eight.
        byte[] functions = new byte[tables.Length * Functions];
        for (int i = 0; i < functions.Length; i++)
        {
            functions[i] = (byte)((int)(tables[i / Functions] >> (4 * (i % Functions)) & 15) * (TLanes.ByteCount / 8));
        }

        return functions;
    }

    /// <summary>The first bytes of slices.</summary>
    /// <param name="pins">The indexes of the slices.</param>
    public static int[] OffsetsOf(int[] pins) => Array.ConvertAll(pins, static pin => pin * TLanes.ByteCount);

    /// <summary>The answers of a table.</summary>
    /// <param name="functions">The first of its <see cref="FunctionsOf"/>.</param>
    /// <param name="slices">The first of the slices of all bits.</param>
    /// <param name="offset">The first of six numbers: for each input the slice that it reads, by <see cref="OffsetsOf"/>.</param>
    /// <param name="pairs">The first of <see cref="Pairs"/> vectors, begun by <see cref="WriteConstants"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Answer(ref byte functions, ref TLanes slices, ref int offset, ref TLanes pairs)
    {
        WritePairs(Slice(ref slices, ref offset, 0), Slice(ref slices, ref offset, 1), ref pairs);
        TLanes third = Slice(ref slices, ref offset, 2);
        TLanes fourth = Slice(ref slices, ref offset, 3);
        TLanes fifth = Slice(ref slices, ref offset, 4);
        TLanes low = TLanes.Select(
            fifth, OfFour(ref functions, 4, third, fourth, ref pairs), OfFour(ref functions, 0, third, fourth, ref pairs));
        TLanes high = TLanes.Select(
            fifth, OfFour(ref functions, 12, third, fourth, ref pairs), OfFour(ref functions, 8, third, fourth, ref pairs));
        return TLanes.Select(Slice(ref slices, ref offset, 5), high, low);
    }

    /// <summary>Writes the functions that do not depend on their inputs: the first answers 0, and the last 1.</summary>
    /// <param name="pairs">Memory for <see cref="Pairs"/> vectors.</param>
    public static void WriteConstants(Span<TLanes> pairs)
    {
        pairs[0] = TLanes.Zero;
        pairs[Pairs - 1] = TLanes.Not(TLanes.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Slice(ref TLanes slices, ref int offset, int input) =>
        Unsafe.AddByteOffset(ref slices, (nuint)(uint)Unsafe.Add(ref offset, input));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes OfFour(ref byte functions, int function, TLanes third, TLanes fourth, ref TLanes pairs)
    {
        TLanes low = TLanes.Select(third, Pair(ref functions, function + 1, ref pairs), Pair(ref functions, function, ref pairs));
        TLanes high = TLanes.Select(third, Pair(ref functions, function + 3, ref pairs), Pair(ref functions, function + 2, ref pairs));
        return TLanes.Select(fourth, high, low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Pair(ref byte functions, int function, ref TLanes pairs) =>
        Unsafe.AddByteOffset(ref pairs, (nuint)Unsafe.Add(ref functions, function) * 8);

    // Function f of two inputs: bit a of f is its answer at address a.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WritePairs(TLanes first, TLanes second, ref TLanes pairs)
    {
        TLanes both = TLanes.And(first, second);
        TLanes either = TLanes.Or(first, second);
        TLanes one = TLanes.Xor(first, second);
        TLanes notFirst = TLanes.Not(first);
        TLanes notSecond = TLanes.Not(second);
        Unsafe.Add(ref pairs, 1) = TLanes.Not(either);
        Unsafe.Add(ref pairs, 2) = TLanes.And(first, notSecond);
        Unsafe.Add(ref pairs, 3) = notSecond;
        Unsafe.Add(ref pairs, 4) = TLanes.And(second, notFirst);
        Unsafe.Add(ref pairs, 5) = notFirst;
        Unsafe.Add(ref pairs, 6) = one;
        Unsafe.Add(ref pairs, 7) = TLanes.Not(both);
        Unsafe.Add(ref pairs, 8) = both;
        Unsafe.Add(ref pairs, 9) = TLanes.Not(one);
        Unsafe.Add(ref pairs, 10) = first;
        Unsafe.Add(ref pairs, 11) = TLanes.Or(first, notSecond);
        Unsafe.Add(ref pairs, 12) = second;
        Unsafe.Add(ref pairs, 13) = TLanes.Or(notFirst, second);
        Unsafe.Add(ref pairs, 14) = either;
    }
}
