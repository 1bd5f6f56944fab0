using System.Globalization;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Datasets.Internals;

/// <summary>Finds the scale of ratings by their values.</summary>
internal sealed class ScaleFinder
{
    private const double Unit = 1000;
    private const int MaximumSteps = 1000;

    // Beyond this, a double of thousandths is not exact.
    private const double Exact = 1L << 50;

    private readonly HashSet<float> _values = [];
    private float _minimum = float.PositiveInfinity;
    private float _maximum = float.NegativeInfinity;

    public void Add(float value)
    {
        _minimum = Math.Min(_minimum, value);
        _maximum = Math.Max(_maximum, value);

        // More values than a scale has levels need not be kept.
        if (_values.Count <= MaximumSteps + 1)
        {
            _values.Add(value);
        }
    }

    /// <summary>From the lowest to the highest value, with the largest step that has all values as levels.</summary>
    /// <exception cref="InvalidDataException">There are no two different values.</exception>
    public RatingScale Scale(DelimitedFile file)
    {
        if (!(_minimum < _maximum))
        {
            string found = _values.Count == 0 ? "there are no ratings" : "all ratings are equal";
            throw file.Malformed(
                $"{found}, which gives no scale; state the scale, or read the file as counts",
                string.Join(',', _values.Select(value => value.ToString(CultureInfo.InvariantCulture))));
        }

        long step = _values.Count <= MaximumSteps + 1 ? CommonStep() : 0;
        double range = ((double)_maximum - _minimum) * Unit;
        return step > 0 && range / step <= MaximumSteps
            ? new RatingScale(_minimum, _maximum, (float)(step / Unit))
            : new RatingScale(_minimum, _maximum, (float)(((double)_maximum - _minimum) / MaximumSteps));
    }

    // The greatest common divisor of the distances from the lowest value, in thousandths; 0 if a value is not in thousandths.
    private long CommonStep()
    {
        long step = 0;
        foreach (float value in _values)
        {
            double distance = ((double)value - _minimum) * Unit;
            double whole = Math.Round(distance);
            if (whole > Exact || Math.Abs(distance - whole) > 1e-3 * Math.Max(1, Math.Abs((double)value)))
            {
                return 0;
            }

            for (long other = (long)whole; other != 0;)
            {
                (step, other) = (other, step % other);
            }
        }

        return step;
    }
}
