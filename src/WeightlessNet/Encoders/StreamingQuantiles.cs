using System.Globalization;

namespace WeightlessNet.Encoders;

/// <summary>
/// Quantiles of a stream of numbers in bounded memory, for fitting thermometers while data arrives. Exact until the bins are full, then
/// approximate.
/// </summary>
/// <remarks>
/// The streaming histogram of Ben-Haim and Tom-Tov, "A Streaming Parallel Decision Tree Algorithm" (JMLR 2010), section 2.1: when the
/// bins are full, the two nearest are joined. The result depends on the order of the numbers. Not safe for concurrent use.
/// </remarks>
public sealed partial class StreamingQuantiles
{
    private readonly int _maximumBins;
    private double[] _values = [];
    private long[] _counts = [];
    private int _binCount;

    /// <summary>Creates an empty summary.</summary>
    /// <param name="maximumBins">The most bins it keeps, 2 or more; more bins are more accurate.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumBins"/> is below 2.</exception>
    public StreamingQuantiles(int maximumBins = 256)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumBins, 2);
        _maximumBins = maximumBins;
    }

    /// <summary>The number of numbers added, without NaN.</summary>
    public long Count { get; private set; }

    /// <summary>Adds a number.</summary>
    /// <param name="value">The number; NaN means a missing one and is ignored.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="value"/> is infinite.</exception>
    public void Add(double value)
    {
        if (double.IsInfinity(value))
        {
            throw new ArgumentOutOfRangeException(nameof(value), value, "The number must not be infinite.");
        }

        if (double.IsNaN(value))
        {
            return;
        }

        Count++;
        int place = Array.BinarySearch(_values, 0, _binCount, value);
        if (place >= 0)
        {
            _counts[place]++;
            return;
        }

        if (_binCount == _values.Length)
        {
            // Room for one bin more than the most, until the two nearest are joined.
            int capacity = (int)Math.Min(Math.Max(4, 2L * _binCount), _maximumBins + 1L);
            Array.Resize(ref _values, capacity);
            Array.Resize(ref _counts, capacity);
        }

        place = ~place;
        Array.Copy(_values, place, _values, place + 1, _binCount - place);
        Array.Copy(_counts, place, _counts, place + 1, _binCount - place);
        _values[place] = value;
        _counts[place] = 1;
        if (++_binCount > _maximumBins)
        {
            JoinNearest();
        }
    }

    /// <summary>
    /// Creates a thermometer whose thresholds divide the numbers added so far into parts of about equal size, as
    /// <see cref="ThermometerEncoder.Quantile"/> does.
    /// </summary>
    /// <param name="levels">The number of thresholds, above 0; all thresholds are 0 if no number has been added.</param>
    /// <returns>The thermometer; it does not change with later numbers.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="levels"/> is not above 0.</exception>
    public ThermometerEncoder ToThermometer(int levels)
    {
        double[] weights = new double[_binCount];
        for (int bin = 0; bin < _binCount; bin++)
        {
            weights[bin] = _counts[bin];
        }

        return ThermometerEncoder.Quantile(_values.AsSpan(0, _binCount), levels, weights);
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Count} numbers in {_binCount} bins");

    private void JoinNearest()
    {
        int nearest = 0;
        for (int bin = 1; bin < _binCount - 1; bin++)
        {
            // Halved, so that the difference cannot overflow.
            if ((_values[bin + 1] / 2) - (_values[bin] / 2) < (_values[nearest + 1] / 2) - (_values[nearest] / 2))
            {
                nearest = bin;
            }
        }

        long count = _counts[nearest] + _counts[nearest + 1];
        double share = (double)_counts[nearest + 1] / count;
        double joined = (_values[nearest] * (1 - share)) + (_values[nearest + 1] * share);
        _values[nearest] = Math.Clamp(joined, _values[nearest], _values[nearest + 1]);
        _counts[nearest] = count;
        _binCount--;
        Array.Copy(_values, nearest + 2, _values, nearest + 1, _binCount - nearest - 1);
        Array.Copy(_counts, nearest + 2, _counts, nearest + 1, _binCount - nearest - 1);
    }
}
