using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using WeightlessNet.Encoders;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>The bytes of 32 samples, by feature and not by sample: a vector has a byte of each sample.</summary>
internal static class ByteColumns
{
    /// <summary>The number of samples.</summary>
    public const int Samples = EdgesOfManyImages.Count;

    private const int Block = sizeof(ulong);

    /// <summary>Writes the columns.</summary>
    /// <param name="samples">The bytes of 32 samples, one sample after the other.</param>
    /// <param name="columns">Receives 32 bytes for each feature.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(ReadOnlySpan<byte> samples, Span<byte> columns)
    {
        int features = samples.Length / Samples;
        if (features < Block)
        {
            for (int i = 0; i < samples.Length; i++)
            {
                columns[(i % features * Samples) + (i / features)] = samples[i];
            }

            return;
        }

        ref byte sample = ref MemoryMarshal.GetReference(samples);
        ref byte column = ref MemoryMarshal.GetReference(columns);
        for (int next = 0; next < features; next += Block)
        {
            // The last features are written with some of those before them once more.
            int feature = Math.Min(next, features - Block);
            WriteBlock(ref Unsafe.Add(ref sample, feature), features, ref Unsafe.Add(ref column, feature * Samples));
        }
    }

    // Eight features. Each vector has eight bytes of the samples i, i + 8, i + 16 and i + 24; swapping ever smaller blocks of eight of them
    // (Warren, "Hacker's Delight" (2002), section 7-3) gives the eight features.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteBlock(ref byte sample, int features, ref byte column)
    {
        Vector256<ulong> a = Row(ref sample, 0, features);
        Vector256<ulong> b = Row(ref sample, 1, features);
        Vector256<ulong> c = Row(ref sample, 2, features);
        Vector256<ulong> d = Row(ref sample, 3, features);
        Vector256<ulong> e = Row(ref sample, 4, features);
        Vector256<ulong> f = Row(ref sample, 5, features);
        Vector256<ulong> g = Row(ref sample, 6, features);
        Vector256<ulong> h = Row(ref sample, 7, features);
        Vector256<ulong> mask = Vector256.Create(0x00000000FFFFFFFFul);
        Swap(ref a, ref e, 32, mask);
        Swap(ref b, ref f, 32, mask);
        Swap(ref c, ref g, 32, mask);
        Swap(ref d, ref h, 32, mask);
        mask = Vector256.Create(0x0000FFFF0000FFFFul);
        Swap(ref a, ref c, 16, mask);
        Swap(ref b, ref d, 16, mask);
        Swap(ref e, ref g, 16, mask);
        Swap(ref f, ref h, 16, mask);
        mask = Vector256.Create(0x00FF00FF00FF00FFul);
        Swap(ref a, ref b, 8, mask);
        Swap(ref c, ref d, 8, mask);
        Swap(ref e, ref f, 8, mask);
        Swap(ref g, ref h, 8, mask);
        a.AsByte().StoreUnsafe(ref column);
        b.AsByte().StoreUnsafe(ref column, Samples);
        c.AsByte().StoreUnsafe(ref column, 2 * Samples);
        d.AsByte().StoreUnsafe(ref column, 3 * Samples);
        e.AsByte().StoreUnsafe(ref column, 4 * Samples);
        f.AsByte().StoreUnsafe(ref column, 5 * Samples);
        g.AsByte().StoreUnsafe(ref column, 6 * Samples);
        h.AsByte().StoreUnsafe(ref column, 7 * Samples);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Row(ref byte sample, int row, int features)
    {
        ref byte first = ref Unsafe.Add(ref sample, row * features);
        int step = Block * features;
        return Vector256.Create(
            Unsafe.ReadUnaligned<ulong>(ref first),
            Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, step)),
            Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, 2 * step)),
            Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref first, 3 * step)));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Swap(ref Vector256<ulong> first, ref Vector256<ulong> second, int width, Vector256<ulong> mask)
    {
        Vector256<ulong> swapped = ((first >>> width) ^ second) & mask;
        first ^= swapped << width;
        second ^= swapped;
    }
}
