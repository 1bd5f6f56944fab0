using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>Sums of outer products of vectors with themselves.</summary>
/// <remarks>
/// Matrices are stored row after row, in vectors of <see cref="Lanes"/> numbers. Of each row the vectors from the diagonal on are summed;
/// a matrix may have more columns than rows. Every element is summed in one order, by fused multiplications and additions, so that the
/// result is the same at every vector width.
/// </remarks>
internal static class OuterProducts
{
    /// <summary>How many numbers a vector holds.</summary>
    public const int Lanes = 4;

    /// <summary>The next multiple of <see cref="Lanes"/>.</summary>
    public static int Pad(int count) => (count + Lanes - 1) / Lanes * Lanes;

    /// <summary>Numbers as vectors; their count is a multiple of <see cref="Lanes"/>.</summary>
    public static Span<Vector256<double>> AsVectors(Span<double> numbers) => MemoryMarshal.Cast<double, Vector256<double>>(numbers);

    /// <summary>Numbers as vectors; their count is a multiple of <see cref="Lanes"/>.</summary>
    public static ReadOnlySpan<Vector256<double>> AsVectors(ReadOnlySpan<double> numbers) =>
        MemoryMarshal.Cast<double, Vector256<double>>(numbers);

    /// <summary>The inner product of two rows whose length is a multiple of <see cref="Lanes"/>, summed in a fixed order.</summary>
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right) =>
        NormalEquations.Dot(AsVectors(left), AsVectors(right));

    /// <summary>Adds the outer product of one vector with itself.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(Span<Vector256<double>> matrix, int rows, ReadOnlySpan<double> vector)
    {
        ReadOnlySpan<Vector256<double>> columns = AsVectors(vector);
        for (int row = 0; row < rows; row++)
        {
            int from = row / Lanes;
            Span<Vector256<double>> into = matrix.Slice((row * columns.Length) + from, columns.Length - from);
            ReadOnlySpan<Vector256<double>> added = columns.Slice(from, into.Length);
            Vector256<double> scale = Vector256.Create(vector[row]);
            for (int at = 0; at < into.Length; at++)
            {
                into[at] = Vector256.FusedMultiplyAdd(scale, added[at], into[at]);
            }
        }
    }

    /// <summary>Adds the outer products of four vectors of one length, each with itself: the same as one after the other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(
        Span<Vector256<double>> matrix,
        int rows,
        ReadOnlySpan<double> first,
        ReadOnlySpan<double> second,
        ReadOnlySpan<double> third,
        ReadOnlySpan<double> fourth)
    {
        int width = first.Length / Lanes;
        for (int row = 0; row < rows; row++)
        {
            int from = row / Lanes;
            Span<Vector256<double>> into = matrix.Slice((row * width) + from, width - from);
            ReadOnlySpan<Vector256<double>> a = AsVectors(first).Slice(from, into.Length);
            ReadOnlySpan<Vector256<double>> b = AsVectors(second).Slice(from, into.Length);
            ReadOnlySpan<Vector256<double>> c = AsVectors(third).Slice(from, into.Length);
            ReadOnlySpan<Vector256<double>> d = AsVectors(fourth).Slice(from, into.Length);
            Vector256<double> scaleA = Vector256.Create(first[row]);
            Vector256<double> scaleB = Vector256.Create(second[row]);
            Vector256<double> scaleC = Vector256.Create(third[row]);
            Vector256<double> scaleD = Vector256.Create(fourth[row]);
            for (int at = 0; at < into.Length; at++)
            {
                Vector256<double> sum = Vector256.FusedMultiplyAdd(scaleA, a[at], into[at]);
                sum = Vector256.FusedMultiplyAdd(scaleB, b[at], sum);
                sum = Vector256.FusedMultiplyAdd(scaleC, c[at], sum);
                into[at] = Vector256.FusedMultiplyAdd(scaleD, d[at], sum);
            }
        }
    }
}
