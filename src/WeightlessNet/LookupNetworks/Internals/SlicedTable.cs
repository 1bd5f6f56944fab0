using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Answers of a table of six inputs for 512 samples at once.</summary>
internal static class SlicedTable
{
    /// <summary>The number of functions of two inputs.</summary>
    public const int Pairs = 16;

    /// <summary>The answers of a table.</summary>
    /// <param name="table">Bit a is the answer at address a.</param>
    /// <param name="slices">The first of the slices of all bits.</param>
    /// <param name="pins">For each input the slice that it reads.</param>
    /// <param name="pairs">Scratch memory for <see cref="Pairs"/> vectors.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<ulong> Answer(
        ulong table, ref Vector512<ulong> slices, ReadOnlySpan<int> pins, ref Vector512<ulong> pairs)
    {
        WritePairs(Unsafe.Add(ref slices, pins[0]), Unsafe.Add(ref slices, pins[1]), ref pairs);
        Vector512<ulong> third = Unsafe.Add(ref slices, pins[2]);
        Vector512<ulong> fourth = Unsafe.Add(ref slices, pins[3]);
        Vector512<ulong> fifth = Unsafe.Add(ref slices, pins[4]);
        Vector512<ulong> low = Vector512.ConditionalSelect(
            fifth, OfFour((uint)table >> 16, third, fourth, ref pairs), OfFour((uint)table, third, fourth, ref pairs));
        uint upper = (uint)(table >> 32);
        Vector512<ulong> high = Vector512.ConditionalSelect(
            fifth, OfFour(upper >> 16, third, fourth, ref pairs), OfFour(upper, third, fourth, ref pairs));
        return Vector512.ConditionalSelect(Unsafe.Add(ref slices, pins[5]), high, low);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> OfFour(uint table, Vector512<ulong> third, Vector512<ulong> fourth, ref Vector512<ulong> pairs)
    {
        Vector512<ulong> low = Vector512.ConditionalSelect(
            third, Unsafe.Add(ref pairs, (table >> 4) & 15), Unsafe.Add(ref pairs, table & 15));
        Vector512<ulong> high = Vector512.ConditionalSelect(
            third, Unsafe.Add(ref pairs, (table >> 12) & 15), Unsafe.Add(ref pairs, (table >> 8) & 15));
        return Vector512.ConditionalSelect(fourth, high, low);
    }

    // Function f of two inputs: bit a of f is its answer at address a.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WritePairs(Vector512<ulong> first, Vector512<ulong> second, ref Vector512<ulong> pairs)
    {
        pairs = default;
        Unsafe.Add(ref pairs, 1) = ~(first | second);
        Unsafe.Add(ref pairs, 2) = Vector512.AndNot(first, second);
        Unsafe.Add(ref pairs, 3) = ~second;
        Unsafe.Add(ref pairs, 4) = Vector512.AndNot(second, first);
        Unsafe.Add(ref pairs, 5) = ~first;
        Unsafe.Add(ref pairs, 6) = first ^ second;
        Unsafe.Add(ref pairs, 7) = ~(first & second);
        Unsafe.Add(ref pairs, 8) = first & second;
        Unsafe.Add(ref pairs, 9) = ~(first ^ second);
        Unsafe.Add(ref pairs, 10) = first;
        Unsafe.Add(ref pairs, 11) = first | ~second;
        Unsafe.Add(ref pairs, 12) = second;
        Unsafe.Add(ref pairs, 13) = ~first | second;
        Unsafe.Add(ref pairs, 14) = first | second;
        Unsafe.Add(ref pairs, 15) = Vector512<ulong>.AllBitsSet;
    }
}
