using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Transposes eight rows of eight words in registers, on machines with vectors of 512 bits.</summary>
internal static class WordSquare
{
    /// <summary>The number of rows, and of words of a row.</summary>
    public const int Size = 8;

    // Of four quarters of each of two vectors, the even ones and the odd ones.
    private const byte Even = 0b10_00_10_00;
    private const byte Odd = 0b11_01_11_01;

    /// <summary>Writes word i of row r as word r of row i.</summary>
    /// <param name="rows">The first words of the rows, <paramref name="step"/> words apart.</param>
    /// <param name="step">The number of words from a row to the next.</param>
    /// <param name="columns">Receives eight rows, <paramref name="columnStep"/> words apart.</param>
    /// <param name="columnStep">The number of words from a written row to the next.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Transpose(ReadOnlySpan<ulong> rows, int step, Span<ulong> columns, int columnStep)
    {
        _ = rows.Slice((Size - 1) * step, Size);
        _ = columns.Slice((Size - 1) * columnStep, Size);
        ref ulong row = ref MemoryMarshal.GetReference(rows);
        (Vector512<ulong> even01, Vector512<ulong> odd01) = Pair(ref row, step);
        (Vector512<ulong> even23, Vector512<ulong> odd23) = Pair(ref Unsafe.Add(ref row, 2 * step), step);
        (Vector512<ulong> even45, Vector512<ulong> odd45) = Pair(ref Unsafe.Add(ref row, 4 * step), step);
        (Vector512<ulong> even67, Vector512<ulong> odd67) = Pair(ref Unsafe.Add(ref row, 6 * step), step);
        ref ulong column = ref MemoryMarshal.GetReference(columns);
        WriteFour(even01, even23, even45, even67, ref column, columnStep);
        WriteFour(odd01, odd23, odd45, odd67, ref Unsafe.Add(ref column, columnStep), columnStep);
    }

    // The words of even and of odd numbers of two rows, those of the same number side by side.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<ulong> Even, Vector512<ulong> Odd) Pair(ref ulong row, int step)
    {
        var first = Vector512.LoadUnsafe(ref row);
        var second = Vector512.LoadUnsafe(ref Unsafe.Add(ref row, step));
        return (Avx512F.UnpackLow(first, second), Avx512F.UnpackHigh(first, second));
    }

    // The columns 0, 2, 4 and 6 after the first one.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteFour(
        Vector512<ulong> a, Vector512<ulong> b, Vector512<ulong> c, Vector512<ulong> d, ref ulong column, int columnStep)
    {
        Vector512<ulong> lowEven = Avx512F.Shuffle4x128(a, b, Even);
        Vector512<ulong> lowOdd = Avx512F.Shuffle4x128(a, b, Odd);
        Vector512<ulong> highEven = Avx512F.Shuffle4x128(c, d, Even);
        Vector512<ulong> highOdd = Avx512F.Shuffle4x128(c, d, Odd);
        Avx512F.Shuffle4x128(lowEven, highEven, Even).StoreUnsafe(ref column);
        Avx512F.Shuffle4x128(lowOdd, highOdd, Even).StoreUnsafe(ref Unsafe.Add(ref column, 2 * columnStep));
        Avx512F.Shuffle4x128(lowEven, highEven, Odd).StoreUnsafe(ref Unsafe.Add(ref column, 4 * columnStep));
        Avx512F.Shuffle4x128(lowOdd, highOdd, Odd).StoreUnsafe(ref Unsafe.Add(ref column, 6 * columnStep));
    }
}
