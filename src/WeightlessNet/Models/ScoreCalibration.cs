using WeightlessNet.Storage;

namespace WeightlessNet.Models;

/// <summary>
/// Maps the scores of classes to logits: a non-decreasing, piecewise linear function of the score, the same for all classes, plus an
/// offset for each class. Immutable.
/// </summary>
/// <remarks>
/// Vector scaling with a bend: Guo et al., "On Calibration of Modern Neural Networks" (ICML 2017), after Platt (1999). Slopes are never
/// negative, so that leaving an example out, which lowers the score of its class, cannot be mistaken for evidence.
/// </remarks>
internal sealed class ScoreCalibration
{
    /// <summary>The largest number of knots.</summary>
    public const int MostKnots = 3;

    // Keeps logits finite, whatever a snapshot says.
    private const double MostMagnitude = 1e12;

    private readonly double[] _knots;
    private readonly double[] _slopes;
    private readonly double[] _offsets;
    private readonly double _newOffset;

    /// <summary>Creates a map.</summary>
    /// <param name="knots">The scores at which the slope changes, ascending.</param>
    /// <param name="slopes">The slope below the first knot, between the first and the second, and so on; 0 or more.</param>
    /// <param name="offsets">The offset of each class.</param>
    /// <param name="newOffset">The offset of all further classes.</param>
    public ScoreCalibration(double[] knots, double[] slopes, double[] offsets, double newOffset)
    {
        _knots = knots;
        _slopes = slopes;
        _offsets = offsets;
        _newOffset = newOffset;
    }

    /// <summary>The offset of a class; a class that was learned later has the mean of the others.</summary>
    public double OffsetOf(int index) => index < _offsets.Length ? _offsets[index] : _newOffset;

    /// <summary>The same map for classes in another order, and for further ones.</summary>
    /// <param name="indexes">For each class here, its index there.</param>
    /// <param name="count">The number of classes there.</param>
    public ScoreCalibration ForClasses(int[] indexes, int count)
    {
        double[] offsets = new double[count];
        Array.Fill(offsets, _newOffset);
        for (int i = 0; i < indexes.Length; i++)
        {
            offsets[indexes[i]] = _offsets[i];
        }

        return new ScoreCalibration(_knots, _slopes, offsets, _newOffset);
    }

    /// <summary>The same map, in which a class is one that was learned later.</summary>
    public ScoreCalibration WithoutClass(int index)
    {
        double[] offsets = [.. _offsets];
        offsets.AsSpan(Math.Min(index, offsets.Length), index < offsets.Length ? 1 : 0).Fill(_newOffset);
        return new ScoreCalibration(_knots, _slopes, offsets, _newOffset);
    }

    /// <summary>The logit of a class with a score.</summary>
    public double LogitOf(double score, int index)
    {
        double logit = OffsetOf(index);
        double from = 0;
        for (int piece = 0; piece < _slopes.Length; piece++)
        {
            logit += _slopes[piece] * Piece(_knots, score, piece, ref from);
        }

        return logit;
    }

    // Layout: number of knots, compact; knots, slopes, offset of each class, offset of further classes, f64 each.
    public void WriteTo(SnapshotWriter writer, ReadOnlySpan<int> classes)
    {
        writer.WriteCompact((ulong)_knots.Length);
        writer.Write((ReadOnlySpan<double>)_knots);
        writer.Write((ReadOnlySpan<double>)_slopes);
        foreach (int index in classes)
        {
            writer.Write(OffsetOf(index));
        }

        writer.Write(_newOffset);
    }

    public static ScoreCalibration Read(SnapshotReader reader, int classes)
    {
        int count = reader.ReadCompact(MostKnots);
        double[] knots = reader.ReadFiniteDoubles(count);
        double[] slopes = reader.ReadFiniteDoubles(count + 1);
        double[] offsets = reader.ReadFiniteDoubles(classes + 1);
        bool isValid = AreWithin(knots, -MostMagnitude, MostMagnitude) && AreWithin(slopes, 0, MostMagnitude)
            && AreWithin(offsets, -MostMagnitude, MostMagnitude);
        for (int i = 1; i < knots.Length; i++)
        {
            isValid &= knots[i] > knots[i - 1];
        }

        return isValid
            ? new ScoreCalibration(knots, slopes, offsets[..classes], offsets[classes])
            : throw reader.Invalid("the knots do not ascend, a slope is negative, or a number is too large");
    }

    private static bool AreWithin(double[] values, double least, double most) =>
        !values.AsSpan().ContainsAnyExceptInRange(least, most);

    /// <summary>
    /// The part of a score that lies in a piece: the pieces of a score sum to the score. <paramref name="from"/> is the piece's beginning,
    /// and afterwards that of the next piece.
    /// </summary>
    internal static double Piece(ReadOnlySpan<double> knots, double score, int piece, ref double from)
    {
        double to = piece < knots.Length ? knots[piece] : double.PositiveInfinity;
        double part = piece == 0 ? Math.Min(score, to) : Math.Max(0, Math.Min(score, to) - from);
        from = to;
        return part;
    }
}
