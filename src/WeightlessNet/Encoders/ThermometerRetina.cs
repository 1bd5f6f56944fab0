using System.Globalization;
using System.Runtime.CompilerServices;
using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

/// <summary>
/// Encodes a row of numeric features, such as the pixels of an image or the columns of a table, each with its own thermometer. All have
/// the same number of levels; the bits of feature 0 come first, then those of feature 1, and so on.
/// </summary>
/// <remarks>NaN means a missing value and sets no bit. Immutable and thread-safe.</remarks>
public sealed partial class ThermometerRetina
{
    private readonly double[] _thresholds;
    private readonly byte[] _byteLevels;

    /// <summary>Creates a retina with given thresholds.</summary>
    /// <param name="featureCount">The number of features of a sample, 1 to 4,194,304.</param>
    /// <param name="thresholds">The thresholds of feature 0, ascending, then those of feature 1, and so on; 1 to 255 for each.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="featureCount"/> is out of range.</exception>
    /// <exception cref="ArgumentException">
    /// The features do not have equally many thresholds, 1 to 255, a threshold is not finite, or those of a feature do not ascend.
    /// </exception>
    public ThermometerRetina(int featureCount, ReadOnlySpan<double> thresholds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(featureCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(featureCount, MaximumFeatures);
        int levels = thresholds.Length / featureCount;
        if (thresholds.Length % featureCount != 0 || levels is < 1 or > MaximumLevels)
        {
            throw new ArgumentException(
                $"{thresholds.Length} thresholds are not 1 to {MaximumLevels} for each of {featureCount} features.",
                nameof(thresholds));
        }

        for (int i = 0; i < thresholds.Length; i++)
        {
            if (!double.IsFinite(thresholds[i]) || (i % levels > 0 && thresholds[i] < thresholds[i - 1]))
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Threshold {i % levels} of feature {i / levels} is {thresholds[i]}; thresholds ascend and are finite."),
                    nameof(thresholds));
            }
        }

