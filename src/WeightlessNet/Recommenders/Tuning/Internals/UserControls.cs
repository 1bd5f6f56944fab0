using WeightlessNet.Recommenders.Controls;

namespace WeightlessNet.Recommenders.Tuning.Internals;

/// <summary>The controls in force for a user, in the order of their being applied.</summary>
/// <remarks>Immutable and thread-safe: a change makes a new one.</remarks>
internal sealed class UserControls
{
    private readonly ActiveControl[] _controls;

    private UserControls(ActiveControl[] controls, int lastId)
    {
        _controls = controls;
        LastId = lastId;
    }

    /// <summary>Those of a user who never applied any.</summary>
    public static UserControls None { get; } = new([], 0);

    /// <summary>The highest id that was ever given.</summary>
    public int LastId { get; }

    /// <summary>The controls.</summary>
    public ReadOnlySpan<ActiveControl> All => _controls;

    /// <summary>How many add to scores.</summary>
    public int AdjustingCount => _controls.Count(control => control.Adjusts);

    /// <summary>Whether one lets recent ratings count for more.</summary>
    public bool WeighRecent => Array.Exists(_controls, control => control.WeighsRecent);

    /// <summary>What the user applied, in order.</summary>
    public IReadOnlyList<AppliedControl> Applied => Array.AsReadOnly(Array.ConvertAll(_controls, control => control.Applied));

    /// <summary>These and one more.</summary>
    public UserControls With(ActiveControl control) => new([.. _controls, control], control.Applied.Id);

    /// <summary>These over other items.</summary>
    /// <exception cref="ArgumentException">The items lack what a control names.</exception>
    public UserControls Over(ItemFieldValues values, int itemCount, RatingScale scale) => new(
        Array.ConvertAll(
            _controls, control => new ActiveControl(control.Applied.Id, control.Applied.Control, values, itemCount, scale)),
        LastId);

    /// <summary>These without one, or null where there is no such one.</summary>
    public UserControls? Without(int id)
    {
        int index = Array.FindIndex(_controls, control => control.Applied.Id == id);
        return index < 0 ? null : new UserControls([.. _controls[..index], .. _controls[(index + 1)..]], LastId);
    }

    /// <summary>What each control that acts on an item adds, in units.</summary>
    public IEnumerable<(AppliedControl Control, int Units)> ActingOn(int item) =>
        _controls.Where(control => control.ActsOn(item)).Select(control => (control.Applied, control.UnitsFor(item)));
}
