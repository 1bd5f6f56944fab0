using WeightlessNet.Encoders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Tuning.Internals;

namespace WeightlessNet.Serving.Internals;

/// <summary>
/// Which items have the values that users' controls name, read from the items themselves. Bits do not tell that of words that came after
/// the last training, were too rare for a bit, or are written in another case, nor of levels that a training has moved.
/// </summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <param name="schema">The fitted schema; null if items have no fields.</param>
/// <remarks>Words are compared without regard to case and to how letters and their marks are put together. Not thread-safe.</remarks>
internal sealed class WatchedValues<TItem>(FeatureSchema<TItem>? schema)
    where TItem : notnull
{
    private readonly Dictionary<(string Field, string Value), WatchedItems> _values = [];
    private readonly Dictionary<string, Field> _fields = [];

    /// <summary>The number of values.</summary>
    public int Count => _values.Count;

    /// <summary>Watches the values that controls name. Those that bits tell, and those that no item can have, are left out.</summary>
    /// <param name="controls">The controls.</param>
    /// <param name="hasBit">Whether a bit stands for a value.</param>
    /// <returns>Whether there is a new one. See <see cref="HasUnread"/>.</returns>
    public bool Add(IEnumerable<TuningControl> controls, Func<TuningCondition, bool> hasBit)
    {
        int before = Count;
        foreach (TuningCondition condition in NewIn(controls))
        {
            if (Find(condition, hasBit(condition)) is { } items)
            {
                _values.Add((condition.Field, condition.Value), items);
            }
        }

        return Count > before;
    }

    /// <summary>The values that <see cref="Add"/> would watch; nothing is changed.</summary>
    public List<(string Field, string Value)> NewOf(IEnumerable<TuningControl> controls, Func<TuningCondition, bool> hasBit) =>
    [
        .. NewIn(controls).Where(condition => schema?.EncoderOf(condition.Field) is { } encoder
                && Field.CanHave(encoder, condition.Value, hasBit(condition)))
            .Select(static condition => (condition.Field, condition.Value)),
    ];

    /// <summary>Whether there are new values for which all items must be read: <see cref="ReadNew"/>, then <see cref="EndNew"/>.</summary>
    public bool HasUnread => _fields.Values.Any(static one => one.HasUnread);

    /// <summary>Whether all conditions of a control are such as an item can meet: not too many of them, nor too long.</summary>
    public static bool CanName(TuningControl control) => control.Conditions.Count <= ActiveControl.MaximumConditions
        && control.Conditions.All(static condition => condition.Field is not null
            && condition.Value is { Length: > 0 and <= KeyText.MaximumLength } value && KeyText.IsWellFormed(value));

    /// <summary>Finds out which of the values an item has.</summary>
    public void Read(int id, TItem item)
    {
        foreach (Field field in _fields.Values)
        {
            field.Clear(id);
            field.Add(id, item);
        }
    }

    /// <summary>Finds out which of the new values an item has.</summary>
    public void ReadNew(int id, TItem item)
    {
        foreach (Field field in _fields.Values)
        {
            if (field.HasUnread)
            {
                field.Add(id, item);
            }
        }
    }

    /// <summary>No value is new any more.</summary>
    public void EndNew()
    {
        foreach (Field field in _fields.Values)
        {
            field.HasUnread = false;
        }
    }

    /// <summary>Finds out which of the values an item is about to have. It has those of before too, until it is read.</summary>
    public void Expect(int id, TItem item)
    {
        foreach (Field field in _fields.Values)
        {
            field.Add(id, item);
        }
    }

    /// <summary>The items with each value, as bitsets that do not change any more.</summary>
    public Dictionary<(string Field, string Value), ulong[]> Share() =>
        _values.ToDictionary(static one => one.Key, static one => one.Value.Share());

    private IEnumerable<TuningCondition> NewIn(IEnumerable<TuningControl> controls) => controls
        .Where(CanName)
        .SelectMany(static control => control.Conditions)
        .Where(condition => !_values.ContainsKey((condition.Field, condition.Value)));

    private WatchedItems? Find(in TuningCondition condition, bool hasBit)
    {
        if (schema?.EncoderOf(condition.Field) is not { } encoder || !Field.CanHave(encoder, condition.Value, hasBit))
        {
            return null;
        }

        if (!_fields.TryGetValue(condition.Field, out Field? field))
        {
            field = new Field(encoder);
            _fields.Add(condition.Field, field);
        }

        return encoder.Vocabulary is null ? field.OfLevel(condition.Value) : field.OfWord(condition.Value);
    }

    private sealed class Field(IFieldEncoder<TItem> encoder)
    {
        private readonly Dictionary<string, WatchedItems> _words = new(StringComparer.OrdinalIgnoreCase);
        private readonly List<(double Threshold, WatchedItems Items)> _levels = [];

        // The items that have any of the words.
        private readonly WatchedItems _any = new();

        /// <summary>Whether there are values for which not all items were read.</summary>
        public bool HasUnread { get; set; }

        /// <summary>Whether a value is one that items can have and that bits do not tell.</summary>
        public static bool CanHave(IFieldEncoder<TItem> encoder, string value, bool hasBit) => encoder.Vocabulary is null
            ? !hasBit && !double.IsNaN(encoder.ThresholdOf(value))
            : WordOf(encoder, value) is not null;

        public WatchedItems OfWord(string value)
        {
            string word = WordOf(encoder, value)!;
            if (!_words.TryGetValue(word, out WatchedItems? items))
            {
                items = new WatchedItems();
                _words.Add(word, items);
                HasUnread = true;
            }

            return items;
        }

        // The word as items have it; null if an item cannot have it.
        private static string? WordOf(IFieldEncoder<TItem> encoder, string value) => encoder.Kind switch
        {
            FieldKind.Flag => null,
            FieldKind.Text => TextWords.Of(value).ToArray() is [string only] ? only : null,
            _ => TextComposition.Of(value),
        };

        public WatchedItems OfLevel(string value)
        {
            WatchedItems items = new();
            _levels.Add((encoder.ThresholdOf(value), items));
            HasUnread = true;
            return items;
        }

        public void Clear(int id)
        {
            foreach ((_, WatchedItems items) in _levels)
            {
                items.Set(id, false);
            }

            if (_any.Has(id))
            {
                foreach (WatchedItems items in _words.Values)
                {
                    items.Set(id, false);
                }

                _any.Set(id, false);
            }
        }

        public void Add(int id, TItem item)
        {
            double number = _levels.Count > 0 ? encoder.NumberOf(item) : double.NaN;
            foreach ((double threshold, WatchedItems items) in _levels)
            {
                if (number > threshold)
                {
                    items.Set(id, true);
                }
            }

            foreach (string word in _words.Count > 0 ? encoder.Words(item) : [])
            {
                if (_words.TryGetValue(TextComposition.Of(word), out WatchedItems? items))
                {
                    items.Set(id, true);
                    _any.Set(id, true);
                }
            }
        }
    }
}
