using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

/// <summary>
/// How much a grayscale image changes around each of its pixels: in a row (horizontally) and in a column (vertically). An edge is a number
/// of 0 to 255: the absolute differences of neighboring pixels, of four pairs in each of three lines around the pixel, added up and divided
/// by 8. Pairs that are not wholly in the image count nothing.
/// </summary>
/// <remarks>Integers for bytes, so the same at every vector width. Thread-safe: each thread has scratch memory of its own.</remarks>
internal static class ImageEdges
{
    /// <summary>How many places before the pixel the first pair of an edge begins.</summary>
    public const int PairsBefore = 2;

    /// <summary>How many places after the pixel the last pair begins.</summary>
    public const int PairsAfter = 1;

    /// <summary>How many lines on each side of the pixel's count too.</summary>
    public const int Lines = 1;

    /// <summary>What the sum of the differences is divided by.</summary>
    public const int Divisor = 1 << Shift;

    private const int Shift = 3;
    private const int Lane = 32;

    [ThreadStatic]
    private static byte[]? _bytes;

    [ThreadStatic]
    private static ushort[]? _sums;

    /// <summary>Writes the edges of an image of bytes.</summary>
    /// <param name="image">Whole rows of pixels.</param>
    /// <param name="width">The number of pixels of a row.</param>
    /// <param name="horizontal">Receives a number for each pixel.</param>
    /// <param name="vertical">Receives a number for each pixel.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(ReadOnlySpan<byte> image, int width, Span<byte> horizontal, Span<byte> vertical)
    {
        if (!Vector128.IsHardwareAccelerated)
        {
            for (int pixel = 0; pixel < image.Length; pixel++)
            {
                horizontal[pixel] = (byte)Horizontal(image, width, pixel);
                vertical[pixel] = (byte)Vertical(image, width, pixel);
            }

            return;
        }

        // Rows are padded, with one place more than pixels at least, to whole vectors, and planes with empty rows above and below: so no
        // place is special, and a plane is one long loop.
        int height = image.Length / width;
        int stride = (width + Lane) / Lane * Lane;
        int length = height * stride;
        int planeLength = length + ((PairsBefore + PairsAfter) * stride);
        Span<byte> pixels = ThreadMemory.Of(ref _bytes, length + stride + Lane + (2 * planeLength));
        Span<byte> inRow = pixels.Slice(length + stride + Lane, planeLength);
        Span<byte> inColumn = pixels[^planeLength..];
        Pad(image, width, stride, pixels[..(length + stride)]);
        WriteDifferences(pixels, width, stride, inRow, inColumn);

        Span<ushort> sums = ThreadMemory.Of(ref _sums, 2 * (length + (2 * Lane)));
        Span<ushort> ofRows = sums[..(length + (2 * Lane))];
        Span<ushort> ofColumns = sums[(length + (2 * Lane))..];
        AddLines(inRow.Slice((PairsBefore - Lines) * stride), stride, (2 * Lines) + 1, ofRows);
        AddLines(inColumn, stride, PairsBefore + 1 + PairsAfter, ofColumns);

        // The planes of differences are free again.
        AddPlaces(ofRows, PairsBefore, PairsAfter, inRow[..length]);
        AddPlaces(ofColumns, Lines, Lines, inColumn[..length]);
        for (int row = 0; row < height; row++)
        {
            inRow.Slice(row * stride, width).CopyTo(horizontal[(row * width)..]);
            inColumn.Slice(row * stride, width).CopyTo(vertical[(row * width)..]);
        }
    }

    /// <summary>The horizontal edge of a pixel of an image; of numbers as of bytes, if they are whole numbers of 0 to 255.</summary>
    /// <typeparam name="T">The type of the pixels.</typeparam>
    /// <param name="image">Whole rows of pixels.</param>
    /// <param name="width">The number of pixels of a row.</param>
    /// <param name="pixel">The pixel.</param>
    /// <returns>The edge; NaN if one of the pixels around is missing.</returns>
    public static double Horizontal<T>(ReadOnlySpan<T> image, int width, int pixel)
        where T : INumber<T>
    {
        (int row, int column) = Math.DivRem(pixel, width);
        Range rows = Math.Max(0, row - Lines)..Math.Min(image.Length / width, row + Lines + 1);
        Range columns = Math.Max(0, column - PairsBefore)..Math.Max(0, Math.Min(width - 1, column + PairsAfter + 1));
        return EdgeOf(SumOf(image, width, rows, columns, 1));
    }

    /// <summary>The vertical edge of a pixel of an image.</summary>
    /// <inheritdoc cref="Horizontal"/>
    public static double Vertical<T>(ReadOnlySpan<T> image, int width, int pixel)
        where T : INumber<T>
    {
        (int row, int column) = Math.DivRem(pixel, width);
        Range rows = Math.Max(0, row - PairsBefore)..Math.Max(0, Math.Min((image.Length / width) - 1, row + PairsAfter + 1));
        Range columns = Math.Max(0, column - Lines)..Math.Min(width, column + Lines + 1);
        return EdgeOf(SumOf(image, width, rows, columns, width));
    }

