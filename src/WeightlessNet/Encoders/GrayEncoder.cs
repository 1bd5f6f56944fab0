using System.Globalization;
using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

/// <summary>
/// Encodes a number in few bits: its step within a range, in reflected binary code, where neighboring steps differ in one bit (Gray,
/// US patent 2,632,058, 1953).
/// </summary>
/// <remarks>
/// Numbers beyond the range take its first or last step. NaN means a missing value and sets no bit, like the first step.
/// Immutable and thread-safe.
/// </remarks>
public sealed partial class GrayEncoder : IEncoder<double>
{
    private readonly double _minimum;
    private readonly double _maximum;

    /// <summary>Creates an encoder.</summary>
    /// <param name="minimum">The lower end of the range, finite.</param>
    /// <param name="maximum">The upper end, finite and above <paramref name="minimum"/>.</param>
    /// <param name="bitCount">The number of bits, 1 to 30: the range has 2^bitCount steps.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public GrayEncoder(double minimum, double maximum, int bitCount)
    {
        if (!double.IsFinite(minimum))
        {
            throw new ArgumentOutOfRangeException(nameof(minimum), minimum, "The range must be finite.");
        }

        if (!double.IsFinite(maximum - minimum) || maximum <= minimum)
        {
            throw new ArgumentOutOfRangeException(nameof(maximum), maximum, "The range must be finite and not empty.");
        }

        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bitCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bitCount, 30);
        _minimum = minimum;
        _maximum = maximum;
        BitCount = bitCount;
    }

    /// <inheritdoc/>
    public int BitCount { get; }

    /// <summary>The step of a number, 0 to 2^<see cref="BitCount"/> - 1.</summary>
    /// <param name="value">The number; NaN gives 0.</param>
    public int StepOf(double value)
    {
        int steps = 1 << BitCount;
        double share = (value - _minimum) / (_maximum - _minimum);
        return share >= 1 ? steps - 1 : share > 0 ? Math.Min(steps - 1, (int)(share * steps)) : 0;
    }

    /// <inheritdoc/>
    public void Encode(double value, BitSlice destination)
    {
        EncoderGuard.ThrowIfWrongLength(destination, BitCount);
        destination.Clear();
        int step = StepOf(value);
        int code = step ^ (step >> 1);
        for (int bit = 0; bit < BitCount; bit++)
        {
            if (((code >> bit) & 1) != 0)
            {
                destination.Set(bit);
            }
        }
    }

    /// <inheritdoc/>
    public string Describe(int bit)
    {
        EncoderGuard.ThrowIfNotABit(bit, BitCount);
        return string.Create(CultureInfo.InvariantCulture, $"bit {bit} of the Gray code of {_minimum:G6} to {_maximum:G6}");
    }
}
