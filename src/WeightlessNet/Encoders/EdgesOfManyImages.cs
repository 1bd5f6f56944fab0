using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Encoders;

/// <summary>
/// The edges of <see cref="ImageEdges"/> of several images at once: one pixel of all of them is a vector, so that no place of an image is
/// special.
/// </summary>
internal static class EdgesOfManyImages
{
    /// <summary>The number of images.</summary>
    public const int Count = 32;

    // A vertical edge reads four lines of pairs, a horizontal one three lines of pixels.
    private const int LinesKept = ImageEdges.PairsBefore + 1 + ImageEdges.PairsAfter;

    // Sums need 16 bits.
    private const int SumBytes = 2 * Count;

    /// <summary>The number of bytes of scratch memory for images of a width.</summary>
    public static int ScratchBytes(int width) => (((2 * LinesKept) + 1) * width * SumBytes) + (PlacesOf(width) * Count);

    /// <summary>Writes the edges.</summary>
    /// <param name="pixels">For each pixel, in whole rows, a byte of each image.</param>
    /// <param name="width">The number of pixels of a row.</param>
    /// <param name="horizontal">Receives a byte of each image for each pixel.</param>
    /// <param name="vertical">Receives a byte of each image for each pixel.</param>
    /// <param name="scratch">Memory of <see cref="ScratchBytes"/> bytes.</param>
    public static void Write(ReadOnlySpan<byte> pixels, int width, Span<byte> horizontal, Span<byte> vertical, Span<byte> scratch)
    {
        int rowBytes = width * Count;
        int height = pixels.Length / rowBytes;
        int lineBytes = width * SumBytes;
        Span<byte> inRows = scratch[..(LinesKept * lineBytes)];
        Span<byte> inColumns = scratch.Slice(LinesKept * lineBytes, LinesKept * lineBytes);
        Span<byte> none = scratch.Slice(2 * LinesKept * lineBytes, lineBytes);
        Span<byte> differences = scratch.Slice(((2 * LinesKept) + 1) * lineBytes, PlacesOf(width) * Count);
        inRows.Clear();
        inColumns.Clear();
        none.Clear();
        differences.Clear();

        // Of row r the horizontal edge reads the lines r - 1 to r + 1, and the vertical one the pairs that begin in r - 2 to r + 1.
        for (int row = 0; row <= height; row++)
        {
            Span<byte> lineOfRows = Line(inRows, row, lineBytes);
            Span<byte> lineOfColumns = Line(inColumns, row, lineBytes);
            if (row < height)
            {
                WriteRowDifferences(pixels.Slice(row * rowBytes, rowBytes), width, differences);
                AddNeighbors(differences, width, ImageEdges.PairsBefore, ImageEdges.PairsAfter, lineOfRows);
            }
            else
            {
                lineOfRows.Clear();
            }

            if (row < height - 1)
            {
                WriteColumnDifferences(pixels.Slice(row * rowBytes, 2 * rowBytes), width, differences);
                AddNeighbors(differences, width, ImageEdges.Lines, ImageEdges.Lines, lineOfColumns);
            }
            else
            {
                lineOfColumns.Clear();
            }

            if (row > 0)
            {
                int ended = (row - 1) * rowBytes;
                AddLines(
                    lineOfRows,
                    Line(inRows, row + 3, lineBytes),
                    Line(inRows, row + 2, lineBytes),
                    none,
                    horizontal.Slice(ended, rowBytes));
                AddLines(
                    lineOfColumns,
                    Line(inColumns, row + 3, lineBytes),
                    Line(inColumns, row + 2, lineBytes),
                    Line(inColumns, row + 1, lineBytes),
                    vertical.Slice(ended, rowBytes));
            }
        }
    }

    // Differences have places without pairs before and after them.
    private static int PlacesOf(int width) => ImageEdges.PairsBefore + 1 + width + ImageEdges.PairsAfter;

