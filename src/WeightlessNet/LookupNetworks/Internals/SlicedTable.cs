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

    /// <summary>The answers of a table.</summary>
    /// <param name="table">Bit a is the answer at address a.</param>
    /// <param name="slices">The first of the slices of all bits.</param>
    /// <param name="pin">The first of six numbers: for each input the slice that it reads.</param>
    /// <param name="pairs">The first of <see cref="Pairs"/> vectors, begun by <see cref="WriteConstants"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes Answer(ulong table, ref TLanes slices, ref int pin, ref TLanes pairs)
    {
        WritePairs(Unsafe.Add(ref slices, pin), Unsafe.Add(ref slices, Unsafe.Add(ref pin, 1)), ref pairs);
        TLanes third = Unsafe.Add(ref slices, Unsafe.Add(ref pin, 2));
        TLanes fourth = Unsafe.Add(ref slices, Unsafe.Add(ref pin, 3));
        TLanes fifth = Unsafe.Add(ref slices, Unsafe.Add(ref pin, 4));
        TLanes low = TLanes.Select(
            fifth, OfFour((uint)table >> 16, third, fourth, ref pairs), OfFour((uint)table, third, fourth, ref pairs));
        uint upper = (uint)(table >> 32);
        TLanes high = TLanes.Select(
            fifth, OfFour(upper >> 16, third, fourth, ref pairs), OfFour(upper, third, fourth, ref pairs));
        return TLanes.Select(Unsafe.Add(ref slices, Unsafe.Add(ref pin, 5)), high, low);
    }

    /// <summary>Writes the functions that do not depend on their inputs: the first answers 0, and the last 1.</summary>
    /// <param name="pairs">Memory for <see cref="Pairs"/> vectors.</param>
    public static void WriteConstants(Span<TLanes> pairs)
    {
        pairs[0] = TLanes.Zero;
        pairs[Pairs - 1] = TLanes.Not(TLanes.Zero);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes OfFour(uint table, TLanes third, TLanes fourth, ref TLanes pairs)
    {
        TLanes low = TLanes.Select(third, Unsafe.Add(ref pairs, (table >> 4) & 15), Unsafe.Add(ref pairs, table & 15));
        TLanes high = TLanes.Select(third, Unsafe.Add(ref pairs, (table >> 12) & 15), Unsafe.Add(ref pairs, (table >> 8) & 15));
        return TLanes.Select(fourth, high, low);
    }

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
