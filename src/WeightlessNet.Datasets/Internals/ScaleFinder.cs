using System.Globalization;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Datasets.Internals;

/// <summary>Finds the scale of ratings by their values.</summary>
internal sealed class ScaleFinder
{
    private readonly HashSet<float> _values = [];
    private float _minimum = float.PositiveInfinity;
    private float _maximum = float.NegativeInfinity;

    public void Add(float value)
    {
        _minimum = Math.Min(_minimum, value);
        _maximum = Math.Max(_maximum, value);

        // More values than a scale has levels need not be kept.
        if (_values.Count <= ValueLevels.MaximumSteps + 1)
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

        return ValueLevels.ScaleOf(_values, _minimum, _maximum);
    }
}