    // The lines of rows that differ by four share their memory.
    private static Span<byte> Line(Span<byte> lines, int row, int lineBytes) => lines.Slice(row % LinesKept * lineBytes, lineBytes);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteRowDifferences(ReadOnlySpan<byte> row, int width, Span<byte> differences)
    {
        ref byte pixel = ref MemoryMarshal.GetReference(row);
        ref byte difference = ref differences[(ImageEdges.PairsBefore + 1) * Count];
        var own = Vector256.LoadUnsafe(ref pixel);
        for (nuint at = 0; at < (nuint)((width - 1) * Count); at += Count)
        {
            var next = Vector256.LoadUnsafe(ref pixel, at + Count);
            ImageEdges.Difference(own, next).StoreUnsafe(ref difference, at);
            own = next;
        }

        // The last pixel of a row has no next one.
        Vector256<byte>.Zero.StoreUnsafe(ref difference, (nuint)((width - 1) * Count));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteColumnDifferences(ReadOnlySpan<byte> rows, int width, Span<byte> differences)
    {
        ref byte upper = ref MemoryMarshal.GetReference(rows);
        ref byte lower = ref Unsafe.Add(ref upper, width * Count);
        ref byte difference = ref differences[(ImageEdges.PairsBefore + 1) * Count];
        for (nuint at = 0; at < (nuint)(width * Count); at += Count)
        {
            ImageEdges.Difference(Vector256.LoadUnsafe(ref upper, at), Vector256.LoadUnsafe(ref lower, at)).StoreUnsafe(ref difference, at);
        }
    }

    // For each place, the sum of the differences of some places before it to some after it. A sum's bytes are apart: first those of the
    // images of even numbers, then of odd ones, as these need no instruction that crosses a vector.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddNeighbors(ReadOnlySpan<byte> differences, int width, int before, int after, Span<byte> sums)
    {
        ref byte first = ref Unsafe.Add(ref MemoryMarshal.GetReference(differences), (ImageEdges.PairsBefore + 1) * Count);
        ref byte entering = ref Unsafe.Add(ref first, after * Count);
        ref byte leaving = ref Unsafe.Add(ref first, -(before + 1) * Count);
        ref byte sum = ref MemoryMarshal.GetReference(sums);
        Vector256<ushort> even = default;
        Vector256<ushort> odd = default;
        for (int at = 0; at < after * Count; at += Count)
        {
            var some = Vector256.LoadUnsafe(ref first, (nuint)at);
            even += Even(some);
            odd += Odd(some);
        }

        for (nuint at = 0; at < (nuint)(width * Count); at += Count)
        {
            var next = Vector256.LoadUnsafe(ref entering, at);
            var last = Vector256.LoadUnsafe(ref leaving, at);
            even += Even(next) - Even(last);
            odd += Odd(next) - Odd(last);
            even.AsByte().StoreUnsafe(ref sum, 2 * at);
            odd.AsByte().StoreUnsafe(ref sum, (2 * at) + Count);
        }
    }

    // The edges of a row, from the sums of four lines.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddLines(
        ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, ReadOnlySpan<byte> fourth, Span<byte> edges)
    {
        ref byte one = ref MemoryMarshal.GetReference(first);
        ref byte two = ref MemoryMarshal.GetReference(second);
        ref byte three = ref MemoryMarshal.GetReference(third);
        ref byte four = ref MemoryMarshal.GetReference(fourth);
        ref byte edge = ref MemoryMarshal.GetReference(edges);
        for (nuint at = 0; at < (nuint)edges.Length; at += Count)
        {
            nuint sum = 2 * at;
            Vector256<ushort> even = Sums(ref one, sum) + Sums(ref two, sum) + Sums(ref three, sum) + Sums(ref four, sum);
            sum += Count;
            Vector256<ushort> odd = Sums(ref one, sum) + Sums(ref two, sum) + Sums(ref three, sum) + Sums(ref four, sum);
            (ImageEdges.Edge(even) | (ImageEdges.Edge(odd) << 8)).AsByte().StoreUnsafe(ref edge, at);
        }
    }

    private static Vector256<ushort> Sums(ref byte line, nuint at) => Vector256.LoadUnsafe(ref line, at).AsUInt16();

    private static Vector256<ushort> Even(Vector256<byte> bytes) => bytes.AsUInt16() & Vector256.Create((ushort)byte.MaxValue);

    private static Vector256<ushort> Odd(Vector256<byte> bytes) => bytes.AsUInt16() >>> 8;
}
