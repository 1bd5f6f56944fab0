using System.Numerics;
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
/// member, as in Agarwal and Chen, "Regression-based Latent Factor Models" (KDD 2009). The evidence is the number of ratings and the
/// average of the factors on the other side: who or what was rated, whatever the values, which is the signal of SVD++ (Koren, KDD 2008).
/// One factor of each side is always 1 and carries the other side's bias.
/// Sums run in a fixed order over doubles, without fused or vectorized steps: the same bytes on every machine.
/// Not safe for concurrent use; its owner locks.
/// </remarks>
internal sealed partial class MatrixFactorizationSide
{
    private const double BiasDeviation = 0.45;
    private const double ExpectedFactorVariance = 0.05;
    private const double ExpectedBiasVariance = BiasDeviation * BiasDeviation;
    private const double PriorMembers = 20;
    private const double PriorRidge = 1;
    private const double AveragePseudoCount = 5;
    private const int EvidenceBeforeAverages = 2;

    private readonly int _factors;
    private readonly int _constant;
    private readonly int _bias;
    private readonly int _evidenceCount;
    private readonly double _startVariance;
    private readonly double[] _scatter;
    private readonly double[] _precision;
    private readonly double[] _regression;
    private readonly double[] _newcomer;
    private readonly double[] _priorMean;
    private readonly double[] _system;
    private double[] _means = [];
    private double[] _squares = [];
    private double[] _evidence = [];
    private double[] _residuals = [];
    private int _capacity;

    /// <summary>Creates a side without members.</summary>
    /// <param name="scale">The scale of the ratings.</param>
    /// <param name="factors">How many factors a member has, the two of the biases included.</param>
    /// <param name="constant">Which factor is always 1: 0 or 1. The other of these two is the member's bias.</param>
    /// <param name="priorDeviation">The standard deviation of a factor without ratings.</param>
    /// <param name="scatter">Offsets of the prior means, member after member; members beyond its end have none.</param>
    public MatrixFactorizationSide(RatingScale scale, int factors, int constant, double priorDeviation, double[] scatter)
    {
        Log = new RatingLog(scale);
        _factors = factors;
        _constant = constant;
        _bias = 1 - constant;
        _evidenceCount = EvidenceBeforeAverages + factors;
        _startVariance = priorDeviation * priorDeviation;
        _scatter = scatter;
        _precision = new double[factors];
        _precision.AsSpan().Fill(1 / _startVariance);
        _precision[_bias] = 1 / ExpectedBiasVariance;
        _regression = new double[factors * _evidenceCount];
        _newcomer = new double[factors];
        _newcomer[constant] = 1;
        _priorMean = new double[factors];
        _system = new double[_evidenceCount * (_evidenceCount + factors)];
    }

    /// <summary>The ratings by member; the item of an entry is the member of the other side.</summary>
    public RatingLog Log { get; }

    /// <summary>Random offsets for the prior means of the members' factors: without them all factors would stay equal.</summary>
    public static double[] DrawScatter(int members, int factors, double extent, ulong seed)
    {
        SplitMix64 random = new(seed);
        double[] scatter = new double[members * factors];
        for (int member = 0; member < members; member++)
        {
            for (int factor = 2; factor < factors; factor++)
            {
                scatter[(member * factors) + factor] = ((2 * random.NextDouble()) - 1) * extent;
            }
        }

        return scatter;
    }

    /// <summary>Makes room for members up to an id; each starts at the prior.</summary>
    public void EnsureMember(int id)
    {
        if (id < _capacity)
        {
            return;
        }

        int capacity = checked((int)Math.Clamp(2L * _capacity, id + 1L, Array.MaxLength / _evidenceCount));
        Array.Resize(ref _means, capacity * _factors);
        Array.Resize(ref _squares, capacity * _factors);
        Array.Resize(ref _evidence, capacity * _evidenceCount);
        for (int member = _capacity; member < capacity; member++)
        {
            for (int factor = 0; factor < _factors; factor++)
            {
                int at = (member * _factors) + factor;
                double mean = _newcomer[factor] + (at < _scatter.Length ? _scatter[at] : 0);
                _means[at] = mean;
                _squares[at] = (mean * mean) + (factor == _constant ? 0 : 1 / _precision[factor]);
            }
        }

        _capacity = capacity;
    }

    /// <summary>The factors of a member; those of a newcomer where it has no ratings.</summary>
    public ReadOnlySpan<double> FactorsOf(int id) =>
        Log.OfUser(id).IsEmpty ? _newcomer : _means.AsSpan(id * _factors, _factors);

