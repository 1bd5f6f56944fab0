using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// A symmetric positive definite system of linear equations, summed from vectors of factors and solved by Cholesky decomposition.
/// </summary>
/// <remarks>
/// Every element is computed in one order, by fused multiplications and additions, so that the solution is the same at every vector width.
/// It is scratch memory of one thread, not safe for concurrent use.
/// </remarks>
internal sealed class NormalEquations
{
    private const int Lanes = 4;

    // The factors of this many members stay in the first-level cache during a pass over the rows of the matrix.
    private const int Batch = 32;

    private readonly int _size;
    private readonly int _width;
    private readonly Vector256<double>[] _matrix;
    private readonly Vector256<double>[] _right;
    private readonly double[] _scales;
    private readonly int[] _rows;

    /// <summary>Makes room for a system.</summary>
    /// <param name="size">How many unknowns there are, 1 or more.</param>
    public NormalEquations(int size)
    {
        _size = size;
        _width = VectorsFor(size);
        _matrix = new Vector256<double>[size * _width];
        _right = new Vector256<double>[_width];
        _scales = new double[Math.Max(size, Batch)];
        _rows = [.. Enumerable.Range(0, size)];
    }

    /// <summary>How many vectors hold a number of factors; the rest of the last one is 0.</summary>
    public static int VectorsFor(int size) => (size + Lanes - 1) / Lanes;

    /// <summary>The inner product of two vectors of factors, summed in four lanes of fixed order.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static double Dot(ReadOnlySpan<Vector256<double>> left, ReadOnlySpan<Vector256<double>> right)
    {
        right = right[..left.Length];
        Vector256<double> sum = Vector256<double>.Zero;
        for (int index = 0; index < left.Length; index++)
        {
            sum = Vector256.FusedMultiplyAdd(left[index], right[index], sum);
        }

        return (sum[0] + sum[1]) + (sum[2] + sum[3]);
    }

    /// <summary>Begins with a matrix, row after row of <see cref="VectorsFor"/> vectors, and 0 on the right.</summary>
    public void Begin(ReadOnlySpan<Vector256<double>> matrix)
    {
        matrix.CopyTo(_matrix);
        Array.Clear(_right);
    }

    /// <summary>Clears the system.</summary>
    public void Clear()
    {
        Array.Clear(_matrix);
        Array.Clear(_right);
        Array.Clear(_scales);
    }

    /// <summary>Copies the matrix. Only the elements from the diagonal on are defined.</summary>
    public void CopyMatrix(Span<Vector256<double>> destination) => _matrix.CopyTo(destination);

    /// <summary>Adds to the diagonal.</summary>
    public void AddRidge(double ridge)
    {
        Span<double> matrix = MemoryMarshal.Cast<Vector256<double>, double>(_matrix.AsSpan());
        for (int row = 0; row < _size; row++)
        {
            matrix[(row * _width * Lanes) + row] += ridge;
        }
    }

