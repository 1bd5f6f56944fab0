using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// One of the two sides of a matrix factorization, the users or the items: the means and variances of the factors of each member, and the
/// prior that all members share.
/// </summary>
/// <remarks>
/// A member's factors are independent Gaussians, as in the factorized variational Bayes of Raiko, Ilin and Karhunen, "Principal
/// Component Analysis for Large Scale Problems with Lots of Missing Values" (ECML 2007). Their prior mean is linear in the evidence of the
/// member, as in Agarwal and Chen, "Regression-based Latent Factor Models" (KDD 2009). The evidence is the number of ratings, and who or
/// what was rated, whatever the values: either the average of the factors on the other side, which is the signal of SVD++ (Koren, KDD
/// 2008), or the <see cref="Audience"/> columns.
/// Sums run in a fixed order over doubles: the same bytes at every vector width.
/// Not safe for concurrent use; its owner locks.
/// </remarks>
internal sealed partial class MatrixFactorizationSide
{
    private readonly FactorShape _shape;
    private readonly EvidenceLayout _layout;
    private MemberScratch? _scratch;
    private AudienceSystem? _audience;
    private double[] _offsets = [];
    private double[] _means = [];
    private double[] _squares = [];
    private double[] _evidence = [];
    private int _capacity;

    /// <summary>Creates a side whose members start at the prior.</summary>
    /// <param name="log">The ratings by member; the item of an entry is the member of the other side.</param>
    /// <param name="shape">Which factors a member has.</param>
    /// <param name="layout">What their prior means follow from.</param>
    /// <param name="priorDeviation">The standard deviation of a factor without ratings.</param>
    public MatrixFactorizationSide(RatingLog log, FactorShape shape, EvidenceLayout layout, double priorDeviation)
    {
        Log = log;
        _shape = shape;
        _layout = layout;
        Prior = new FactorPrior(shape, layout, priorDeviation);
    }

    /// <summary>The ratings by member; the item of an entry is the member of the other side.</summary>
    public RatingLog Log { get; }

    /// <summary>The prior that all members share.</summary>
    public FactorPrior Prior { get; }

    /// <summary>Which factors a member has.</summary>
    public FactorShape Shape => _shape;

    /// <summary>What the prior means of a member follow from.</summary>
    public EvidenceLayout Layout => _layout;

    /// <summary>The means of the factors of all members for whom there is room.</summary>
    public ReadOnlySpan<double> Means => _means;

    /// <summary>The means of the squares of these factors.</summary>
    public ReadOnlySpan<double> Squares => _squares;

    /// <summary>The evidence of all members for whom there is room.</summary>
    public ReadOnlySpan<double> Evidence => _evidence;

    private MemberScratch OwnScratch => _scratch ??= new MemberScratch(_shape);

    /// <summary>
    /// Draws random offsets for the prior means of the first members' factors: without them all factors would stay equal. The factors of
    /// members for whom there is already room do not change.
    /// </summary>
    public void Scatter(int members, double extent, ulong seed)
    {
        SplitMix64 random = new(seed);
        _offsets = new double[members * _shape.Stride];
        for (int member = 0; member < members; member++)
        {
            for (int factor = 2; factor < _shape.Factors; factor++)
            {
                _offsets[(member * _shape.Stride) + factor] = ((2 * random.NextDouble()) - 1) * extent;
            }
        }
    }

    /// <summary>Whether there is room for a member.</summary>
    public bool HasRoomFor(int id) => id < _capacity;

    /// <summary>The means of the factors of a member for whom there is room.</summary>
    public Span<double> MeansOf(int id) => _means.AsSpan(id * _shape.Stride, _shape.Stride);

    /// <summary>The means of the squares of the factors of a member for whom there is room.</summary>
    public Span<double> SquaresOf(int id) => _squares.AsSpan(id * _shape.Stride, _shape.Stride);

    /// <summary>The evidence of a member for whom there is room.</summary>
    public Span<double> EvidenceOf(int id) => _evidence.AsSpan(id * _layout.Stride, _layout.Stride);

    /// <summary>The factors of a member that both sides learn; those of a newcomer where it has no ratings.</summary>
    public ReadOnlySpan<double> FactorsOf(int id) =>
        (Log.OfUser(id).IsEmpty ? Prior.Newcomer : MeansOf(id))[.._shape.ColumnsAt];

    /// <summary>The columns of a member, or how much they raise its ratings.</summary>
    public ReadOnlySpan<double> ColumnsOf(int id) =>
        (id < _capacity ? MeansOf(id) : Prior.Newcomer)[_shape.ColumnsAt..];

