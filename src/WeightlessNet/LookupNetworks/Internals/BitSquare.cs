using System.Runtime.CompilerServices;
using WeightlessNet.Bits;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// Transposes squares of bits in all words of vectors, by swapping ever smaller blocks: Warren, "Hacker's Delight" (2002), section 7-3.
/// </summary>
/// <typeparam name="TLanes">The vector: a row, with a part of each square.</typeparam>
internal static class BitSquare<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>The rows that are exchanged together: as many fit in registers, with what is computed from them.</summary>
    public const int Rows = 8;

    /// <summary>Swaps blocks of a width, then of half of it, then of a quarter of it, between eight rows.</summary>
    /// <param name="first">The first of the rows.</param>
    /// <param name="distance">The number of vectors from a row to the next.</param>
    /// <param name="width">The number of bits of a block: 4 or more.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Exchange(ref TLanes first, int distance, int width)
    {
        TLanes wide = Mask(width);
        TLanes middle = Mask(width / 2);
        TLanes narrow = Mask(width / 4);
        TLanes a = first;
        TLanes b = Unsafe.Add(ref first, distance);
        TLanes c = Unsafe.Add(ref first, 2 * distance);
        TLanes d = Unsafe.Add(ref first, 3 * distance);
        TLanes e = Unsafe.Add(ref first, 4 * distance);
        TLanes f = Unsafe.Add(ref first, 5 * distance);
        TLanes g = Unsafe.Add(ref first, 6 * distance);
        TLanes h = Unsafe.Add(ref first, 7 * distance);
        Swap(ref a, ref e, width, wide);
        Swap(ref b, ref f, width, wide);
        Swap(ref c, ref g, width, wide);
        Swap(ref d, ref h, width, wide);
        Swap(ref a, ref c, width / 2, middle);
        Swap(ref b, ref d, width / 2, middle);
        Swap(ref e, ref g, width / 2, middle);
        Swap(ref f, ref h, width / 2, middle);
        Swap(ref a, ref b, width / 4, narrow);
        Swap(ref c, ref d, width / 4, narrow);
        Swap(ref e, ref f, width / 4, narrow);
        Swap(ref g, ref h, width / 4, narrow);
        first = a;
        Unsafe.Add(ref first, distance) = b;
        Unsafe.Add(ref first, 2 * distance) = c;
        Unsafe.Add(ref first, 3 * distance) = d;
        Unsafe.Add(ref first, 4 * distance) = e;
        Unsafe.Add(ref first, 5 * distance) = f;
        Unsafe.Add(ref first, 6 * distance) = g;
        Unsafe.Add(ref first, 7 * distance) = h;
    }

    // The upper half of each block of the first row for the lower half of that of the second row.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Swap(ref TLanes first, ref TLanes second, int width, TLanes lower)
    {
        if (TLanes.ByteCount == Lanes512.ByteCount)
        {
            // A selection is one instruction of 512 bits, three of fewer bits.
            TLanes upperOfFirst = TLanes.ShiftWordsRight(first, width);
            first = TLanes.Select(lower, first, TLanes.ShiftWordsLeft(second, width));
            second = TLanes.Select(lower, upperOfFirst, second);
            return;
        }

        TLanes swapped = TLanes.And(TLanes.Xor(TLanes.ShiftWordsRight(first, width), second), lower);
        first = TLanes.Xor(first, TLanes.ShiftWordsLeft(swapped, width));
        second = TLanes.Xor(second, swapped);
    }

    // The lower half of each block of twice the width.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TLanes Mask(int width) => TLanes.OfWord(ulong.MaxValue / ((1UL << width) + 1));
}
