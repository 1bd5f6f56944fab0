using System.Runtime.CompilerServices;
using WeightlessNet.Encoders;

namespace WeightlessNet.Serving;

/// <content>Features of other types: enumerations, texts, dates, decimal numbers, logarithmic levels and given buckets.</content>
public sealed partial class ItemSchema<TItem>
{
    /// <summary>Adds a feature that is a value of an enumeration, described by its name.</summary>
    /// <remarks>A combination of flags is one value. To compare items by each flag, pass their names to <see cref="Tags"/>.</remarks>
    /// <typeparam name="TEnum">The enumeration.</typeparam>
    /// <param name="field">The feature's name, as reasons show it.</param>
    /// <param name="value">Reads an item's value.</param>
    /// <returns>This schema.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="value"/> is null.</exception>
    /// <exception cref="ArgumentException">The field's name is null, empty or taken.</exception>
    public ItemSchema<TItem> Word<TEnum>(string field, Func<TItem, TEnum> value)
        where TEnum : struct, Enum => Add(field, fields => fields.OneHot(field, value));

    /// <param name="field">The feature's name, as reasons show it.</param>
    /// <param name="value">Reads an item's value; null means unknown.</param>
    /// <inheritdoc cref="Word{TEnum}(string, Func{TItem, TEnum})"/>
    public ItemSchema<TItem> Word<TEnum>(string field, Func<TItem, TEnum?> value)
        where TEnum : struct, Enum => Add(field, fields => fields.OneHot(field, value));

    /// <summary>Adds a feature that is a text, such as a title or a description: the words in it, in lower case.</summary>
    /// <remarks>
    /// A word is a run of letters, marks and digits, whatever the culture. Only the most frequent words get a bit;
    /// <see cref="Recommender{TUser, TItem}.DescribeItems"/> tells which have none.
    /// </remarks>
    /// <param name="field">The feature's name, as reasons show it.</param>
    /// <param name="text">Reads an item's text; null means unknown.</param>
    /// <param name="maximumWords">The most words that get a bit, above 0.</param>
    /// <returns>This schema.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="ArgumentException">The field's name is null, empty or taken.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maximumWords"/> is not above 0.</exception>
    public ItemSchema<TItem> Text(
        string field, Func<TItem, string?> text, int maximumWords = FeatureSchemaBuilder<TItem>.DefaultMaximumTextWords) =>
        Add(field, fields => fields.Text(field, text, maximumWords));

    /// <summary>Adds a feature that is a date.</summary>
    /// <remarks>Its levels are learned from the items, so that each holds equally many of them.</remarks>
    /// <param name="field">The feature's name, as reasons show it.</param>
    /// <param name="date">Reads an item's date; null means unknown.</param>
    /// <param name="levels">The number of levels, 1 to 65,536.</param>
    /// <returns>This schema.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="date"/> is null.</exception>
    /// <exception cref="ArgumentException">The field's name is null, empty or taken.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="levels"/> is not 1 to 65,536.</exception>
    public ItemSchema<TItem> Date(string field, Func<TItem, DateOnly?> date, int levels = 8) =>
        Add(field, fields => fields.Date(field, date, levels));

    /// <summary>Adds a feature that is a date with a time.</summary>
    /// <remarks>
    /// Its levels are learned from the items, so that each holds equally many of them. Times are compared as they are, whatever their
    /// <see cref="DateTime.Kind"/>: pass times of one time zone.
    /// </remarks>
    /// <inheritdoc cref="Date(string, Func{TItem, DateOnly?}, int)"/>
    public ItemSchema<TItem> Date(string field, Func<TItem, DateTime?> date, int levels = 8) =>
        Add(field, fields => fields.Date(field, date, levels));

    /// <summary>Adds a feature that is a moment. Reasons show it in UTC.</summary>
    /// <inheritdoc cref="Date(string, Func{TItem, DateOnly?}, int)"/>
    public ItemSchema<TItem> Date(string field, Func<TItem, DateTimeOffset?> date, int levels = 8) =>
        Add(field, fields => fields.Date(field, date, levels));

    /// <param name="field">The feature's name, as reasons show it.</param>
    /// <param name="number">Reads an item's number; null means unknown.</param>
    /// <param name="levels">The number of levels, 1 to 65,536.</param>
    /// <inheritdoc cref="Number(string, Func{TItem, double?}, int)"/>
    public ItemSchema<TItem> Number(string field, Func<TItem, decimal?> number, int levels = 8) =>
        Add(field, fields => fields.QuantileThermometer(field, number, levels));

    /// <summary>
    /// Adds a feature that is an amount of which ratios matter, such as a price or a count: from 1 to 10 is as far as from 10 to 100.
    /// </summary>
    /// <remarks>
    /// Its levels are evenly spaced on a logarithmic scale from the least to the greatest number above 0 of the items. With items of 0 or
    /// less, one level tells these from the others.
    /// </remarks>
    /// <param name="field">The feature's name, as reasons show it.</param>
    /// <param name="number">Reads an item's number, which must not be infinite; null and NaN mean unknown.</param>
    /// <param name="levels">The number of levels, 1 to 65,536.</param>
    /// <returns>This schema.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="number"/> is null.</exception>
    /// <exception cref="ArgumentException">The field's name is null, empty or taken.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="levels"/> is not 1 to 65,536.</exception>
    [OverloadResolutionPriority(1)]
    public ItemSchema<TItem> LogNumber(string field, Func<TItem, double?> number, int levels = 8) =>
        Add(field, fields => fields.LogThermometer(field, Finite(field, number), levels));

    /// <inheritdoc cref="LogNumber(string, Func{TItem, double?}, int)"/>
    public ItemSchema<TItem> LogNumber(string field, Func<TItem, decimal?> number, int levels = 8) =>
        Add(field, fields => fields.LogThermometer(field, number, levels));

    /// <summary>Adds a feature that is a number in given buckets: <c>schema.Buckets("age", toy => toy.Age, 3, 6, 12)</c>.</summary>
    /// <param name="field">The feature's name, as reasons show it.</param>
    /// <param name="number">Reads an item's number; null and NaN mean unknown.</param>
    /// <param name="bounds">The least number of each bucket but the first: at least one, finite and ascending, no two equal.</param>
    /// <returns>This schema.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="number"/> is null.</exception>
    /// <exception cref="ArgumentException">The field's name is null, empty or taken, or the bounds are not valid.</exception>
    [OverloadResolutionPriority(1)]
    public ItemSchema<TItem> Buckets(string field, Func<TItem, double?> number, params ReadOnlySpan<double> bounds)
    {
        CheckIsFree(field);
        _fields.Buckets(field, number, bounds);
        _names.Add(field);
        return this;
    }

    /// <inheritdoc cref="Buckets(string, Func{TItem, double?}, ReadOnlySpan{double})"/>
    public ItemSchema<TItem> Buckets(string field, Func<TItem, decimal?> number, params ReadOnlySpan<double> bounds)
    {
        CheckIsFree(field);
        _fields.Buckets(field, number, bounds);
        _names.Add(field);
        return this;
    }

    private ItemSchema<TItem> Add(string field, Action<FeatureSchemaBuilder<TItem>> add)
    {
        CheckIsFree(field);
        add(_fields);
        _names.Add(field);
        return this;
    }
}
