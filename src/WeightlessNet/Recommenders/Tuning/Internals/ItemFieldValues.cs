using System.Numerics;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;

namespace WeightlessNet.Recommenders.Tuning.Internals;

/// <summary>
/// Which items have which field values: for each bit of the catalog a bitset of the items, found by the catalog's names of fields and
/// values.
/// </summary>
/// <remarks>Immutable and thread-safe. Values of a changed catalog share the bitsets that did not change.</remarks>
internal sealed class ItemFieldValues
{
    private const int MostNamed = 20;

    // A bitset may end before the last item: the others do not have the value.
    private readonly ulong[][] _itemsOf;
    private readonly Dictionary<(string Field, string Value), int> _bits = [];

    // Values that somebody else finds out of the items, because bits do not tell all of them.
    private readonly IReadOnlyDictionary<(string Field, string Value), ulong[]>? _watched;
    private readonly Dictionary<string, (TunableField Field, ulong[][] Levels)> _fields = [];

    public ItemFieldValues(ItemCatalog catalog)
    {
        Catalog = catalog;
        _itemsOf = new ulong[catalog.BitCount][];
        int words = BitSlice.WordCount(catalog.Count);
        for (int bit = 0; bit < _itemsOf.Length; bit++)
        {
            _itemsOf[bit] = new ulong[words];
        }

        for (int item = 0; item < catalog.Count; item++)
        {
            ReadOnlySpan<ulong> pattern = catalog.PatternOf(item);
            for (int word = 0; word < pattern.Length; word++)
            {
                for (ulong left = pattern[word]; left != 0; left &= left - 1)
                {
                    _itemsOf[(word * 64) + BitOperations.TrailingZeroCount(left)][item >> 6] |= 1UL << item;
                }
            }
        }

        List<TunableField> fields = [];
        foreach (FeatureField field in catalog.Fields)
        {
            List<string> values = [];
            for (int bit = field.Offset; bit < field.Offset + field.BitCount; bit++)
            {
                // Levels of a thermometer may have equal descriptions if examples repeat; the lowest one is used.
                string value = catalog.Describe(bit);
                // That a number is known is a condition that controls can use, but not a level.
                if (_bits.TryAdd((field.Name, value), bit) && bit >= FirstLevelOf(field))
                {
                    values.Add(value);
                }
            }

            TunableField known = new(field.Name, values, field.IsOrdered);
            fields.Add(known);

            _fields.TryAdd(field.Name, (known, LevelsOf(field)));
        }

        Fields = fields.AsReadOnly();
    }

    // The same names over other items.
    private ItemFieldValues(
        ItemFieldValues before,
        ItemCatalog catalog,
        ulong[][] itemsOf,
        IReadOnlyDictionary<(string Field, string Value), ulong[]> watched)
    {
        _watched = watched;
        Catalog = catalog;
        Fields = before.Fields;
        _bits = before._bits;
        _itemsOf = itemsOf;
        foreach (FeatureField field in catalog.Fields)
        {
            _fields.TryAdd(field.Name, (before._fields[field.Name].Field, LevelsOf(field)));
        }
    }

    /// <summary>The values of a catalog in which some items were added or replaced.</summary>
    /// <param name="catalog">The catalog, with the same fields.</param>
    /// <param name="changed">All items that differ; an item may occur more than once.</param>
    /// <param name="watched">The items with values that are found out otherwise than by bits, as bitsets that nobody changes.</param>
    public ItemFieldValues With(
        ItemCatalog catalog, IEnumerable<int> changed, IReadOnlyDictionary<(string Field, string Value), ulong[]> watched)
    {
        ulong[][] itemsOf = [.. _itemsOf];
        foreach (int item in changed)
        {
            ReadOnlySpan<ulong> before = item < Catalog.Count ? Catalog.PatternOf(item) : default;
            ReadOnlySpan<ulong> pattern = catalog.PatternOf(item);
            for (int word = 0; word < pattern.Length; word++)
            {
                for (ulong left = pattern[word] ^ (before.IsEmpty ? 0 : before[word]); left != 0; left &= left - 1)
                {
                    int bit = (word * 64) + BitOperations.TrailingZeroCount(left);
                    ulong[] items = itemsOf[bit];
                    if (items == _itemsOf[bit])
                    {
                        items = new ulong[BitSlice.WordCount(catalog.Count)];
                        _itemsOf[bit].CopyTo(items, 0);
                        itemsOf[bit] = items;
                    }

                    // Set or clear, not flip: an item may occur twice.
                    ulong mask = 1UL << item;
                    items[item >> 6] = (items[item >> 6] & ~mask) | (((pattern[word] >> bit) & 1) << item);
                }
            }
        }

        return new ItemFieldValues(this, catalog, itemsOf, watched);
    }

