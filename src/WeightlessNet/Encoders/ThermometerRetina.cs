using System.Globalization;
using System.Runtime.CompilerServices;
using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

/// <summary>
/// Encodes a row of numeric features, such as the pixels of an image or the columns of a table, each with its own thermometer. All have
/// the same number of levels; the bits of feature 0 come first, then those of feature 1, and so on. Images may have two more thermometers
/// for each pixel, which tell how much the image changes around it (<see cref="QuantileWithEdges"/>).
/// </summary>
/// <remarks>NaN means a missing value and sets no bit. Immutable and thread-safe.</remarks>
public sealed partial class ThermometerRetina
{
    [ThreadStatic]
    private static byte[]? _levelScratch;

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
        : this(featureCount, 0, thresholds)
    {
    }

    private ThermometerRetina(int featureCount, int imageWidth, ReadOnlySpan<double> thresholds)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(featureCount);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(featureCount, MaximumFeatures);
        FeatureCount = featureCount;
        ImageWidth = imageWidth;
        int levels = thresholds.Length / ThermometerCount;
        if (thresholds.Length % ThermometerCount != 0 || levels is < 1 or > MaximumLevels)
        {
            throw new ArgumentException(
                $"{thresholds.Length} thresholds are not 1 to {MaximumLevels} for each of {ThermometerCount} thermometers.",
                nameof(thresholds));
        }

