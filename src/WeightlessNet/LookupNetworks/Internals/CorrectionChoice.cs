using WeightlessNet.Storage;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// How much of a counted correction is added to the prediction of a network. Several shares predict each example before it is learned, and
/// the one with the least squared error of late is used; at first none of it.
/// </summary>
/// <remarks>Like <see cref="ShareChoice"/>. Errors are added in the order of the examples, with the same bits on every machine.</remarks>
internal sealed class CorrectionChoice
{
    // Sums lose a 64th for each 16 examples, so that about a thousand of the last ones matter.
    private const int ExamplesOfStep = 16;
    private const double Kept = 63.0 / 64;

    // More than any examples can make, and so much that these do not change it.
    private const double MostError = 1e100;

    private static readonly double[] Shares = [0, 0.25, 0.5, 0.75, 1];

    private readonly double[] _errors = new double[Shares.Length];
    private int _examples;

    /// <summary>The share in use, 0 to 1.</summary>
    public double Value
    {
        get
        {
            int best = 0;
            for (int i = 1; i < Shares.Length; i++)
            {
                best = _errors[i] < _errors[best] ? i : best;
            }

            return Shares[best];
        }
    }

    /// <summary>Whether nothing was noted, or all is cleared.</summary>
    public bool IsClear => _examples == 0 && !_errors.AsSpan().ContainsAnyExcept(0);

    /// <summary>Notes that an example was learned.</summary>
    /// <param name="error">What was missing from the prediction of the network.</param>
    /// <param name="correction">The correction by what was counted before.</param>
    public void Note(double error, double correction)
    {
        for (int i = 0; i < Shares.Length; i++)
        {
            double left = error - (Shares[i] * correction);
            _errors[i] += left * left;
        }

        _examples = (_examples + 1) % ExamplesOfStep;
        if (_examples == 0)
        {
            foreach (ref double sum in _errors.AsSpan())
            {
                sum *= Kept;
            }
        }
    }

    /// <summary>Starts again.</summary>
    public void Clear()
    {
        Array.Clear(_errors);
        _examples = 0;
    }

    // Layout: the examples since sums were last lowered, u8; the sum of squared errors of each share, f64.
    public void WriteTo(SnapshotWriter writer)
    {
        writer.Write((byte)_examples);
        writer.Write((ReadOnlySpan<double>)_errors);
    }

    public static CorrectionChoice Read(SnapshotReader reader)
    {
        CorrectionChoice choice = new() { _examples = reader.Read<byte>() };
        reader.ReadFiniteDoubles(Shares.Length).CopyTo(choice._errors, 0);
        return choice._examples < ExamplesOfStep && !choice._errors.AsSpan().ContainsAnyExceptInRange(0, MostError)
            ? choice
            : throw reader.Invalid(
                $"sums of squared errors are 0 to 1e100, and are lowered after {ExamplesOfStep} examples, not {choice._examples}");
    }
}