        FeatureCount = featureCount;
        Levels = levels;
        _thresholds = thresholds.ToArray();
        _byteLevels = new byte[featureCount * 256];
        for (int feature = 0; feature < featureCount; feature++)
        {
            for (int value = 0; value < 256; value++)
            {
                _byteLevels[(feature * 256) + value] = (byte)LevelOf(feature, value);
            }
        }
    }

    /// <summary>The most features of a sample.</summary>
    internal const int MaximumFeatures = 1 << 22;

    /// <summary>The most thresholds of a feature.</summary>
    internal const int MaximumLevels = 255;

    /// <summary>The number of features of a sample.</summary>
    public int FeatureCount { get; }

    /// <summary>The number of thresholds of a feature, which is the number of its bits.</summary>
    public int Levels { get; }

    /// <summary>The number of bits of an encoded sample: <see cref="FeatureCount"/> times <see cref="Levels"/>.</summary>
    public int BitCount => _thresholds.Length;

    /// <summary>All thresholds, feature by feature.</summary>
    public ReadOnlySpan<double> Thresholds => _thresholds;

    /// <summary>
    /// Fits a retina whose thresholds divide each feature's examples into parts of about equal size, as
    /// <see cref="ThermometerEncoder.Quantile"/> does: no feature that varies loses all its bits.
    /// </summary>
    /// <param name="samples">
    /// The examples, one after the other, each of <paramref name="featureCount"/> numbers; NaN is ignored.
    /// </param>
    /// <param name="featureCount">The number of features of a sample, 1 to 4,194,304.</param>
    /// <param name="levels">The number of thresholds of a feature, 1 to 255.</param>
    /// <returns>The retina.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    /// <exception cref="ArgumentException">There is no sample, the numbers are not whole samples, or one is infinite.</exception>
    public static ThermometerRetina Quantile(ReadOnlySpan<double> samples, int featureCount, int levels)
    {
        int sampleCount = SampleCount(samples.Length, featureCount, levels);
        double[] thresholds = new double[featureCount * levels];
        double[] column = new double[sampleCount];
        for (int feature = 0; feature < featureCount; feature++)
        {
            for (int i = 0; i < sampleCount; i++)
            {
                column[i] = samples[(i * featureCount) + feature];
            }

            ThermometerEncoder.Quantile(column, levels).Thresholds.CopyTo(thresholds.AsSpan(feature * levels));
        }

        return new ThermometerRetina(featureCount, thresholds);
    }

    /// <inheritdoc cref="Quantile(ReadOnlySpan{double}, int, int)"/>
    public static ThermometerRetina Quantile(ReadOnlySpan<byte> samples, int featureCount, int levels)
    {
        _ = SampleCount(samples.Length, featureCount, levels);
        double[] thresholds = new double[featureCount * levels];
        int[] histograms = new int[featureCount * 256];
        for (int i = 0; i < samples.Length; i++)
        {
            histograms[((i % featureCount) * 256) + samples[i]]++;
        }

        Span<double> values = stackalloc double[256];
        Span<double> weights = stackalloc double[256];
        Span<int> cuts = stackalloc int[levels];
        for (int feature = 0; feature < featureCount; feature++)
        {
            int distinct = 0;
            for (int value = 0; value < 256; value++)
            {
                if (histograms[(feature * 256) + value] is int count and > 0)
                {
                    values[distinct] = value;
                    weights[distinct++] = count;
                }
            }

            QuantileCuts.Choose(weights[..distinct], cuts);
            for (int level = 0; level < levels; level++)
            {
                thresholds[(feature * levels) + level] = values[cuts[level]];
            }
        }

        return new ThermometerRetina(featureCount, thresholds);
    }

    /// <summary>The number of a feature's thresholds below a number.</summary>
    /// <param name="feature">The feature, 0 to <see cref="FeatureCount"/> - 1.</param>
    /// <param name="value">The number; NaN gives 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="feature"/> is not a feature.</exception>
    public int LevelOf(int feature, double value)
    {
        if ((uint)feature >= (uint)FeatureCount)
        {
            throw new ArgumentOutOfRangeException(nameof(feature), feature, $"There are {FeatureCount} features.");
        }

        return CountBelow(_thresholds.AsSpan(feature * Levels, Levels), value);
    }

    /// <summary>Writes the level of each feature of a sample.</summary>
    /// <param name="sample">The features.</param>
    /// <param name="levels">One level for each feature.</param>
    /// <exception cref="ArgumentException">The length of a span is not <see cref="FeatureCount"/>.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void LevelsOf(ReadOnlySpan<double> sample, Span<byte> levels)
    {
        ThrowIfNotFeatures(sample.Length, nameof(sample));
        ThrowIfNotFeatures(levels.Length, nameof(levels));
        for (int feature = 0; feature < levels.Length; feature++)
        {
            levels[feature] = (byte)CountBelow(_thresholds.AsSpan(feature * Levels, Levels), sample[feature]);
        }
    }

    /// <inheritdoc cref="LevelsOf(ReadOnlySpan{double}, Span{byte})"/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void LevelsOf(ReadOnlySpan<byte> sample, Span<byte> levels)
    {
        ThrowIfNotFeatures(sample.Length, nameof(sample));
        ThrowIfNotFeatures(levels.Length, nameof(levels));
        ReadOnlySpan<byte> byteLevels = _byteLevels;
        for (int feature = 0; feature < levels.Length; feature++)
        {
            levels[feature] = byteLevels[(feature << 8) + sample[feature]];
        }
    }

    /// <summary>Writes a sample's bits.</summary>
    /// <param name="sample">The features.</param>
    /// <param name="pattern">The pattern: exactly as many words as hold <see cref="BitCount"/> bits.</param>
    /// <exception cref="ArgumentException">A span has another length.</exception>
    public void Encode(ReadOnlySpan<double> sample, Span<ulong> pattern)
    {
        ThrowIfNotFeatures(sample.Length, nameof(sample));
        Clear(pattern);
        for (int feature = 0; feature < FeatureCount; feature++)
        {
            new BitSlice(pattern, feature * Levels, Levels).SetFirst(LevelOf(feature, sample[feature]));
        }
    }

    /// <inheritdoc cref="Encode(ReadOnlySpan{double}, Span{ulong})"/>
    public void Encode(ReadOnlySpan<byte> sample, Span<ulong> pattern)
    {
        ThrowIfNotFeatures(sample.Length, nameof(sample));
        Clear(pattern);
        for (int feature = 0; feature < FeatureCount; feature++)
        {
            new BitSlice(pattern, feature * Levels, Levels).SetFirst(_byteLevels[(feature << 8) + sample[feature]]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int CountBelow(ReadOnlySpan<double> thresholds, double value)
    {
        int count = 0;
        foreach (double threshold in thresholds)
        {
            count += value > threshold ? 1 : 0;
        }

        return count;
    }

    private static int SampleCount(int length, int featureCount, int levels, string samples = "samples")
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(featureCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(featureCount, MaximumFeatures);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(levels);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(levels, MaximumLevels);
        if (length == 0 || length % featureCount != 0)
        {
            throw new ArgumentException($"{length} numbers are not one or more whole samples of {featureCount} features.", samples);
        }

        return length / featureCount;
    }

    private void Clear(Span<ulong> pattern)
    {
        if (pattern.Length != BitSlice.WordCount(BitCount))
        {
            throw new ArgumentException(
                $"A pattern of {BitCount} bits has {BitSlice.WordCount(BitCount)} words, this one has {pattern.Length}.", nameof(pattern));
        }

        pattern.Clear();
    }

    private void ThrowIfNotFeatures(int length, string parameter)
    {
        if (length != FeatureCount)
        {
            throw new ArgumentException($"A sample has {FeatureCount} features, but the span has {length}.", parameter);
        }
    }
}
