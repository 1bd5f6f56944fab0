using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>A dense symmetric positive definite matrix, kept as its upper triangle, and its inverse.</summary>
/// <remarks>
/// Inverted in place by the sweep operator (Goodnight, "A Tutorial on the SWEEP Operator", The American Statistician 33(3), 1979),
/// applied to blocks of 64 rows with a Cholesky decomposition of the block on the diagonal. Every element is computed in one order, by
/// fused multiplications and additions, so that the result does not depend on the vector width or on the number of threads. Not safe for
/// concurrent use, except that different threads may fill different rows.
/// </remarks>
internal sealed class SymmetricMatrix
{
    private const int Lanes = 4;
    private const int Block = 64;

    // A strip has this many columns of the rows of a block: two vectors of each row.
    private const int Strip = 8;
    private const int StripsPerBlock = Block / Strip;

    private readonly double _smallestPivot;
    private readonly int _width;
    private readonly int _strips;
    private readonly Vector256<double>[] _cells;
    private readonly Vector256<double>[] _panel;
    private readonly double[] _factor = new double[Block * Block];

    /// <summary>Creates a diagonal matrix.</summary>
    /// <param name="size">How many rows there are, 1 or more.</param>
    /// <param name="diagonal">The values of the diagonal, above 0. Add only a positive semidefinite matrix later.</param>
    public SymmetricMatrix(int size, double diagonal)
    {
        Size = size;
        _smallestPivot = Math.Sqrt(diagonal);
        int padded = (size + Block - 1) / Block * Block;
        _width = padded / Lanes;
        _strips = padded / Strip;
        _cells = new Vector256<double>[checked(padded * _width)];
        _panel = new Vector256<double>[padded * Block / Lanes];
        for (int row = 0; row < padded; row++)
        {
            ScalarsOf(row)[row] = diagonal;
        }
    }

    /// <summary>How many rows there are.</summary>
    public int Size { get; }

    /// <summary>A row. Only the elements from the diagonal on are used.</summary>
    public Span<double> RowOf(int row) => ScalarsOf(row)[..Size];

    /// <summary>Replaces the matrix by its negated inverse.</summary>
    /// <param name="parallel">The number of threads, and the cancellation, after which the matrix is not usable.</param>
    /// <param name="progress">Receives the finished part after every block.</param>
    /// <exception cref="OperationCanceledException">It was canceled.</exception>
    public void InvertAndNegate(ParallelOptions parallel, Action<double> progress)
    {
        int blocks = _strips / StripsPerBlock;
        for (int block = 0; block < blocks; block++)
        {
            int first = block * StripsPerBlock;
            DecomposeDiagonalBlock(block * Block);
            Parallel.For(0, _strips, parallel, strip => GatherAndSolve(strip, first));
            Parallel.For(0, _strips, parallel, strip => TakeOuterProducts(strip, first));
            Parallel.For(0, _strips, parallel, strip => SolveBackAndScatter(strip, first));
            progress((block + 1.0) / blocks);
        }
    }

    private Span<double> ScalarsOf(int row) => MemoryMarshal.Cast<Vector256<double>, double>(_cells.AsSpan(row * _width, _width));

    private Span<Vector256<double>> PanelOf(int strip) => _panel.AsSpan(strip * Block * 2, Block * 2);

    private static bool IsInBlock(int strip, int first) => strip >= first && strip < first + StripsPerBlock;

    // The block becomes U' U with U in the upper triangle. No pivot of a positive definite matrix is below its least eigenvalue, which is
    // not below the first value of the diagonal. So a pivot that rounding has made smaller is raised to it.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void DecomposeDiagonalBlock(int start)
    {
        for (int row = 0; row < Block; row++)
        {
            ScalarsOf(start + row).Slice(start, Block).CopyTo(_factor.AsSpan(row * Block));
        }

        for (int row = 0; row < Block; row++)
        {
            Span<double> into = _factor.AsSpan(row * Block, Block);
            for (int above = 0; above < row; above++)
            {
                ReadOnlySpan<double> from = _factor.AsSpan(above * Block, Block);
                for (int column = row; column < Block; column++)
                {
                    into[column] = Math.FusedMultiplyAdd(-from[row], from[column], into[column]);
                }
            }

            double pivot = Math.Max(Math.Sqrt(Math.Max(into[row], 0)), _smallestPivot);
            into[row] = pivot;
            for (int column = row + 1; column < Block; column++)
            {
                into[column] /= pivot;
            }
        }
    }

    // Copies the block's rows, with the unit matrix in place of the block itself, and solves U' V = rows for the columns of a strip.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void GatherAndSolve(int strip, int first)
    {
        Span<Vector256<double>> panel = PanelOf(strip);
        Span<double> scalars = MemoryMarshal.Cast<Vector256<double>, double>(panel);
        int start = first * Strip;
        int column = strip * Strip;
        for (int row = 0; row < Block; row++)
        {
            Span<double> into = scalars.Slice(row * Strip, Strip);
            if (strip >= first + StripsPerBlock)
            {
                ScalarsOf(start + row).Slice(column, Strip).CopyTo(into);
            }
            else
            {
                for (int at = 0; at < Strip; at++)
                {
                    into[at] = strip < first ? ScalarsOf(column + at)[start + row] : start + row == column + at ? 1 : 0;
                }
            }
        }

        for (int row = 0; row < Block; row++)
        {
            (Vector256<double> left, Vector256<double> right) = (panel[2 * row], panel[(2 * row) + 1]);
            for (int above = 0; above < row; above++)
            {
                Vector256<double> scale = Vector256.Create(-_factor[(above * Block) + row]);
                left = Vector256.FusedMultiplyAdd(scale, panel[2 * above], left);
                right = Vector256.FusedMultiplyAdd(scale, panel[(2 * above) + 1], right);
            }

            Vector256<double> pivot = Vector256.Create(_factor[(row * Block) + row]);
            (panel[2 * row], panel[(2 * row) + 1]) = (left / pivot, right / pivot);
        }
    }