    /// <summary>
    /// Adds the outer products of some members' factors with themselves to the matrix, each times one weight, and the factors themselves to
    /// the right side, each times another weight.
    /// </summary>
    /// <param name="factors">The factors of all members.</param>
    /// <param name="members">Which of the members, in the order in which they are added.</param>
    /// <param name="times">What to multiply the weight of each member by; empty for 1.</param>
    /// <param name="weight">The factor of the outer products.</param>
    /// <param name="rightWeight">The factor of the factors on the right side; it grows as much as the weight.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(
        ReadOnlySpan<Vector256<double>> factors,
        ReadOnlySpan<int> members,
        ReadOnlySpan<float> times,
        double weight,
        double rightWeight)
    {
        ReadOnlySpan<double> scalars = MemoryMarshal.Cast<Vector256<double>, double>(factors);
        for (int index = 0; index < members.Length; index++)
        {
            ReadOnlySpan<Vector256<double>> own = factors.Slice(members[index] * _width, _width);
            var rightWeights = Vector256.Create(times.IsEmpty ? rightWeight : rightWeight + (weight * (times[index] - 1)));
            for (int at = 0; at < own.Length; at++)
            {
                _right[at] = Vector256.FusedMultiplyAdd(rightWeights, own[at], _right[at]);
            }
        }

        for (int first = 0; first < members.Length; first += Batch)
        {
            ReadOnlySpan<int> batch = members.Slice(first, Math.Min(Batch, members.Length - first));
            Span<double> scales = _scales.AsSpan(0, batch.Length);
            for (int row = 0; row < _size; row++)
            {
                for (int at = 0; at < batch.Length; at++)
                {
                    double own = times.IsEmpty ? weight : weight * times[first + at];
                    scales[at] = own * scalars[(batch[at] * _width * Lanes) + row];
                }

                AddToRow(row, factors, batch, scales);
            }
        }
    }

    /// <summary>Solves the system, which overwrites it.</summary>
    /// <param name="solution">Where to write the solution.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Solve(Span<Vector256<double>> solution)
    {
        Decompose();
        Span<double> matrix = MemoryMarshal.Cast<Vector256<double>, double>(_matrix.AsSpan());
        Span<double> right = MemoryMarshal.Cast<Vector256<double>, double>(_right.AsSpan());
        for (int row = 0; row < _size; row++)
        {
            ReadOnlySpan<Vector256<double>> from = _matrix.AsSpan(row * _width, _width);
            double value = right[row] / matrix[(row * _width * Lanes) + row];
            Vector256<double> negated = Vector256.Create(-value);
            for (int at = row / Lanes; at < _width; at++)
            {
                _right[at] = Vector256.FusedMultiplyAdd(negated, from[at], _right[at]);
            }

            right[row] = value;
        }

        solution.Clear();
        Span<double> solved = MemoryMarshal.Cast<Vector256<double>, double>(solution);
        for (int row = _size - 1; row >= 0; row--)
        {
            // Unknowns that are not yet solved are 0.
            int at = row / Lanes;
            double sum = Dot(_matrix.AsSpan(row * _width, _width)[at..], solution[at..]);
            solved[row] = (right[row] - sum) / matrix[(row * _width * Lanes) + row];
        }
    }

    // The upper triangle becomes U, where the matrix is the transpose of U times U. Elements below the diagonal are set to 0 where they are
    // read, which is within the vector of the diagonal.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Decompose()
    {
        Span<double> scalars = MemoryMarshal.Cast<Vector256<double>, double>(_matrix.AsSpan());
        for (int row = 0; row < _size; row++)
        {
            Span<double> scales = _scales.AsSpan(0, row);
            for (int above = 0; above < row; above++)
            {
                scales[above] = -scalars[(above * _width * Lanes) + row];
            }

            AddToRow(row, _matrix, _rows.AsSpan(0, row), scales);
            int diagonal = (row * _width * Lanes) + row;
            scalars[(diagonal - (row % Lanes))..diagonal].Clear();
            Vector256<double> pivot = Vector256.Create(Math.Sqrt(scalars[diagonal]));
            foreach (ref Vector256<double> value in _matrix.AsSpan(row * _width, _width)[(row / Lanes)..])
            {
                value /= pivot;
            }
        }
    }

    // Adds vectors, each times a scale, to a row of the matrix from the diagonal on.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddToRow(
        int row, ReadOnlySpan<Vector256<double>> vectors, ReadOnlySpan<int> which, ReadOnlySpan<double> scales)
    {
        Span<Vector256<double>> into = _matrix.AsSpan(row * _width, _width);
        int at = row / Lanes;
        for (; at <= _width - 4; at += 4)
        {
            (Vector256<double> first, Vector256<double> second, Vector256<double> third, Vector256<double> fourth) =
                (into[at], into[at + 1], into[at + 2], into[at + 3]);
            for (int index = 0; index < which.Length; index++)
            {
                Vector256<double> scale = Vector256.Create(scales[index]);
                ReadOnlySpan<Vector256<double>> added = vectors.Slice((which[index] * _width) + at, 4);
                first = Vector256.FusedMultiplyAdd(scale, added[0], first);
                second = Vector256.FusedMultiplyAdd(scale, added[1], second);
                third = Vector256.FusedMultiplyAdd(scale, added[2], third);
                fourth = Vector256.FusedMultiplyAdd(scale, added[3], fourth);
            }

            (into[at], into[at + 1], into[at + 2], into[at + 3]) = (first, second, third, fourth);
        }

        for (; at < _width; at++)
        {
            Vector256<double> sum = into[at];
            for (int index = 0; index < which.Length; index++)
            {
                sum = Vector256.FusedMultiplyAdd(Vector256.Create(scales[index]), vectors[(which[index] * _width) + at], sum);
            }

            into[at] = sum;
        }
    }
}