    // The differences of pixels from those `next` places after them.
    private static double SumOf<T>(ReadOnlySpan<T> image, int width, Range rows, Range columns, int next)
        where T : INumber<T>
    {
        double sum = 0;
        for (int row = rows.Start.Value; row < rows.End.Value; row++)
        {
            for (int column = columns.Start.Value; column < columns.End.Value; column++)
            {
                int pixel = (row * width) + column;
                sum += Math.Abs(double.CreateTruncating(image[pixel + next]) - double.CreateTruncating(image[pixel]));
            }
        }

        return sum;
    }

    private static double EdgeOf(double sum) => Math.Floor(Math.Min(byte.MaxValue, sum / Divisor));

    // Copies rows, and the last one twice. The place after a row is like its last pixel.
    private static void Pad(ReadOnlySpan<byte> image, int width, int stride, Span<byte> pixels)
    {
        for (int at = 0; at < pixels.Length; at += stride)
        {
            int row = Math.Min(at / stride, (image.Length / width) - 1);
            image.Slice(row * width, width).CopyTo(pixels[at..]);
            pixels.Slice(at + width, stride - width).Fill(image[((row + 1) * width) - 1]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WriteDifferences(ReadOnlySpan<byte> pixels, int width, int stride, Span<byte> inRow, Span<byte> inColumn)
    {
        int first = PairsBefore * stride;
        int end = inRow.Length - (PairsAfter * stride);
        inRow[..first].Clear();
        inColumn[..first].Clear();
        inRow[end..].Clear();
        inColumn[end..].Clear();
        ref byte pixel = ref MemoryMarshal.GetReference(pixels);
        ref byte across = ref inRow[first];
        ref byte along = ref inColumn[first];
        for (int i = 0; i < end - first; i += Lane)
        {
            var own = Vector256.LoadUnsafe(ref pixel, (nuint)i);
            Difference(own, Vector256.LoadUnsafe(ref pixel, (nuint)(i + 1))).StoreUnsafe(ref across, (nuint)i);
            Difference(own, Vector256.LoadUnsafe(ref pixel, (nuint)(i + stride))).StoreUnsafe(ref along, (nuint)i);
        }

        // Where a row ends and the next begins there is no pair.
        for (int at = first; at < end; at += stride)
        {
            inRow[at + stride - 1] = 0;
            inColumn[at + stride - 1] = 0;
            inColumn[at + width] = 0;
        }
    }

    /// <summary>The absolute difference of each pair of bytes.</summary>
    public static Vector256<byte> Difference(Vector256<byte> a, Vector256<byte> b) => Vector256.Max(a, b) - Vector256.Min(a, b);

    // Adds up lines that follow each other, place by place. The sums have a lane of zeros before and after them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddLines(ReadOnlySpan<byte> differences, int stride, int lines, Span<ushort> sums)
    {
        sums[..Lane].Clear();
        sums[^Lane..].Clear();
        ref byte difference = ref MemoryMarshal.GetReference(differences);
        ref ushort sum = ref sums[Lane];
        for (int i = 0; i < sums.Length - (2 * Lane); i += Lane)
        {
            Vector256<ushort> low = default;
            Vector256<ushort> high = default;
            for (int line = 0; line < lines; line++)
            {
                var ofLine = Vector256.LoadUnsafe(ref difference, (nuint)(i + (line * stride)));
                low += Vector256.WidenLower(ofLine);
                high += Vector256.WidenUpper(ofLine);
            }

            low.StoreUnsafe(ref sum, (nuint)i);
            high.StoreUnsafe(ref sum, (nuint)(i + (Lane / 2)));
        }
    }

    // Adds up the sums of each place, of some before it and of some after it, and divides them.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddPlaces(ReadOnlySpan<ushort> sums, int before, int after, Span<byte> edges)
    {
        ref ushort sum = ref MemoryMarshal.GetReference(sums);
        ref byte edge = ref MemoryMarshal.GetReference(edges);
        for (int i = 0; i < edges.Length; i += Lane)
        {
            Vector256<ushort> low = default;
            Vector256<ushort> high = default;
            for (int at = Lane + i - before; at <= Lane + i + after; at++)
            {
                low += Vector256.LoadUnsafe(ref sum, (nuint)at);
                high += Vector256.LoadUnsafe(ref sum, (nuint)(at + (Lane / 2)));
            }

            Vector256.Narrow(Edge(low), Edge(high)).StoreUnsafe(ref edge, (nuint)i);
        }
    }

    /// <summary>The edge of each sum of differences.</summary>
    public static Vector256<ushort> Edge(Vector256<ushort> sum) =>
        Vector256.Min(Vector256.ShiftRightLogical(sum, Shift), Vector256.Create((ushort)byte.MaxValue));
}