    /// <summary>The same with more values that somebody else finds out: no item is known yet to have them.</summary>
    public ItemFieldValues With(IEnumerable<(string Field, string Value)> more)
    {
        Dictionary<(string Field, string Value), ulong[]> watched = new(_watched ?? new Dictionary<(string, string), ulong[]>());
        foreach ((string Field, string Value) value in more)
        {
            _ = watched.TryAdd(value, []);
        }

        return new ItemFieldValues(this, Catalog, _itemsOf, watched);
    }

    /// <summary>The catalog that the values come from.</summary>
    public ItemCatalog Catalog { get; }

    /// <summary>The fields and their values.</summary>
    public IReadOnlyList<TunableField> Fields { get; }

    /// <summary>The items that have a value, as a bitset.</summary>
    /// <exception cref="ArgumentException">There is no such field or value.</exception>
    public ulong[] ItemsWith(string field, string value, string parameter)
    {
        // First: a field without bits may not be among the fields.
        return field is not null && value is not null && _watched?.GetValueOrDefault((field, value)) is { } watched
            ? watched
            : _itemsOf[BitOf(field!, value!, parameter)];
    }

    /// <summary>The bit that stands for a value.</summary>
    /// <exception cref="ArgumentException">There is no such field or value.</exception>
    public int BitOf(string field, string value, string parameter)
    {
        TunableField known = FieldNamed(field, parameter).Field;
        return value is not null && _bits.TryGetValue((field, value), out int bit)
            ? bit
            : throw new ArgumentException(
                $"The field '{field}' has no value '{ShownText.Of(value)}'. Its values are {Named(known.Values)}.", parameter);
    }

    /// <summary>Whether a bit stands for a value.</summary>
    public bool HasBit(string field, string value) => _bits.ContainsKey((field, value));

    /// <summary>The items above each level of an ordered field, as bitsets, lowest level first.</summary>
    /// <exception cref="ArgumentException">There is no such field, or it is not ordered.</exception>
    public ulong[][] ItemsByLevel(string field, string parameter)
    {
        (TunableField known, ulong[][] levels) = FieldNamed(field, parameter);
        if (!known.IsOrdered)
        {
            string[] ordered = [.. Fields.Where(other => other.IsOrdered).Select(other => other.Name)];
            throw new ArgumentException($"The field '{field}' has no levels. Fields with levels are {Named(ordered)}.", parameter);
        }

        return levels;
    }

    // Shared by all controls that use them.
    private ulong[][] LevelsOf(FeatureField field) =>
        field.IsOrdered ? _itemsOf[FirstLevelOf(field)..(field.Offset + field.BitCount)] : [];

    // The first bit of an ordered field may only tell that the number is known.
    private int FirstLevelOf(FeatureField field) =>
        field.IsOrdered && field.BitCount > 0 && Catalog.Describe(field.Offset) == ThermometerEncoder.Known
            ? field.Offset + 1
            : field.Offset;

    private (TunableField Field, ulong[][] Levels) FieldNamed(string name, string parameter) =>
        name is not null && _fields.TryGetValue(name, out (TunableField, ulong[][]) known)
            ? known
            : throw new ArgumentException(
                $"There is no field '{ShownText.Of(name)}'. The fields are {Named([.. Fields.Select(field => field.Name)])}.", parameter);

    private static string Named(IReadOnlyList<string> names) => names.Count == 0
        ? "none"
        : string.Join(", ", names.Take(MostNamed).Select(name => $"'{ShownText.Of(name)}'"))
            + (names.Count > MostNamed ? $" and {names.Count - MostNamed} more" : "");
}