    /// <summary>Solves a member's factors one after the other for its ratings, given the other side.</summary>
    /// <param name="id">The member, which has ratings.</param>
    /// <param name="other">The other side.</param>
    /// <param name="target">Converts a rating to the value that the factors have to explain.</param>
    /// <param name="noise">The variance of the part of a rating that factors do not explain.</param>
    public void Update(int id, MatrixFactorizationSide other, MatrixFactorizationTarget target, double noise)
    {
        UserRatings entries = Log.OfUser(id);
        if (_residuals.Length < entries.Length)
        {
            _residuals = new double[Math.Max(entries.Length, 2 * _residuals.Length)];
        }

        Span<double> means = _means.AsSpan(id * _factors, _factors);
        Span<double> evidence = _evidence.AsSpan(id * _evidenceCount, _evidenceCount);
        evidence.Clear();
        for (int entry = 0; entry < entries.Length; entry++)
        {
            ReadOnlySpan<double> others = other._means.AsSpan(entries.ItemAt(entry) * _factors, _factors);
            _residuals[entry] = target.Of(entries[entry].Value) - Dot(means, others);
            for (int factor = 0; factor < others.Length; factor++)
            {
                evidence[EvidenceBeforeAverages + factor] += others[factor];
            }
        }

        CompleteEvidence(evidence, entries.Length, other._constant);
        PredictPrior(evidence, id);
        for (int factor = 0; factor < _factors; factor++)
        {
            if (factor != _constant)
            {
                UpdateFactor(id, factor, entries, other, noise);
            }
        }
    }

    /// <summary>Estimates the shared prior from the members that have ratings.</summary>
    /// <param name="other">The other side.</param>
    public void UpdatePrior(MatrixFactorizationSide other)
    {
        int members = RegressFactorsOnEvidence();
        Span<double> scattered = stackalloc double[_factors];
        scattered.Clear();
        for (int id = 0; id < Log.UserCount; id++)
        {
            if (Log.OfUser(id).IsEmpty)
            {
                continue;
            }

            PredictPrior(_evidence.AsSpan(id * _evidenceCount, _evidenceCount), id);
            for (int factor = 0; factor < _factors; factor++)
            {
                double mean = _means[(id * _factors) + factor];
                double off = mean - _priorMean[factor];
                scattered[factor] += (off * off) + (_squares[(id * _factors) + factor] - (mean * mean));
            }
        }

        for (int factor = 0; factor < _factors; factor++)
        {
            double expected = factor == _bias ? ExpectedBiasVariance : ExpectedFactorVariance;
            _precision[factor] = (members + PriorMembers) / (scattered[factor] + (PriorMembers * expected));
        }

        Span<double> nothing = stackalloc double[_evidenceCount];
        nothing.Clear();
        CompleteEvidence(nothing, 0, other._constant);
        PredictPrior(nothing, int.MaxValue);
        _priorMean.CopyTo(_newcomer, 0);
        _newcomer[_constant] = 1;
    }

    /// <summary>The expected squared error of the ratings of a member, the uncertainty of the factors of both sides included.</summary>
    public double ExpectedSquaredErrors(int id, MatrixFactorizationSide other, MatrixFactorizationTarget target)
    {
        double sum = 0;
        int at = id * _factors;
        foreach (RatedItem entry in Log.OfUser(id))
        {
            int otherAt = entry.Item * _factors;
            double error = target.Of(entry.Value);
            double spread = 0;
            for (int factor = 0; factor < _factors; factor++)
            {
                double product = _means[at + factor] * other._means[otherAt + factor];
                error -= product;
                spread += (_squares[at + factor] * other._squares[otherAt + factor]) - (product * product);
            }

            sum += (error * error) + spread;
        }

        return sum;
    }

    /// <summary>The inner product, summed in four lanes of fixed order.</summary>
    public static double Dot(ReadOnlySpan<double> left, ReadOnlySpan<double> right)
    {
        right = right[..left.Length];
        double first = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        int index = 0;
        for (; index <= left.Length - 4; index += 4)
        {
            first += left[index] * right[index];
            second += left[index + 1] * right[index + 1];
            third += left[index + 2] * right[index + 2];
            fourth += left[index + 3] * right[index + 3];
        }

        for (; index < left.Length; index++)
        {
            first += left[index] * right[index];
        }

        return (first + second) + (third + fourth);
    }