    /// <summary>Makes room for members up to an id; each starts at the prior.</summary>
    public void EnsureMember(int id)
    {
        if (HasRoomFor(id))
        {
            return;
        }

        int capacity = checked((int)Math.Clamp(2L * _capacity, id + 1L, Array.MaxLength / Math.Max(_shape.Stride, _layout.Stride)));
        Array.Resize(ref _means, capacity * _shape.Stride);
        Array.Resize(ref _squares, capacity * _shape.Stride);
        Array.Resize(ref _evidence, capacity * _layout.Stride);
        for (int member = _capacity; member < capacity; member++)
        {
            Span<double> means = MeansOf(member);
            Span<double> squares = SquaresOf(member);
            Prior.Newcomer.CopyTo(means);
            AddOffset(member, means);
            means.CopyTo(squares);
            squares[_shape.Constant] = 1;
            foreach (int factor in _shape.Solved)
            {
                squares[factor] = (means[factor] * means[factor]) + (1 / Prior.Precision[factor]);
            }
        }

        _capacity = capacity;
    }

    /// <summary>Solves a member's factors with scratch memory that this side keeps.</summary>
    public void Update(int id, MatrixFactorizationSide other, MatrixFactorizationTarget target, double noise) =>
        Update(id, other, target, noise, OwnScratch);

    /// <summary>Solves a member's factors one after the other for its ratings, given the other side.</summary>
    /// <param name="id">The member, which has ratings.</param>
    /// <param name="other">The other side.</param>
    /// <param name="target">Converts a rating to the value that the factors have to explain.</param>
    /// <param name="noise">The variance of the part of a rating that factors do not explain.</param>
    /// <param name="scratch">Scratch memory for this shape. Threads with memory of their own may update different members.</param>
    public void Update(
        int id, MatrixFactorizationSide other, MatrixFactorizationTarget target, double noise, MemberScratch scratch)
    {
        UserRatings entries = Log.OfUser(id);
        ReadOnlySpan<int> others = scratch.OthersOf(entries);
        Span<double> targets = scratch.TargetsFor(others);
        Span<double> means = MeansOf(id);
        for (int entry = 0; entry < others.Length; entry++)
        {
            targets[entry] = target.Of(entries[entry].Value);
        }

        if (_shape.SystemSize < _shape.Stride)
        {
            for (int entry = 0; entry < others.Length; entry++)
            {
                targets[entry] -= OuterProducts.Dot(means[_shape.ColumnsAt..], other.ColumnsOf(others[entry]));
            }
        }

        FactorSystem system = scratch.System;
        system.Sum(other._means, other._squares, _shape.Stride, others, targets);
        _layout.Set(EvidenceOf(id), others.Length, system.ProductsOf(other._shape.Constant), other._shape.Constant);
        PredictPrior(id, scratch.PriorMean);
        system.Solve(_shape.Solved, scratch.PriorMean, Prior.Precision, noise, 1, means, SquaresOf(id));
    }

    /// <summary>The expected squared error of the ratings of a member, the uncertainty of the factors of both sides included.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public double ExpectedSquaredErrors(int id, MatrixFactorizationSide other, MatrixFactorizationTarget target)
    {
        ReadOnlySpan<Vector256<double>> means = OuterProducts.AsVectors(MeansOf(id));
        ReadOnlySpan<Vector256<double>> squares = OuterProducts.AsVectors(SquaresOf(id));
        double sum = 0;
        foreach (RatedItem entry in Log.OfUser(id))
        {
            ReadOnlySpan<Vector256<double>> otherMeans = OuterProducts.AsVectors(other.MeansOf(entry.Item));
            ReadOnlySpan<Vector256<double>> otherSquares = OuterProducts.AsVectors(other.SquaresOf(entry.Item));
            Vector256<double> explained = default;
            Vector256<double> spread = default;
            for (int at = 0; at < means.Length; at++)
            {
                Vector256<double> product = means[at] * otherMeans[at];
                explained += product;
                spread += (squares[at] * otherSquares[at]) - (product * product);
            }

            double error = target.Of(entry.Value) - SumOf(explained);
            sum += (error * error) + SumOf(spread);
        }

        return sum;
    }

    /// <summary>The prior means of the factors of a member, given its evidence.</summary>
    public void PredictPrior(int id, Span<double> means)
    {
        Prior.Predict(EvidenceOf(id), means);
        AddOffset(id, means);
    }

    /// <summary>Copies the means of the factors of a member less the offsets of their prior means.</summary>
    public void CopyMeansWithoutOffset(int id, Span<double> destination)
    {
        MeansOf(id).CopyTo(destination);
        ReadOnlySpan<double> offsets = OffsetsOf(id);
        for (int factor = 0; factor < offsets.Length; factor++)
        {
            destination[factor] -= offsets[factor];
        }
    }

    private static double SumOf(Vector256<double> sums) => (sums[0] + sums[1]) + (sums[2] + sums[3]);

    private ReadOnlySpan<double> OffsetsOf(int id)
    {
        long at = (long)id * _shape.Stride;
        return at < _offsets.Length ? _offsets.AsSpan((int)at, _shape.Stride) : [];
    }

    private void AddOffset(int id, Span<double> means)
    {
        ReadOnlySpan<double> offsets = OffsetsOf(id);
        for (int factor = 0; factor < offsets.Length; factor++)
        {
            means[factor] += offsets[factor];
        }
    }
}
