using System.Globalization;
using System.Runtime.CompilerServices;

namespace WeightlessNet.Encoders;

/// <content>Fields of other types of values: enumerations, texts, dates, decimal numbers, logarithmic levels and given buckets.</content>
public sealed partial class FeatureSchemaBuilder<T>
{
    /// <summary>The default number of different words of a text.</summary>
    internal const int DefaultMaximumTextWords = 1024;

    /// <summary>Adds a field that is a value of an enumeration: one bit for each value that examples have, described by its name.</summary>
    /// <remarks>A combination of flags is one value. To give each flag a bit, pass their names to <see cref="MultiHot"/>.</remarks>
    /// <typeparam name="TEnum">The enumeration.</typeparam>
    /// <param name="name">The field's name.</param>
    /// <param name="value">Reads a record's value.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    public FeatureSchemaBuilder<T> OneHot<TEnum>(string name, Func<T, TEnum> value)
        where TEnum : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(value);
        return OneHot(name, record => value(record).ToString());
    }

    /// <param name="name">The field's name.</param>
    /// <param name="value">Reads a record's value; null means none and sets no bit.</param>
    /// <inheritdoc cref="OneHot{TEnum}(string, Func{T, TEnum})"/>
    public FeatureSchemaBuilder<T> OneHot<TEnum>(string name, Func<T, TEnum?> value)
        where TEnum : struct, Enum
    {
        ArgumentNullException.ThrowIfNull(value);
        return OneHot(name, record => value(record)?.ToString());
    }

    /// <summary>Adds a field that is a text: one bit for each of the most frequent words.</summary>
    /// <remarks>
    /// A word is a run of letters, marks and digits, in lower case, whatever the culture; everything else separates words. A letter and a
    /// mark that follows it are the same as one character for both, as in "\u00FC", where the script is Latin, Greek, Cyrillic, Arabic or
    /// Japanese. Words are not reduced to stems. Scripts that write no spaces give long words: split those before, and use
    /// <see cref="MultiHot"/>.
    /// </remarks>
    /// <param name="name">The field's name.</param>
    /// <param name="text">Reads a record's text; null and texts without words set no bit.</param>
    /// <param name="maximumWords">
    /// The most words that get a bit, above 0; of equally frequent words the first in ordinal order. Rarer words set no bit, and the field
    /// of the fitted schema tells how many they are: <see cref="FeatureField.DroppedWords"/>.
    /// </param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumWords"/> is not above 0.</exception>
    public FeatureSchemaBuilder<T> Text(string name, Func<T, string?> text, int maximumWords = DefaultMaximumTextWords)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumWords);
        return Add<IEnumerable<string>?>(
            name,
            record => TextWords.InEitherForm(text(record)),
            examples => new MultiHotEncoder(Vocabulary.MostFrequent(
                examples.SelectMany(example => TextWords.Of(text(example)).Distinct(StringComparer.Ordinal)), maximumWords)),
            kind: FieldKind.Text,
            accepts: static stored => stored is MultiHotEncoder words && words.Vocabulary.Words.ToArray().All(TextWords.IsWord));
    }

    /// <summary>Adds a date, encoded as a thermometer whose levels hold equally many examples.</summary>
    /// <remarks>
    /// If an example has no date, the field gets one more bit, the first, which every date sets: it tells a missing date from an early one.
    /// </remarks>
    /// <param name="name">The field's name.</param>
    /// <param name="date">Reads a record's date; null means none and sets no bit.</param>
    /// <param name="levels">The number of thresholds, 1 to 65,536.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="levels"/> is not 1 to 65,536.</exception>
    public FeatureSchemaBuilder<T> Date(string name, Func<T, DateOnly?> date, int levels)
    {
        ArgumentNullException.ThrowIfNull(date);
        return Dates(name, record => DateThermometer.DaysOf(date(record)), levels, DateThermometer.OfDays);
    }

    /// <summary>Adds a date with a time, encoded as a thermometer whose levels hold equally many examples.</summary>
    /// <remarks>
    /// Times are compared as they are, whatever their <see cref="DateTime.Kind"/>: pass times of one time zone. If an example has no time,
    /// the field gets one more bit, the first, which every time sets: it tells a missing time from an early one.
    /// </remarks>
    /// <inheritdoc cref="Date(string, Func{T, DateOnly?}, int)"/>
    public FeatureSchemaBuilder<T> Date(string name, Func<T, DateTime?> date, int levels)
    {
        ArgumentNullException.ThrowIfNull(date);
        return Dates(name, record => DateThermometer.SecondsOf(date(record)), levels, DateThermometer.OfSeconds);
    }

    /// <summary>Adds a moment, encoded as a thermometer whose levels hold equally many examples and are described in UTC.</summary>
    /// <inheritdoc cref="Date(string, Func{T, DateOnly?}, int)"/>
    public FeatureSchemaBuilder<T> Date(string name, Func<T, DateTimeOffset?> date, int levels)
    {
        ArgumentNullException.ThrowIfNull(date);
        return Dates(name, record => DateThermometer.SecondsOf(date(record)?.UtcDateTime), levels, DateThermometer.OfSeconds);
    }

    /// <inheritdoc cref="LinearThermometer(string, Func{T, double?}, double, double, int)"/>
    public FeatureSchemaBuilder<T> LinearThermometer(string name, Func<T, decimal?> number, double minimum, double maximum, int levels) =>
        LinearThermometer(name, AsDouble(number), minimum, maximum, levels);

    /// <inheritdoc cref="QuantileThermometer(string, Func{T, double?}, int, Func{T, double})"/>
    public FeatureSchemaBuilder<T> QuantileThermometer(
        string name, Func<T, decimal?> number, int levels, Func<T, double>? weight = null) =>
        QuantileThermometer(name, AsDouble(number), levels, weight);

    /// <summary>
    /// Adds a number, encoded as a thermometer whose thresholds are evenly spaced on a logarithmic scale from the least to the greatest
    /// number above 0 of the examples: for amounts of which ratios matter, such as prices or counts.
    /// </summary>
    /// <remarks>
    /// If an example is 0 or negative, the first threshold is 0. If an example has no number, the field gets one more bit, the first, which
    /// every number sets: it tells a missing number from a low one.
    /// </remarks>
    /// <param name="name">The field's name.</param>
    /// <param name="number">Reads a record's number; null and NaN mean none and set no bit.</param>
    /// <param name="levels">The number of thresholds, 1 to 65,536.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="levels"/> is not 1 to 65,536.</exception>
    [OverloadResolutionPriority(1)]
    public FeatureSchemaBuilder<T> LogThermometer(string name, Func<T, double?> number, int levels)
    {
        ArgumentNullException.ThrowIfNull(number);
        EncoderGuard.ThrowIfNoLevels(levels);
        return Add(
            name,
            record => number(record) ?? double.NaN,
            examples =>
            {
                double[] numbers = NumbersOf(name, examples, number);
                return WithKnownBit(LogLevels(numbers, levels), numbers);
            });
    }

    /// <inheritdoc cref="LogThermometer(string, Func{T, double?}, int)"/>
    public FeatureSchemaBuilder<T> LogThermometer(string name, Func<T, decimal?> number, int levels) =>
        LogThermometer(name, AsDouble(number), levels);

    /// <summary>Adds a number with given buckets, such as ages from 18, 25 and 40: a bit for each bound, set from the bound on.</summary>
    /// <remarks>
    /// If an example has no number, the field gets one more bit, the first, which every number sets: it tells a missing number from one
    /// below all bounds.
    /// </remarks>
    /// <param name="name">The field's name.</param>
    /// <param name="number">Reads a record's number; null and NaN mean none and set no bit.</param>
    /// <param name="bounds">The least number of each bucket but the first: at least one, finite and ascending, no two equal.</param>
    /// <returns>This builder.</returns>
    /// <exception cref="ArgumentException">The name is empty or taken, or the bounds are not valid.</exception>
    [OverloadResolutionPriority(1)]
    public FeatureSchemaBuilder<T> Buckets(string name, Func<T, double?> number, params ReadOnlySpan<double> bounds)
    {
        ArgumentNullException.ThrowIfNull(number);
        double[] thresholds = ThresholdsOf(bounds);
        ThermometerEncoder encoder = new(thresholds);
        return Add(
            name,
            record => number(record) ?? double.NaN,
            examples => WithKnownBit(encoder, [.. examples.Select(example => number(example) ?? double.NaN)]),
            levels: static threshold => string.Create(CultureInfo.InvariantCulture, $"{BoundOf(threshold)}{FieldLevel.AtLeastText}"),
            accepts: stored => stored is ThermometerEncoder read
                && (read.Thresholds.SequenceEqual(thresholds) || read.Thresholds.SequenceEqual(encoder.WithKnownBit().Thresholds)));
    }

    /// <inheritdoc cref="Buckets(string, Func{T, double?}, ReadOnlySpan{double})"/>
    public FeatureSchemaBuilder<T> Buckets(string name, Func<T, decimal?> number, params ReadOnlySpan<double> bounds) =>
        Buckets(name, AsDouble(number), bounds);

    private FeatureSchemaBuilder<T> Dates(
        string name, Func<T, double> number, int levels, Func<ThermometerEncoder, DateThermometer> create)
    {
        EncoderGuard.ThrowIfNoLevels(levels);
        DateThermometer unit = create(new ThermometerEncoder(0));
        return Add<double>(
            name,
            number,
            examples =>
            {
                double[] numbers = [.. examples.Select(number)];
                return create(WithKnownBit(ThermometerEncoder.Quantile(numbers, levels), numbers));
            },
            accepts: stored => stored is DateThermometer read && read.HasUnitOf(unit));
    }

    private static ThermometerEncoder LogLevels(double[] numbers, int levels)
    {
        double[] positive = [.. numbers.Where(static number => number > 0)];
        double greatest = positive.DefaultIfEmpty(0).Max();
        double least = Math.Max(positive.DefaultIfEmpty(0).Min(), greatest / 1e300);
        bool startsAtZero = positive.Length < numbers.Count(static number => !double.IsNaN(number)) || positive.Length == 0;
        int spaced = levels - (startsAtZero ? 1 : 0);
        double[] thresholds = new double[levels];
        if (spaced > 0 && greatest > least)
        {
            ThermometerEncoder.Logarithmic(least, greatest, spaced).Thresholds.CopyTo(thresholds.AsSpan(levels - spaced));
        }
        else
        {
            thresholds.AsSpan(levels - spaced).Fill(greatest);
        }

        return new ThermometerEncoder(thresholds);
    }

    // A number is above the greatest number below a bound if it is the bound or more.
    private static double[] ThresholdsOf(ReadOnlySpan<double> bounds)
    {
        double[] thresholds = new double[bounds.Length];
        for (int i = 0; i < bounds.Length; i++)
        {
            thresholds[i] = Math.BitDecrement(bounds[i]);
            if (!double.IsFinite(bounds[i]) || thresholds[i] <= double.MinValue || (i > 0 && bounds[i] <= bounds[i - 1]))
            {
                throw new ArgumentException(
                    FormattableString.Invariant($"Bound {i} is {bounds[i]}; bounds ascend, are finite, and no two are equal."),
                    nameof(bounds));
            }
        }

        return thresholds.Length > 0
            ? thresholds
            : throw new ArgumentException("Buckets need at least one bound, such as 18, 25 and 40 for ages.", nameof(bounds));
    }

    // The bound 0 is kept as the number below it, whose increment is -0.
    private static double BoundOf(double threshold) => Math.BitIncrement(threshold) is var bound && bound == 0 ? 0 : bound;

    private static ThermometerEncoder WithKnownBit(ThermometerEncoder encoder, double[] numbers) =>
        numbers.Any(double.IsNaN) ? encoder.WithKnownBit() : encoder;

    private static double[] NumbersOf(string name, IReadOnlyList<T> examples, Func<T, double?> number)
    {
        double[] numbers = [.. examples.Select(example => number(example) ?? double.NaN)];
        return Array.FindIndex(numbers, double.IsInfinity) is int infinite and >= 0
            ? throw new ArgumentException(
                FormattableString.Invariant($"Field '{name}' of example {infinite} is {numbers[infinite]}. ") +
                "It must be finite; null or NaN is for an unknown number.",
                nameof(examples))
            : numbers;
    }

    private static Func<T, double?> AsDouble(Func<T, decimal?> number)
    {
        ArgumentNullException.ThrowIfNull(number);
        return record => (double?)number(record);
    }
}