    private void UpdateFactor(int id, int factor, in UserRatings entries, MatrixFactorizationSide other, double noise)
    {
        double[] otherMeans = other._means;
        double[] otherSquares = other._squares;
        int at = (id * _factors) + factor;
        double before = _means[at];
        double agreement = 0;
        double weight = 0;
        for (int entry = 0; entry < entries.Length; entry++)
        {
            int otherAt = (entries.ItemAt(entry) * _factors) + factor;
            double others = otherMeans[otherAt];
            agreement += (_residuals[entry] + (before * others)) * others;
            weight += otherSquares[otherAt];
        }

        double precision = _precision[factor] + (weight / noise);
        double after = ((_precision[factor] * _priorMean[factor]) + (agreement / noise)) / precision;
        _means[at] = after;
        _squares[at] = (after * after) + (1 / precision);
        double step = after - before;
        for (int entry = 0; entry < entries.Length; entry++)
        {
            _residuals[entry] -= step * otherMeans[(entries.ItemAt(entry) * _factors) + factor];
        }
    }

    // Takes the sums of the other side's factors and makes them the evidence: a constant, the count, the averages.
    private static void CompleteEvidence(Span<double> evidence, int ratings, int otherConstant)
    {
        Span<double> averages = evidence[EvidenceBeforeAverages..];
        for (int factor = 0; factor < averages.Length; factor++)
        {
            averages[factor] = factor == otherConstant ? 0 : averages[factor] / (ratings + AveragePseudoCount);
        }

        // A binary logarithm, linear between the powers of two: exact on every machine, which Math.Log need not be.
        uint counted = (uint)ratings + 1;
        int octave = BitOperations.Log2(counted);
        evidence[0] = 1;
        evidence[1] = (octave + ((double)counted / (1u << octave)) - 1 - 4) / 3;
    }

    private void PredictPrior(ReadOnlySpan<double> evidence, int id)
    {
        for (int factor = 0; factor < _factors; factor++)
        {
            long at = ((long)id * _factors) + factor;
            _priorMean[factor] = Dot(_regression.AsSpan(factor * _evidenceCount, _evidenceCount), evidence)
                + (at < _scatter.Length ? _scatter[at] : 0);
        }
    }

    // Ridge regression of every factor at once: one symmetric system, as many right-hand sides as factors.
    private int RegressFactorsOnEvidence()
    {
        int width = _evidenceCount + _factors;
        Array.Clear(_system);
        int members = 0;
        for (int id = 0; id < Log.UserCount; id++)
        {
            if (!Log.OfUser(id).IsEmpty)
            {
                members++;
                AddToSystem(id, width);
            }
        }

        for (int row = 0; row < _evidenceCount; row++)
        {
            _system[(row * width) + row] += PriorRidge;
        }

        SolveSystem(width);
        return members;
    }

    private void AddToSystem(int id, int width)
    {
        ReadOnlySpan<double> evidence = _evidence.AsSpan(id * _evidenceCount, _evidenceCount);
        ReadOnlySpan<double> means = _means.AsSpan(id * _factors, _factors);
        for (int row = 0; row < evidence.Length; row++)
        {
            double value = evidence[row];
            Span<double> system = _system.AsSpan(row * width, width);
            for (int column = row; column < evidence.Length; column++)
            {
                system[column] += value * evidence[column];
            }

            Span<double> sides = system[evidence.Length..];
            for (int factor = 0; factor < means.Length; factor++)
            {
                int at = (id * _factors) + factor;
                sides[factor] += value * (means[factor] - (at < _scatter.Length ? _scatter[at] : 0));
            }
        }
    }

    // Elimination of a positive definite system, given as its upper triangle; the ridge keeps every pivot above 0.
    private void SolveSystem(int width)
    {
        for (int pivot = 0; pivot < _evidenceCount; pivot++)
        {
            ReadOnlySpan<double> from = _system.AsSpan(pivot * width, width);
            for (int row = pivot + 1; row < _evidenceCount; row++)
            {
                double share = from[row] / from[pivot];
                Span<double> into = _system.AsSpan(row * width, width);
                for (int column = row; column < width; column++)
                {
                    into[column] -= share * from[column];
                }
            }
        }

        for (int factor = 0; factor < _factors; factor++)
        {
            Span<double> solution = _regression.AsSpan(factor * _evidenceCount, _evidenceCount);
            for (int row = _evidenceCount - 1; row >= 0 && factor != _constant; row--)
            {
                ReadOnlySpan<double> system = _system.AsSpan(row * width, width);
                double value = system[_evidenceCount + factor];
                for (int column = row + 1; column < _evidenceCount; column++)
                {
                    value -= system[column] * solution[column];
                }

                solution[row] = value / system[row];
            }
        }
    }
}
