using System.Runtime.CompilerServices;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>The weights of EASE: how much a like of one item raises the score of another, a row for each liked item. Immutable.</summary>
internal sealed class EaseWeights
{
    // The square of a weight is at most the number of likes, plus the regularization, divided by the regularization: the weight of 2^31
    // likes with a regularization of 0.01 is below 1e6. Sums of such weights are finite.
    private const float LargestWeight = 1e15f;

    private readonly int _size;
    private readonly float[] _weights;

    private EaseWeights(int size, float[] weights)
    {
        _size = size;
        _weights = weights;
    }

    /// <summary>How much a like of an item raises the score of each item; of itself by 0.</summary>
    public ReadOnlySpan<float> this[int column] => _weights.AsSpan(column * _size, _size);

    /// <summary>Finds the weights that best reproduce the likes, where no item predicts itself.</summary>
    /// <param name="likes">A row for each user, a column for each item, neither of them empty.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Receives the finished part.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <exception cref="OperationCanceledException">The training was canceled.</exception>
    public static EaseWeights Train(LikeMatrix likes, EaseOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ParallelOptions parallel = new()
        {
            CancellationToken = cancellationToken,
            MaxDegreeOfParallelism = options.Threads,
        };
        SymmetricMatrix matrix = new(likes.ColumnCount, options.Regularization);
        LikeMatrix likers = likes.Transpose();
        Parallel.For(0, matrix.Size, parallel, item => CountTogether(item, likes, likers, matrix.RowOf(item)));
        matrix.InvertAndNegate(parallel, part => progress?.Report(part));

        EaseWeights weights = new(matrix.Size, new float[checked(matrix.Size * matrix.Size)]);
        Parallel.For(0, matrix.Size, parallel, item => weights.FillRow(item, matrix));
        return weights;
    }

    // Row after row, f32 each.
    public void WriteTo(SnapshotWriter writer) => writer.Write(_weights);

    public static EaseWeights Read(SnapshotReader reader, int size) => new(size, reader.ReadSingles((long)size * size, LargestWeight));

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void CountTogether(int item, LikeMatrix likes, LikeMatrix likers, Span<double> counts)
    {
        foreach (int user in likers[item])
        {
            ReadOnlySpan<int> liked = likes[user];
            ReadOnlySpan<float> weights = likes.WeightsOf(user);
            int own = liked.BinarySearch(item);
            for (int at = own; at < liked.Length; at++)
            {
                counts[liked[at]] += weights.IsEmpty ? 1 : (double)weights[own] * weights[at];
            }
        }
    }

    // With P the inverse, the weight of row i and column j is -P(i, j) / P(j, j); the matrix holds -P.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void FillRow(int item, SymmetricMatrix negatedInverse)
    {
        Span<float> row = _weights.AsSpan(item * _size, _size);
        for (int other = 0; other < _size; other++)
        {
            double together = negatedInverse.RowOf(Math.Min(item, other))[Math.Max(item, other)];
            row[other] = other == item ? 0 : (float)(together / -negatedInverse.RowOf(other)[other]);
        }
    }
}
