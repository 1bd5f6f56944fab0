using System.Numerics;
using WeightlessNet.Recommenders.Controls;

namespace WeightlessNet.Recommenders.Tuning.Internals;

/// <summary>A control that has been checked against the catalog.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class ActiveControl
{
    /// <summary>The maximum number of conditions of a control.</summary>
    public const int MaximumConditions = 64;

    // Bitsets of items, one for each condition or level; shared with ItemFieldValues.
    private readonly ulong[][] _items;
    private readonly int _units;

    /// <exception cref="ArgumentException">The control does not fit the catalog.</exception>
    public ActiveControl(int id, TuningControl control, ItemFieldValues values, int itemCount, RatingScale scale)
    {
        Applied = new AppliedControl(id, control);
        _items = control.Kind switch
        {
            TuningKind.Mute or TuningKind.Boost => ItemsOfConditions(control, values),
            TuningKind.BoostByLevel => values.ItemsByLevel(control.Field ?? "", nameof(control)),
            TuningKind.Pin or TuningKind.Ban or TuningKind.WeighRecent => [],
            _ => throw new ArgumentException($"Unknown kind of control {control.Kind}.", nameof(control)),
        };
        CheckItem(control, itemCount);
        CheckUnusedProperties(control);
        _units = UnitsOf(control, Math.Max(1, control.Kind == TuningKind.BoostByLevel ? _items.Length : 1), scale);
    }

    /// <summary>The control and its id.</summary>
    public AppliedControl Applied { get; }

    /// <summary>Whether the control adds to scores.</summary>
    public bool Adjusts => Applied.Control.Kind is TuningKind.Boost or TuningKind.BoostByLevel;

    /// <summary>Whether the control gives recent ratings more weight.</summary>
    public bool WeighsRecent => Applied.Control.Kind == TuningKind.WeighRecent;

    /// <summary>Whether the control affects an item.</summary>
    public bool ActsOn(int item) => Applied.Control.Kind switch
    {
        TuningKind.Pin or TuningKind.Ban => Applied.Control.Item == item,
        TuningKind.BoostByLevel => LevelOf(item) > 0,
        TuningKind.WeighRecent => false,
        _ => (Matching(item >> 6) & (1UL << item)) != 0,
    };

    /// <summary>The amount added to the score of an item.</summary>
    public int UnitsFor(int item) => Applied.Control.Kind == TuningKind.BoostByLevel
        ? _units * LevelOf(item)
        : Adjusts && ActsOn(item) ? _units : 0;

    /// <summary>Removes the hidden items from a bitset of allowed items.</summary>
    public void Hide(Span<ulong> allowed)
    {
        if (Applied.Control is { Kind: TuningKind.Ban, Item: { } banned })
        {
            allowed[banned >> 6] &= ~(1UL << banned);
        }
        else if (Applied.Control.Kind == TuningKind.Mute)
        {
            for (int word = 0; word < allowed.Length; word++)
            {
                allowed[word] &= ~Matching(word);
            }
        }
    }

    /// <summary>Adds the control's amounts to the adjustments of all items.</summary>
    public void Adjust(Span<int> adjustments)
    {
        int words = (adjustments.Length + 63) / 64;
        if (Applied.Control.Kind == TuningKind.Boost)
        {
            for (int word = 0; word < words; word++)
            {
                Add(adjustments, word, Matching(word));
            }
        }
        else if (Applied.Control.Kind == TuningKind.BoostByLevel)
        {
            foreach (ulong[] level in _items)
            {
                for (int word = 0; word < words; word++)
                {
                    Add(adjustments, word, WordOf(level, word));
                }
            }
        }
    }

    private static ulong[][] ItemsOfConditions(TuningControl control, ItemFieldValues values)
    {
        if (control.Conditions.Count is 0 or > MaximumConditions)
        {
            throw new ArgumentException(
                $"A {control.Kind} must have 1 to {MaximumConditions} conditions, not {control.Conditions.Count}.", nameof(control));
        }

        return [.. control.Conditions.Select(condition => values.ItemsWith(condition.Field, condition.Value, nameof(control)))];
    }

    private static void CheckItem(TuningControl control, int itemCount)
    {
        bool named = control.Kind is TuningKind.Pin or TuningKind.Ban;
        if (named && !((uint)(control.Item ?? -1) < (uint)itemCount))
        {
            throw new ArgumentException(
                $"The item of a {control.Kind} must be 0 to {itemCount - 1}, not {control.Item?.ToString() ?? "null"}.", nameof(control));
        }

        if (!named && control.Item is not null)
        {
            throw new ArgumentException($"A {control.Kind} must not have an item; this one has {control.Item}.", nameof(control));
        }
    }

    private static void CheckUnusedProperties(TuningControl control)
    {
        if (control.Kind is not (TuningKind.Mute or TuningKind.Boost) && control.Conditions.Count > 0)
        {
            throw new ArgumentException(
                $"A {control.Kind} must not have conditions; this one has {control.Conditions.Count}.", nameof(control));
        }

        if (control.Kind != TuningKind.BoostByLevel && control.Field is not null)
        {
            throw new ArgumentException(
                $"A {control.Kind} must not have a field outside its conditions; this one has '{control.Field}'.", nameof(control));
        }
    }

    // A control changes a score by at most the range of the scale, so that the sum of a user's controls stays below the maximum adjustment.
    private static int UnitsOf(TuningControl control, int levels, RatingScale scale)
    {
        double range = (double)scale.Maximum - scale.Minimum;
        double greatest = control.Kind switch
        {
            TuningKind.Boost => range,
            TuningKind.BoostByLevel => range / levels,
            _ => 0,
        };
        if (!(Math.Abs(control.Amount) <= greatest))
        {
            throw new ArgumentException(
                FormattableString.Invariant($"The amount of this {control.Kind} must be {-greatest} to {greatest}, not {control.Amount}."),
                nameof(control));
        }

        return (int)Math.Round(control.Amount / range * RecommendationFilter.UnitsPerRange, MidpointRounding.AwayFromZero);
    }

    // The inner recommender may have gained items since the catalog was set.
    private static ulong WordOf(ulong[] items, int word) => word < items.Length ? items[word] : 0;

    private ulong Matching(int word)
    {
        ulong matching = ulong.MaxValue;
        for (int i = 0; i < _items.Length; i++)
        {
            ulong having = WordOf(_items[i], word);
            matching &= Applied.Control.Conditions[i].IsNegated ? ~having : having;
        }

        return matching;
    }

    private int LevelOf(int item)
    {
        int level = 0;
        foreach (ulong[] items in _items)
        {
            level += (int)((WordOf(items, item >> 6) >> item) & 1);
        }

        return level;
    }

    // Negated conditions also match bits beyond the last item.
    private void Add(Span<int> adjustments, int word, ulong items)
    {
        for (ulong left = items; left != 0; left &= left - 1)
        {
            int item = (word * 64) + BitOperations.TrailingZeroCount(left);
            if (item >= adjustments.Length)
            {
                break;
            }

            adjustments[item] += _units;
        }
    }
}