    // The rows of a strip, from the diagonal on, less V' V; but not where the block itself has its rows and columns.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeOuterProducts(int strip, int first)
    {
        if (IsInBlock(strip, first))
        {
            return;
        }

        Span<double> negated = stackalloc double[Block * Strip];
        ReadOnlySpan<double> own = MemoryMarshal.Cast<Vector256<double>, double>(PanelOf(strip));
        for (int at = 0; at < negated.Length; at++)
        {
            negated[at] = -own[at];
        }

        for (int other = strip; other < _strips; other++)
        {
            if (!IsInBlock(other, first))
            {
                TakeTile(negated, PanelOf(other), strip * Strip, other * 2);
                TakeTile(negated[4..], PanelOf(other), (strip * Strip) + 4, other * 2);
            }
        }
    }

    // Four rows of two vectors.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void TakeTile(ReadOnlySpan<double> scales, ReadOnlySpan<Vector256<double>> panel, int row, int vector)
    {
        Span<Vector256<double>> first = _cells.AsSpan((row * _width) + vector, 2);
        Span<Vector256<double>> second = _cells.AsSpan(((row + 1) * _width) + vector, 2);
        Span<Vector256<double>> third = _cells.AsSpan(((row + 2) * _width) + vector, 2);
        Span<Vector256<double>> fourth = _cells.AsSpan(((row + 3) * _width) + vector, 2);
        (Vector256<double> first0, Vector256<double> first1) = (first[0], first[1]);
        (Vector256<double> second0, Vector256<double> second1) = (second[0], second[1]);
        (Vector256<double> third0, Vector256<double> third1) = (third[0], third[1]);
        (Vector256<double> fourth0, Vector256<double> fourth1) = (fourth[0], fourth[1]);
        for (; panel.Length >= 2; panel = panel[2..])
        {
            Vector256<double> left = panel[0];
            Vector256<double> right = panel[1];
            Vector256<double> scale = Vector256.Create(scales[0]);
            first0 = Vector256.FusedMultiplyAdd(scale, left, first0);
            first1 = Vector256.FusedMultiplyAdd(scale, right, first1);
            scale = Vector256.Create(scales[1]);
            second0 = Vector256.FusedMultiplyAdd(scale, left, second0);
            second1 = Vector256.FusedMultiplyAdd(scale, right, second1);
            scale = Vector256.Create(scales[2]);
            third0 = Vector256.FusedMultiplyAdd(scale, left, third0);
            third1 = Vector256.FusedMultiplyAdd(scale, right, third1);
            scale = Vector256.Create(scales[3]);
            fourth0 = Vector256.FusedMultiplyAdd(scale, left, fourth0);
            fourth1 = Vector256.FusedMultiplyAdd(scale, right, fourth1);
            scales = scales[Math.Min(Strip, scales.Length)..];
        }

        (first[0], first[1]) = (first0, first1);
        (second[0], second[1]) = (second0, second1);
        (third[0], third[1]) = (third0, third1);
        (fourth[0], fourth[1]) = (fourth0, fourth1);
    }

    // Solves U T = V for the columns of a strip and puts T back where the block's rows, or by symmetry its columns, are kept.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void SolveBackAndScatter(int strip, int first)
    {
        Span<Vector256<double>> panel = PanelOf(strip);
        for (int row = Block - 1; row >= 0; row--)
        {
            (Vector256<double> left, Vector256<double> right) = (panel[2 * row], panel[(2 * row) + 1]);
            for (int below = row + 1; below < Block; below++)
            {
                Vector256<double> scale = Vector256.Create(-_factor[(row * Block) + below]);
                left = Vector256.FusedMultiplyAdd(scale, panel[2 * below], left);
                right = Vector256.FusedMultiplyAdd(scale, panel[(2 * below) + 1], right);
            }

            Vector256<double> pivot = Vector256.Create(_factor[(row * Block) + row]);
            (panel[2 * row], panel[(2 * row) + 1]) = (left / pivot, right / pivot);
        }

        ReadOnlySpan<double> solved = MemoryMarshal.Cast<Vector256<double>, double>(panel);
        int start = first * Strip;
        int column = strip * Strip;
        for (int row = 0; row < Block; row++)
        {
            ReadOnlySpan<double> from = solved.Slice(row * Strip, Strip);
            for (int at = 0; at < Strip; at++)
            {
                if (strip < first)
                {
                    ScalarsOf(column + at)[start + row] = from[at];
                }
                else
                {
                    ScalarsOf(start + row)[column + at] = IsInBlock(strip, first) ? -from[at] : from[at];
                }
            }
        }
    }
}
