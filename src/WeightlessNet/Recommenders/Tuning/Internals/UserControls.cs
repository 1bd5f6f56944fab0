using WeightlessNet.Recommenders.Controls;

namespace WeightlessNet.Recommenders.Tuning.Internals;

/// <summary>The active controls of a user, in the order in which they were applied.</summary>
/// <remarks>Immutable and thread-safe: a change creates a new object.</remarks>
internal sealed partial class UserControls
{
    private readonly ActiveControl[] _controls;

    // What the controls use; null as long as there are none.
    private readonly ItemFieldValues? _values;

    private UserControls(ActiveControl[] controls, int lastId, ItemFieldValues? values)
    {
        _controls = controls;
        LastId = lastId;
        _values = values;
    }

    /// <summary>The controls of a user who never applied any.</summary>
    public static UserControls None { get; } = new([], 0, null);

    /// <summary>The highest id ever assigned.</summary>
    public int LastId { get; }

    /// <summary>The id of the next control.</summary>
    /// <exception cref="InvalidOperationException">All ids are used.</exception>
    public int NextId => LastId < int.MaxValue ? LastId + 1 : throw new InvalidOperationException("The user has used all ids of controls.");

    /// <summary>The controls.</summary>
    public ReadOnlySpan<ActiveControl> All => _controls;

    /// <summary>The number of controls that add to scores.</summary>
    public int AdjustingCount => _controls.Count(control => control.Adjusts);

    /// <summary>Whether a control gives recent ratings more weight.</summary>
    public bool WeighRecent => Array.Exists(_controls, control => control.WeighsRecent);

    /// <summary>The controls with their ids, in order.</summary>
    public IReadOnlyList<AppliedControl> Applied => Array.AsReadOnly(Array.ConvertAll(_controls, control => control.Applied));

    /// <summary>Whether a control hides an item.</summary>
    public bool Hides(int item) =>
        Array.Exists(_controls, control => control.Applied.Control.Kind is TuningKind.Mute or TuningKind.Ban && control.ActsOn(item));

    /// <summary>Whether the controls use these values.</summary>
    public bool Use(ItemFieldValues values) => _controls.Length == 0 || _values == values;

    /// <summary>These controls and one more.</summary>
    /// <param name="control">The control.</param>
    /// <param name="values">The values that all of them use.</param>
    public UserControls With(ActiveControl control, ItemFieldValues values) => new([.. _controls, control], control.Applied.Id, values);

    /// <summary>These controls over another catalog.</summary>
    /// <exception cref="ArgumentException">A control does not fit the catalog.</exception>
    public UserControls Over(ItemFieldValues values, int itemCount, RatingScale scale) => new(
        Array.ConvertAll(
            _controls, control => new ActiveControl(control.Applied.Id, control.Applied.Control, values, itemCount, scale)),
        LastId,
        values);

    /// <summary>These controls without one; null if there is no control with this id.</summary>
    public UserControls? Without(int id)
    {
        int index = Array.FindIndex(_controls, control => control.Applied.Id == id);
        return index < 0 ? null : new UserControls([.. _controls[..index], .. _controls[(index + 1)..]], LastId, _values);
    }

    /// <summary>The controls that affect an item, with the amount that each adds, in units.</summary>
    public IEnumerable<(AppliedControl Control, int Units)> ActingOn(int item) =>
        _controls.Where(control => control.ActsOn(item)).Select(control => (control.Applied, control.UnitsFor(item)));
}