        for (int i = 0; i < thresholds.Length; i++)
        {
            if (!double.IsFinite(thresholds[i]) || (i % levels > 0 && thresholds[i] < thresholds[i - 1]))
            {
                throw new ArgumentException(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"Threshold {i % levels} of thermometer {i / levels} is {thresholds[i]}; thresholds ascend and are finite."),
                    nameof(thresholds));
            }
        }

        Levels = levels;
        _thresholds = thresholds.ToArray();
        _byteLevels = new byte[ThermometerCount * 256];
        for (int thermometer = 0; thermometer < ThermometerCount; thermometer++)
        {
            for (int value = 0; value < 256; value++)
            {
                _byteLevels[(thermometer * 256) + value] = (byte)LevelOf(thermometer, value);
            }
        }
    }

    /// <summary>The most features of a sample.</summary>
    internal const int MaximumFeatures = 1 << 22;

    /// <summary>The most thresholds of a thermometer.</summary>
    internal const int MaximumLevels = 255;

    /// <summary>The number of features of a sample.</summary>
    public int FeatureCount { get; }

    /// <summary>The number of thermometers: one for each feature, or three for each pixel of images with edges.</summary>
    public int ThermometerCount => FeatureCount * ThermometersOfFeature;

    /// <summary>The number of thresholds of a thermometer, which is the number of its bits.</summary>
    public int Levels { get; }

    /// <summary>The number of bits of an encoded sample: <see cref="ThermometerCount"/> times <see cref="Levels"/>.</summary>
    public int BitCount => _thresholds.Length;

    /// <summary>All thresholds, thermometer by thermometer.</summary>
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
                double value = samples[(i * featureCount) + feature];
                column[i] = !double.IsInfinity(value)
                    ? value
                    : throw new ArgumentException(
                        string.Create(
                            CultureInfo.InvariantCulture,
                            $"Feature {feature} of sample {i} is {value}; it must be finite, or NaN if it is missing."),
                        nameof(samples));
            }

            ThermometerEncoder.Quantile(column, levels).Thresholds.CopyTo(thresholds.AsSpan(feature * levels));
        }

        return new ThermometerRetina(featureCount, thresholds);
    }

    /// <inheritdoc cref="Quantile(ReadOnlySpan{double}, int, int)"/>
    public static ThermometerRetina Quantile(ReadOnlySpan<byte> samples, int featureCount, int levels)
    {
        _ = SampleCount(samples.Length, featureCount, levels);
        int[] histograms = new int[featureCount * 256];
        for (int i = 0; i < samples.Length; i++)
        {
            histograms[((i % featureCount) * 256) + samples[i]]++;
        }

        return new ThermometerRetina(featureCount, QuantilesOf(histograms, levels));
    }

    // How often each byte was seen by each thermometer tells its thresholds.
    private static double[] QuantilesOf(ReadOnlySpan<int> histograms, int levels)
    {
        int thermometers = histograms.Length / 256;
        double[] thresholds = new double[thermometers * levels];
        Span<double> values = stackalloc double[256];
        Span<double> weights = stackalloc double[256];
        Span<int> cuts = stackalloc int[levels];
        for (int thermometer = 0; thermometer < thermometers; thermometer++)
        {
            int distinct = 0;
            for (int value = 0; value < 256; value++)
            {
                if (histograms[(thermometer * 256) + value] is int count and > 0)
                {
                    values[distinct] = value;
                    weights[distinct++] = count;
                }
            }

            QuantileCuts.Choose(weights[..distinct], cuts);
            for (int level = 0; level < levels; level++)
            {
                thresholds[(thermometer * levels) + level] = values[cuts[level]];
            }
        }

        return thresholds;
    }

    /// <summary>The number of a thermometer's thresholds below a number.</summary>
    /// <param name="thermometer">The thermometer, 0 to <see cref="ThermometerCount"/> - 1: a feature, unless images have edges.</param>
    /// <param name="value">The number; NaN gives 0.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="thermometer"/> is not a thermometer.</exception>
    public int LevelOf(int thermometer, double value)
    {
        if ((uint)thermometer >= (uint)ThermometerCount)
        {
            throw new ArgumentOutOfRangeException(nameof(thermometer), thermometer, $"There are {ThermometerCount} thermometers.");
        }

        return CountBelow(_thresholds.AsSpan(thermometer * Levels, Levels), value);
    }

    /// <summary>Writes the level of each thermometer for a sample.</summary>
    /// <param name="sample">The features.</param>
    /// <param name="levels">One level for each thermometer.</param>
    /// <exception cref="ArgumentException">
    /// The length of the sample is not <see cref="FeatureCount"/>, or that of the levels not <see cref="ThermometerCount"/>.
    /// </exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void LevelsOf(ReadOnlySpan<double> sample, Span<byte> levels)
    {
        ThrowIfNotFeatures(sample.Length, nameof(sample));
        ThrowIfNotThermometers(levels.Length, nameof(levels));
        if (HasEdges)
        {
            LevelsWithEdges(sample, levels);
            return;
        }

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
        ThrowIfNotThermometers(levels.Length, nameof(levels));
        if (HasEdges)
        {
            LevelsWithEdges(sample, levels);
            return;
        }

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
        ThrowIfNotAPattern(pattern.Length, nameof(pattern));
        Span<byte> levels = ThreadMemory.Of(ref _levelScratch, ThermometerCount);
        LevelsOf(sample, levels);
        WriteBits(levels, pattern);
    }

    /// <inheritdoc cref="Encode(ReadOnlySpan{double}, Span{ulong})"/>
    public void Encode(ReadOnlySpan<byte> sample, Span<ulong> pattern)
    {
        ThrowIfNotFeatures(sample.Length, nameof(sample));
        ThrowIfNotAPattern(pattern.Length, nameof(pattern));
        Span<byte> levels = ThreadMemory.Of(ref _levelScratch, ThermometerCount);
        LevelsOf(sample, levels);
        WriteBits(levels, pattern);
    }

    private void WriteBits(ReadOnlySpan<byte> levels, Span<ulong> pattern)
    {
        pattern.Clear();
        for (int thermometer = 0; thermometer < levels.Length; thermometer++)
        {
            new BitSlice(pattern, thermometer * Levels, Levels).SetFirst(levels[thermometer]);
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
            throw new ArgumentException(
                $"{length} numbers are not one or more whole samples of {featureCount} features. Pass {featureCount} for each sample.",
                samples);
        }

        return length / featureCount;
    }

    private void ThrowIfNotAPattern(int length, string parameter)
    {
        if (length != BitSlice.WordCount(BitCount))
        {
            throw new ArgumentException(
                $"A pattern of {BitCount} bits has {BitSlice.WordCount(BitCount)} words, this one has {length}.", parameter);
        }
    }

    private void ThrowIfNotFeatures(int length, string parameter)
    {
        if (length != FeatureCount)
        {
            throw new ArgumentException($"A sample has {FeatureCount} features, but the span has {length}.", parameter);
        }
    }

    private void ThrowIfNotThermometers(int length, string parameter)
    {
        if (length != ThermometerCount)
        {
            throw new ArgumentException($"There are {ThermometerCount} thermometers, but the span has {length} places.", parameter);
        }
    }
}
