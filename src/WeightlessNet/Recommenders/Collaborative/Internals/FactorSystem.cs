using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// What a member's factors depend on, summed over its ratings: products of the other side's factors with each other and with the ratings,
/// and the means of their squares.
/// </summary>
/// <remarks>
/// With these sums, solving for one factor after the other takes time that does not depend on the number of ratings.
/// It is scratch memory of one thread, not safe for concurrent use.
/// </remarks>
internal sealed class FactorSystem
{
    private readonly int _size;
    private readonly Vector256<double>[] _products;
    private readonly double[] _agreement;
    private readonly double[] _squares;

    /// <summary>Makes room for a system.</summary>
    /// <param name="size">How many factors there are, a multiple of <see cref="OuterProducts.Lanes"/>.</param>
    public FactorSystem(int size)
    {
        _size = size;
        _products = new Vector256<double>[size * (size / OuterProducts.Lanes)];
        _agreement = new double[size];
        _squares = new double[size];
    }

    private Span<double> Products => MemoryMarshal.Cast<Vector256<double>, double>(_products.AsSpan());

    /// <summary>The sums of the products of one of the other side's factors with all.</summary>
    public ReadOnlySpan<double> ProductsOf(int factor) => Products.Slice(factor * _size, _size);

    /// <summary>Sums over ratings.</summary>
    /// <param name="means">The means of the factors of all members of the other side.</param>
    /// <param name="squares">The means of their squares.</param>
    /// <param name="stride">How many numbers lie between the first factors of two neighboring members.</param>
    /// <param name="members">The members of the other side, one for each rating.</param>
    /// <param name="targets">What the factors have to explain of each rating.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Sum(
        ReadOnlySpan<double> means, ReadOnlySpan<double> squares, int stride, ReadOnlySpan<int> members, ReadOnlySpan<double> targets)
    {
        Clear();
        int index = 0;
        for (; index <= members.Length - 4; index += 4)
        {
            OuterProducts.Add(
                _products,
                _size,
                means.Slice(members[index] * stride, _size),
                means.Slice(members[index + 1] * stride, _size),
                means.Slice(members[index + 2] * stride, _size),
                means.Slice(members[index + 3] * stride, _size));
        }

        for (; index < members.Length; index++)
        {
            OuterProducts.Add(_products, _size, means.Slice(members[index] * stride, _size));
        }

        Span<Vector256<double>> agreement = OuterProducts.AsVectors(_agreement.AsSpan());
        Span<Vector256<double>> sums = OuterProducts.AsVectors(_squares.AsSpan());
        for (int entry = 0; entry < members.Length; entry++)
        {
            ReadOnlySpan<Vector256<double>> mean = OuterProducts.AsVectors(means.Slice(members[entry] * stride, _size));
            ReadOnlySpan<Vector256<double>> square = OuterProducts.AsVectors(squares.Slice(members[entry] * stride, _size));
            Vector256<double> target = Vector256.Create(targets[entry]);
            for (int at = 0; at < sums.Length; at++)
            {
                agreement[at] = Vector256.FusedMultiplyAdd(target, mean[at], agreement[at]);
                sums[at] += square[at];
            }
        }

        Mirror();
    }

    /// <summary>Clears the sums.</summary>
    public void Clear()
    {
        Array.Clear(_products);
        Array.Clear(_agreement);
        Array.Clear(_squares);
    }

    /// <summary>Solves for one factor after the other, given the others.</summary>
    /// <param name="solved">The factors to solve for, in this order.</param>
    /// <param name="priorMean">The prior means of the factors.</param>
    /// <param name="precision">The prior precisions of the factors.</param>
    /// <param name="noise">The variance of the part of a rating that factors do not explain.</param>
    /// <param name="passes">How often to go over the factors.</param>
    /// <param name="means">The means of the member's factors, replaced by the new ones.</param>
    /// <param name="squares">The means of their squares, replaced likewise.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Solve(
        ReadOnlySpan<int> solved,
        ReadOnlySpan<double> priorMean,
        ReadOnlySpan<double> precision,
        double noise,
        int passes,
        Span<double> means,
        Span<double> squares)
    {
        ReadOnlySpan<double> own = means[.._size];
        for (int pass = 0; pass < passes; pass++)
        {
            foreach (int factor in solved)
            {
                ReadOnlySpan<double> products = ProductsOf(factor);
                double others = OuterProducts.Dot(products, own) - (products[factor] * means[factor]);
                double total = precision[factor] + (_squares[factor] / noise);
                means[factor] = ((precision[factor] * priorMean[factor]) + ((_agreement[factor] - others) / noise)) / total;
                squares[factor] = (means[factor] * means[factor]) + (1 / total);
            }
        }
    }

    // Outer products are summed from the diagonal on; the other half is the same.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Mirror()
    {
        Span<double> products = Products;
        for (int row = 1; row < _size; row++)
        {
            for (int column = 0; column < row; column++)
            {
                products[(row * _size) + column] = products[(column * _size) + row];
            }
        }
    }
}
