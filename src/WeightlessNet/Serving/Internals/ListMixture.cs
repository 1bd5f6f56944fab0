using WeightlessNet.Bits;

namespace WeightlessNet.Serving.Internals;

/// <summary>The mix of values that a user likes, and how far a list that is being filled is from it.</summary>
/// <remarks>Steck, "Calibrated Recommendations" (RecSys 2018).</remarks>
internal sealed class ListMixture
{
    // What the user's mix counts in that of the list, so that the divergence is finite: the paper's constant.
    private const double Smoothing = 0.01;

    private readonly Dictionary<string, int> _index = new(StringComparer.Ordinal);
    private readonly double[] _liked;
    private readonly double[] _listed;
    private readonly double[] _tried;
    private readonly Dictionary<int, string[]> _values = [];
    private readonly Func<int, string[]> _valuesOf;
    private int _count;

    private ListMixture(IEnumerable<string[]> liked, int count, Func<int, string[]> valuesOf)
    {
        _valuesOf = valuesOf;
        List<double> shares = [];
        foreach (string[] values in liked)
        {
            foreach (string value in values)
            {
                if (_index.TryAdd(value, shares.Count))
                {
                    shares.Add(0);
                }

                shares[_index[value]] += 1.0 / values.Length / count;
            }
        }

        _liked = [.. shares];
        _listed = new double[_liked.Length];
        _tried = new double[_liked.Length];
    }

    /// <summary>The mix of liked items; null if none has a value.</summary>
    /// <param name="liked">The liked items.</param>
    /// <param name="valuesOf">The different values of an item.</param>
    public static ListMixture? Of(IEnumerable<int> liked, Func<int, string[]> valuesOf)
    {
        string[][] values = [.. liked.Select(valuesOf).Where(static values => values.Length > 0)];
        return values.Length == 0 ? null : new ListMixture(values, values.Length, valuesOf);
    }

    /// <summary>The divergence of the list with one more item from what the user likes, in nats; lower is better.</summary>
    public double With(int item)
    {
        string[] values = Of(item);
        int count = _count + (values.Length > 0 ? 1 : 0);
        _listed.CopyTo(_tried, 0);
        Add(values, _tried);
        double divergence = 0;
        for (int value = 0; value < _liked.Length; value++)
        {
            double share = count == 0 ? 0 : _tried[value] / count;
            divergence -= _liked[value] * PortableMath.Log((((1 - Smoothing) * share) / _liked[value]) + Smoothing);
        }

        return divergence;
    }

    /// <summary>Counts an item that is listed.</summary>
    public void Take(int item)
    {
        string[] values = Of(item);
        Add(values, _listed);
        _count += values.Length > 0 ? 1 : 0;
    }

    private void Add(string[] values, double[] sums)
    {
        foreach (string value in values)
        {
            if (_index.TryGetValue(value, out int index))
            {
                sums[index] += 1.0 / values.Length;
            }
        }
    }

    private string[] Of(int item)
    {
        if (!_values.TryGetValue(item, out string[]? values))
        {
            values = _valuesOf(item);
            _values[item] = values;
        }

        return values;
    }
}
