using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

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
    private const int Lane = 16;

    [ThreadStatic]
    private static byte[]? _scratch;

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
        // Rows are padded to whole vectors, and there are empty rows above and below, so that no place is special.
        int height = image.Length / width;
        int stride = (width + Lane - 1) / Lane * Lane;
        int rows = height + PairsBefore + PairsAfter;
        Span<byte> inRow = Scratch((2 * rows * stride) + stride);
        Span<byte> inColumn = inRow.Slice(rows * stride, rows * stride);
        Span<byte> edges = inRow.Slice(2 * rows * stride, stride);
        inRow = inRow[..(rows * stride)];
        ClearAround(inRow, stride);
        ClearAround(inColumn, stride);
        for (int row = 0; row < height; row++)
        {
            ReadOnlySpan<byte> pixels = image.Slice(row * width, width);
            ReadOnlySpan<byte> below = row < height - 1 ? image.Slice((row + 1) * width, width) : [];
            int at = (row + PairsBefore) * stride;
            Differences(pixels[..^1], pixels[1..], inRow.Slice(at, stride));
            Differences(pixels[..below.Length], below, inColumn.Slice(at, stride));
        }

        // Sums of three or four rows, with two empty places before and after them.
        Span<ushort> sums = Sums(stride + Lane);
        for (int row = 0; row < height; row++)
        {
            int at = row + PairsBefore;
            AddRows(inRow.Slice((at - Lines) * stride, 3 * stride), stride, sums[PairsBefore..]);
            AddColumns(sums, 0, edges);
            edges[..width].CopyTo(horizontal[(row * width)..]);

            AddRows(inColumn.Slice((at - PairsBefore) * stride, 4 * stride), stride, sums[PairsBefore..]);
            AddColumns(sums, 1, edges);
            edges[..width].CopyTo(vertical[(row * width)..]);
        }
    }

    /// <summary>The horizontal edge of a pixel of an image of numbers; as for bytes, if they are whole numbers of 0 to 255.</summary>
    /// <param name="image">Whole rows of pixels.</param>
    /// <param name="width">The number of pixels of a row.</param>
    /// <param name="pixel">The pixel.</param>
    /// <returns>The edge; NaN if one of the pixels around is missing.</returns>
    public static double Horizontal(ReadOnlySpan<double> image, int width, int pixel)
    {
        (int row, int column) = Math.DivRem(pixel, width);
        Range rows = Math.Max(0, row - Lines)..Math.Min(image.Length / width, row + Lines + 1);
        Range columns = Math.Max(0, column - PairsBefore)..Math.Max(0, Math.Min(width - 1, column + PairsAfter + 1));
        return EdgeOf(SumOf(image, width, rows, columns, 1));
    }

    /// <summary>The vertical edge of a pixel of an image of numbers.</summary>
    /// <inheritdoc cref="Horizontal"/>
    public static double Vertical(ReadOnlySpan<double> image, int width, int pixel)
    {
        (int row, int column) = Math.DivRem(pixel, width);
        Range rows = Math.Max(0, row - PairsBefore)..Math.Max(0, Math.Min((image.Length / width) - 1, row + PairsAfter + 1));
        Range columns = Math.Max(0, column - Lines)..Math.Min(width, column + Lines + 1);
        return EdgeOf(SumOf(image, width, rows, columns, width));
    }

    // The differences of pixels from those `next` places after them.
    private static double SumOf(ReadOnlySpan<double> image, int width, Range rows, Range columns, int next)
    {
        double sum = 0;
        for (int row = rows.Start.Value; row < rows.End.Value; row++)
        {
            for (int column = columns.Start.Value; column < columns.End.Value; column++)
            {
                int pixel = (row * width) + column;
                sum += Math.Abs(image[pixel + next] - image[pixel]);
            }
        }

        return sum;
    }

    private static double EdgeOf(double sum) => Math.Floor(Math.Min(byte.MaxValue, sum / Divisor));

    private static void ClearAround(Span<byte> differences, int stride)
    {
        differences[..(PairsBefore * stride)].Clear();
        differences[^(PairsAfter * stride)..].Clear();
    }

    // The places after the pairs become 0.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Differences(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, Span<byte> differences)
    {
        int i = 0;
        if (Vector128.IsHardwareAccelerated)
        {
            for (; i + Lane <= first.Length; i += Lane)
            {
                Vector128<byte> a = Vector128.Create(first[i..]);
                Vector128<byte> b = Vector128.Create(second[i..]);
                (Vector128.Max(a, b) - Vector128.Min(a, b)).CopyTo(differences[i..]);
            }
        }

        for (; i < first.Length; i++)
        {
            differences[i] = (byte)Math.Abs(first[i] - second[i]);
        }

        differences[first.Length..].Clear();
    }

    // Adds up rows, place by place.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddRows(ReadOnlySpan<byte> rows, int stride, Span<ushort> sums)
    {
        if (!Vector128.IsHardwareAccelerated)
        {
            sums[..stride].Clear();
            for (int i = 0; i < rows.Length; i++)
            {
                sums[i % stride] += rows[i];
            }

            return;
        }

        for (int i = 0; i < stride; i += Lane)
        {
            Vector128<ushort> low = default;
            Vector128<ushort> high = default;
            for (int at = i; at < rows.Length; at += stride)
            {
                (Vector128<ushort> left, Vector128<ushort> right) = Vector128.Widen(Vector128.Create(rows[at..]));
                low += left;
                high += right;
            }

            low.CopyTo(sums[i..]);
            high.CopyTo(sums[(i + (Lane / 2))..]);
        }
    }

    // The edges of a row: of each place, the sums of the places from `first` to 3 after it, divided by 8.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void AddColumns(ReadOnlySpan<ushort> sums, int first, Span<byte> edges)
    {
        if (!Vector128.IsHardwareAccelerated)
        {
            for (int i = 0; i < edges.Length; i++)
            {
                int sum = first == 0 ? sums[i] : 0;
                edges[i] = (byte)Math.Min(byte.MaxValue, (sum + sums[i + 1] + sums[i + 2] + sums[i + 3]) >> Shift);
            }

            return;
        }

        for (int i = 0; i < edges.Length; i += Lane)
        {
            Vector128<ushort> low = default;
            Vector128<ushort> high = default;
            for (int at = i + first; at <= i + PairsBefore + PairsAfter; at++)
            {
                low += Vector128.Create(sums[at..]);
                high += Vector128.Create(sums[(at + (Lane / 2))..]);
            }

            Vector128.Narrow(Edge(low), Edge(high)).CopyTo(edges[i..]);
        }
    }

    private static Vector128<ushort> Edge(Vector128<ushort> sum) =>
        Vector128.Min(Vector128.ShiftRightLogical(sum, Shift), Vector128.Create((ushort)byte.MaxValue));

    private static Span<byte> Scratch(int length)
    {
        if (_scratch is null || _scratch.Length < length)
        {
            _scratch = new byte[length];
        }

        return _scratch.AsSpan(0, length);
    }

    // The places before and after the sums are 0.
    private static Span<ushort> Sums(int length)
    {
        if (_sums is null || _sums.Length < length)
        {
            _sums = new ushort[length];
        }

        Span<ushort> sums = _sums.AsSpan(0, length);
        sums.Clear();
        return sums;
    }
}
