using System.Globalization;
using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

/// <summary>
/// Encodes a number on a circle, such as an angle or an hour: half of the bits are set, beginning at the number's place and going on
/// around, so that the distance between two patterns is that on the circle.
/// </summary>
/// <remarks>NaN stands for a missing value and sets no bit. Immutable and thread-safe.</remarks>
public sealed partial class CircularThermometerEncoder : IEncoder<double>
{
    private readonly double _origin;
    private readonly double _period;

    /// <summary>Creates an encoder.</summary>
    /// <param name="origin">Where the circle begins, finite.</param>
    /// <param name="period">After how much it comes round, finite and above 0.</param>
    /// <param name="bitCount">How many places the circle has, 2 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public CircularThermometerEncoder(double origin, double period, int bitCount)
    {
        if (!double.IsFinite(origin))
        {
            throw new ArgumentOutOfRangeException(nameof(origin), origin, "The origin is finite.");
        }

        if (!double.IsFinite(period) || period <= 0)
        {
            throw new ArgumentOutOfRangeException(nameof(period), period, "A period is finite and above 0.");
        }

        ArgumentOutOfRangeException.ThrowIfLessThan(bitCount, 2);
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
            throw new ArgumentOutOfRangeException(nameof(value), value, "A number on a circle is finite.");
        }

        // The remainder is exact, so that a place begins exactly where it should.
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
