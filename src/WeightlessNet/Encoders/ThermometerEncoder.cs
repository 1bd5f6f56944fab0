using System.Globalization;
using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

/// <summary>
/// Encodes a number as a thermometer: one bit for each threshold, set if the number is above it. Near numbers share bits, and a
/// greater number never has fewer bits set.
/// </summary>
/// <remarks>
/// NaN means a missing value and sets no bit. The quantile fit is the distributive thermometer of Bacellar et al.,
/// "Distributive Thermometer: A New Unary Encoding for Weightless Neural Networks" (ESANN 2022). Fitted thresholds have the same
/// bits on every machine, since only exactly rounded operations compute them. Immutable and thread-safe.
/// </remarks>
public sealed partial class ThermometerEncoder : IEncoder<double>
{
    /// <summary>The meaning of the bit that tells a missing number from a low one.</summary>
    internal const string Known = "known";

    private readonly double[] _thresholds;

    /// <summary>Creates a thermometer with given thresholds.</summary>
    /// <param name="thresholds">At least one; finite and ascending, equal ones allowed.</param>
    /// <exception cref="ArgumentException">There is no threshold, one is not finite, or one is below the previous one.</exception>
    public ThermometerEncoder(params ReadOnlySpan<double> thresholds)
    {
        if (thresholds.IsEmpty)
        {
            throw new ArgumentException("A thermometer needs at least one threshold.", nameof(thresholds));
        }

        for (int i = 0; i < thresholds.Length; i++)
        {
            if (!double.IsFinite(thresholds[i]) || (i > 0 && thresholds[i] < thresholds[i - 1]))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"Threshold {i} is {thresholds[i]}; thresholds ascend and are finite."),
                    nameof(thresholds));
            }
        }

        _thresholds = thresholds.ToArray();
    }

    /// <inheritdoc/>
    public int BitCount => _thresholds.Length;

    /// <summary>The thresholds, ascending.</summary>
    public ReadOnlySpan<double> Thresholds => _thresholds;

    /// <summary>Creates a thermometer whose thresholds divide a range into equal parts.</summary>
    /// <param name="minimum">The lower end of the range.</param>
    /// <param name="maximum">The upper end, finite and above <paramref name="minimum"/>.</param>
    /// <param name="levels">The number of thresholds, 1 to 65,536.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The range is empty, not finite or overflows when multiplied by the levels, or <paramref name="levels"/> is not 1 to 65,536.
    /// </exception>
    public static ThermometerEncoder Linear(double minimum, double maximum, int levels)
    {
        EncoderGuard.ThrowIfNoLevels(levels);
        if (!double.IsFinite(minimum))
        {
            throw new ArgumentOutOfRangeException(nameof(minimum), minimum, "The range must be finite.");
        }

        if (!double.IsFinite((maximum - minimum) * levels) || maximum <= minimum)
        {
            throw new ArgumentOutOfRangeException(
                nameof(maximum),
                maximum,
                "The range must not be empty, and its length times the levels must be finite.");
        }

        double[] thresholds = new double[levels];
        for (int i = 0; i < levels; i++)
        {
            thresholds[i] = minimum + ((maximum - minimum) * (i + 1) / (levels + 1));
        }

        return new ThermometerEncoder(thresholds);
    }

    /// <summary>Creates a thermometer whose thresholds divide examples into parts of about equal size, or of equal weight.</summary>
    /// <remarks>
    /// Each threshold is an example, and there are examples above it: examples that differ never all have the same bits, however often one
    /// of them occurs. An example counts at most as much as all others together, so that one frequent value does not take all thresholds.
    /// If there are enough levels, every two examples that differ have different bits; spare thresholds repeat, evenly spread.
    /// </remarks>
    /// <param name="examples">
    /// The examples, in any order; NaN is ignored. If all are equal, they are the thresholds; without examples, all thresholds are 0.
    /// </param>
    /// <param name="levels">The number of thresholds, 1 to 65,536.</param>
    /// <param name="weights">The weight of each example, finite and 0 or more; empty if all weigh the same.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="levels"/> is not 1 to 65,536.</exception>
    /// <exception cref="ArgumentException">
    /// An example is infinite, a weight is negative or not finite, or there are not as many weights as examples.
    /// </exception>
    public static ThermometerEncoder Quantile(ReadOnlySpan<double> examples, int levels, ReadOnlySpan<double> weights = default)
    {
        EncoderGuard.ThrowIfNoLevels(levels);
        if (!weights.IsEmpty && weights.Length != examples.Length)
        {
            throw new ArgumentException(
                $"There are {examples.Length} examples and {weights.Length} weights: pass one for each, or none.", nameof(weights));
        }

        var weighted = new List<(double Value, double Weight)>(examples.Length);
        int exponent = int.MinValue;
        for (int i = 0; i < examples.Length; i++)
        {
            double weight = weights.IsEmpty ? 1 : weights[i];
            if (double.IsInfinity(examples[i]))
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"Example {i} is {examples[i]}; it must be finite, or NaN to be left out."),
                    nameof(examples));
            }

            if (!double.IsFinite(weight) || weight < 0)
            {
                throw new ArgumentException(
                    string.Create(CultureInfo.InvariantCulture, $"Weight {i} is {weight}; it must be finite and 0 or more."),
                    nameof(weights));
            }

            if (!double.IsNaN(examples[i]) && weight > 0)
            {
                // Adding 0 turns -0 into 0: they compare as equal, so the sort order would decide which of them becomes a threshold.
                weighted.Add((examples[i] + 0.0, weight));
                exponent = Math.Max(exponent, Math.ILogB(weight));
            }
        }

        // Sorts by weight too, so that the sums below do not depend on the order of the examples.
        weighted.Sort();
        double[] values = new double[weighted.Count];
        double[] sums = new double[weighted.Count];
        int distinct = 0;
        foreach ((double value, double weight) in weighted)
        {
            if (distinct == 0 || value > values[distinct - 1])
            {
                values[distinct++] = value;
            }

            // The greatest weight becomes 1 to 2, so that no sum overflows; scaling by a power of two is exact.
            sums[distinct - 1] += Math.ScaleB(weight, -exponent);
        }

        double[] thresholds = new double[levels];
        if (distinct > 0)
        {
            int[] cuts = new int[levels];
            QuantileCuts.Choose(sums.AsSpan(0, distinct), cuts);
            for (int level = 0; level < levels; level++)
            {
                thresholds[level] = values[cuts[level]];
            }
        }

        return new ThermometerEncoder(thresholds);
    }

    /// <summary>The number of thresholds below a number, which is the number of its set bits.</summary>
    /// <param name="value">The number; NaN gives 0.</param>
    public int LevelOf(double value)
    {
        int level = 0;
        foreach (double threshold in _thresholds)
        {
            level += value > threshold ? 1 : 0;
        }

        return level;
    }

    /// <inheritdoc/>
    public void Encode(double value, BitSlice destination)
    {
        EncoderGuard.ThrowIfWrongLength(destination, BitCount);
        destination.Clear();
        destination.SetFirst(LevelOf(value));
    }

    /// <inheritdoc/>
    public string Describe(int bit) =>
        Describe(bit, static threshold => string.Create(CultureInfo.InvariantCulture, $"{FieldLevel.AboveText}{threshold:G6}"));

    /// <summary>Describes a set bit by the text for its threshold.</summary>
    internal string Describe(int bit, Func<double, string> level)
    {
        EncoderGuard.ThrowIfNotABit(bit, BitCount);
        return _thresholds[bit] == double.MinValue ? Known : level(_thresholds[bit]);
    }

    /// <summary>The same thermometer with one more bit, the first, which every number sets and a missing value does not.</summary>
    internal ThermometerEncoder WithKnownBit() => new([double.MinValue, .. _thresholds]);
}
