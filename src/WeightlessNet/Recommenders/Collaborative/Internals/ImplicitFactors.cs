using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using WeightlessNet.Bits;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// The factors of all users or of all items of an implicit factorization, and the normal equations of the other side given these.
/// </summary>
/// <remarks>Once trained it is read only, and safe to share between threads.</remarks>
internal sealed class ImplicitFactors
{
    // The loss of factors of 0 is at most (1 + confidence) * 2^31, so those of a minimum have at most this divided by the regularization as
    // the sum of their squares: 1.5e9 squared for the extreme options.
    private const double LargestFactor = 1e10;

    private readonly ImplicitFactorizationOptions _options;
    private readonly int _count;
    private readonly int _width;
    private readonly Vector256<double>[] _factors;
    private readonly Vector256<double>[] _gram;

    private ImplicitFactors(int count, ImplicitFactorizationOptions options)
    {
        _options = options;
        _count = count;
        _width = NormalEquations.VectorsFor(options.Factors);
        _factors = new Vector256<double>[checked(count * _width)];
        _gram = new Vector256<double>[options.Factors * _width];
    }

    /// <summary>How many members there are.</summary>
    public int Count => _count;

    /// <summary>How many factors each has.</summary>
    public int FactorCount => _options.Factors;

    /// <summary>The sum of the outer products of the members' factors with themselves.</summary>
    public ReadOnlySpan<Vector256<double>> Gram => _gram;

    /// <summary>The factors of a member; the rest of the last vector is 0.</summary>
    public ReadOnlySpan<Vector256<double>> this[int member] => _factors.AsSpan(member * _width, _width);

    /// <summary>Trains the factors of the items.</summary>
    /// <param name="likes">A row for each user, a column for each item, neither of them empty.</param>
    /// <param name="options">How to train.</param>
    /// <param name="progress">Receives the finished part after every iteration.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <exception cref="OperationCanceledException">The training was canceled.</exception>
    public static ImplicitFactors Train(
        LikeMatrix likes, ImplicitFactorizationOptions options, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ImplicitFactors items = new(likes.ColumnCount, options);
        items.Scatter();
        items.Train(likes, progress, cancellationToken);
        return items;
    }

    /// <summary>Trains the factors of both sides.</summary>
    /// <param name="likes">A row for each user, a column for each item, neither of them empty.</param>
    /// <param name="start">The factors of each item to begin with, item after item; random ones if null.</param>
    /// <param name="options">How to train.</param>
    /// <param name="cancellationToken">Cancels the training.</param>
    /// <exception cref="OperationCanceledException">The training was canceled.</exception>
    public static (ImplicitFactors Users, ImplicitFactors Items) TrainBoth(
        LikeMatrix likes, double[]? start, ImplicitFactorizationOptions options, CancellationToken cancellationToken)
    {
        ImplicitFactors items = new(likes.ColumnCount, options);
        if (start is null)
        {
            items.Scatter();
        }
        else
        {
            items.Begin(start);
        }

        ImplicitFactors users = items.Train(likes, null, cancellationToken);
        users.SolveAll(items, likes, items.Parallelism(cancellationToken));
        return (users, items);
    }

    private ParallelOptions Parallelism(CancellationToken cancellationToken) => new()
    {
        CancellationToken = cancellationToken,
        MaxDegreeOfParallelism = _options.Threads,
    };

    // Returns the users' factors given the items' factors before the last iteration.
    private ImplicitFactors Train(LikeMatrix likes, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        ParallelOptions parallel = Parallelism(cancellationToken);
        LikeMatrix likers = likes.Transpose();
        ImplicitFactors users = new(likes.RowCount, _options);
        for (int iteration = 0; iteration < _options.Iterations; iteration++)
        {
            users.SolveAll(this, likes, parallel);
            SolveAll(users, likers, parallel);
            progress?.Report((iteration + 1.0) / _options.Iterations);
        }

        return users;
    }

    /// <summary>Solves the normal equations of a member of the other side, given the factors of this side.</summary>
    /// <param name="liked">The members of this side that it likes, or that like it; rising.</param>
    /// <param name="weights">The weight of each; empty where all are 1.</param>
    /// <param name="equations">Scratch memory.</param>
    /// <param name="solution">Where to write the factors; 0 if they cannot be told.</param>
    public void SolveOther(
        ReadOnlySpan<int> liked, ReadOnlySpan<float> weights, NormalEquations equations, Span<Vector256<double>> solution)
    {
        equations.Begin(_gram);
        equations.AddRidge(_options.Regularization);
        equations.Add(_factors, liked, weights, _options.Confidence, 1 + _options.Confidence);
        equations.Solve(solution);

        // Rounding may leave no solution, as with stored factors that are nearly multiples of each other.
        foreach (double factor in MemoryMarshal.Cast<Vector256<double>, double>(solution))
        {
            if (!(Math.Abs(factor) <= LargestFactor))
            {
                solution.Clear();
                return;
            }
        }
    }

    public void WriteTo(SnapshotWriter writer)
    {
        for (int member = 0; member < _count; member++)
        {
            writer.Write(NumbersOf(member));
        }
    }

    public static ImplicitFactors Read(SnapshotReader reader, int count, ImplicitFactorizationOptions options)
    {
        double[] numbers = reader.ReadDoubles((long)count * options.Factors, LargestFactor);
        ImplicitFactors factors = new(count, options);
        factors.Begin(numbers);
        return factors;
    }

    /// <summary>The factors of a member as numbers.</summary>
    public Span<double> NumbersOf(int member) =>
        MemoryMarshal.Cast<Vector256<double>, double>(_factors.AsSpan(member * _width, _width))[.._options.Factors];

    private void Begin(ReadOnlySpan<double> numbers)
    {
        for (int member = 0; member < _count; member++)
        {
            numbers.Slice(member * _options.Factors, _options.Factors).CopyTo(NumbersOf(member));
        }

        CompleteGram();
    }

    // Small random factors of both signs: equal factors would stay equal.
    private void Scatter()
    {
        SplitMix64 random = new(_options.Seed);
        double extent = 0.1 / Math.Sqrt(_options.Factors);
        for (int member = 0; member < _count; member++)
        {
            foreach (ref double factor in NumbersOf(member))
            {
                factor = ((2 * random.NextDouble()) - 1) * extent;
            }
        }

        CompleteGram();
    }

    private void SolveAll(ImplicitFactors others, LikeMatrix likes, ParallelOptions parallel)
    {
        Parallel.For(
            0,
            _count,
            parallel,
            () => new NormalEquations(_options.Factors),
            (member, _, equations) =>
            {
                others.SolveOther(likes[member], likes.WeightsOf(member), equations, _factors.AsSpan(member * _width, _width));
                return equations;
            },
            _ => { });
        CompleteGram();
    }

    private void CompleteGram()
    {
        NormalEquations equations = new(_options.Factors);
        int[] all = [.. Enumerable.Range(0, _count)];
        equations.Add(_factors, all, [], 1, 0);
        equations.CopyMatrix(_gram);
    }
}
