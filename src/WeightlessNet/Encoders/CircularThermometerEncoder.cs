using System.Globalization;
using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

/// <summary>
/// Encodes a number on a circle, such as an angle or an hour. Half of the bits are set, from the number's place onward, so that the
/// Hamming distance of two patterns grows with the distance on the circle.
/// </summary>
/// <remarks>NaN means a missing value and sets no bit. Immutable and thread-safe.</remarks>
public sealed partial class CircularThermometerEncoder : IEncoder<double>
{
    private readonly double _origin;
    private readonly double _period;

    /// <summary>Creates an encoder.</summary>
    /// <param name="origin">The number at place 0, finite.</param>
    /// <param name="period">The length of the circle, such as 24 for hours; finite and above 0.</param>
    /// <param name="bitCount">The number of bits, which is also the number of places on the circle; 2 to 16,777,216.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public CircularThermometerEncoder(double origin, double period, int bitCount)
    {
        if (!double.IsFinite(origin))
        {
            throw new ArgumentOutOfRangeException(nameof(origin), origin, "The origin must be finite.");
        }

        if (!double.IsFinite(period) || period <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(period), period, "The period must be finite and above 0.");
        }

        EncoderGuard.ThrowIfNoBits(bitCount, minimum: 2);
        _origin = origin;
        _period = period;
        BitCount = bitCount;
    }

    /// <inheritdoc/>
    public int BitCount { get; }

    /// <summary>The place of a number on the circle, 0 to <see cref="BitCount"/> - 1.</summary>
    /// <param name="value">The number, finite.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is not finite.</exception>
    public int PlaceOf(double value)
    {
        if (!double.IsFinite(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "The number must be finite.");
        }

        // The remainder is exact, so that the places begin exactly where they should.
        double offset = (value - _origin) % _period;
        return Math.Min(BitCount - 1, (int)((offset < 0 ? offset + _period : offset) * BitCount / _period));
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is infinite.</exception>
    public void Encode(double value, BitSlice destination)
    {
        EncoderGuard.ThrowIfWrongLength(destination, BitCount);
        int place = double.IsNaN(value) ? -1 : PlaceOf(value);
        destination.Clear();
        for (int i = 0; place >= 0 && i < BitCount / 2; i++)
        {
            destination.Set((place + i) % BitCount);
        }
    }

    /// <inheritdoc/>
    public string Describe(int bit)
    {
        EncoderGuard.ThrowIfNotABit(bit, BitCount);
        double end = _origin + (_period * (bit + 1) / BitCount);
        return string.Create(CultureInfo.InvariantCulture, $"within half a turn of {_period:G6} before {end:G6}");
    }
}
