using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Tuning.Internals;

namespace WeightlessNet.Recommenders.Tuning;

/// <content>Applying, replacing and removing controls.</content>
public sealed partial class TunableRecommender
{
    /// <summary>Applies a control for a user. To restore stored controls, apply them in their order.</summary>
    /// <param name="user">The user's id, 0 or more.</param>
    /// <param name="control">The control.</param>
    /// <returns>The control's id, for <see cref="Remove"/>.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="control"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The control uses an unknown field, value or item, changes a score by more than the range of the scale, sets a property that its kind
    /// does not use, or weighs recent ratings although the inner recommender does not offer <see cref="IRecencyRecommender"/>.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    /// <exception cref="InvalidOperationException">The user has 200 boosts, or 10,000 controls, already.</exception>
    public int Apply(int user, TuningControl control)
    {
        RecommenderArguments.CheckUserIsHeld(user);
        ArgumentNullException.ThrowIfNull(control);
        using Lock.Scope change = _changing.EnterScope();
        lock (_lock)
        {
            UserControls controls = With(Present(user), user, control);
            Set(user, controls);
            return controls.LastId;
        }
    }

    /// <summary>Replaces all controls of a user at once: no question sees only a part of them.</summary>
    /// <returns>The controls that do not fit the catalog. They are not applied.</returns>
    internal IReadOnlyList<TuningControl> Replace(int user, IReadOnlyList<TuningControl> controls)
    {
        List<TuningControl> misfits = [];
        using Lock.Scope change = _changing.EnterScope();
        lock (_lock)
        {
            UserControls replaced = Present(user);
            foreach (ActiveControl present in replaced.All)
            {
                replaced = replaced.Without(present.Applied.Id)!;
            }

            foreach (TuningControl control in controls)
            {
                try
                {
                    replaced = With(replaced, user, control);
                }
                catch (Exception misfit) when (misfit is ArgumentException or InvalidOperationException)
                {
                    misfits.Add(control);
                }
            }

            Set(user, replaced);
        }

        return misfits;
    }

    private UserControls With(UserControls controls, int user, TuningControl control) =>
        With(controls, user, control, _values, ItemCount);

    private UserControls With(UserControls controls, int user, TuningControl control, ItemFieldValues values, int itemCount)
    {
        if (controls.All.Length == MaximumControls)
        {
            throw new InvalidOperationException($"User {user} already has the maximum of {MaximumControls} controls. Remove one first.");
        }

        ActiveControl added = new(controls.NextId, control, values, itemCount, Scale);
        if (added.Adjusts && controls.AdjustingCount == MaximumBoosts)
        {
            throw new InvalidOperationException($"User {user} already has the maximum of {MaximumBoosts} boosts. Remove one first.");
        }

        return added.WeighsRecent && _recency is null
            ? throw new ArgumentException(
                "The lists of this recommender cannot weigh recent ratings more than others: there is no "
                + $"{nameof(IRecencyRecommender)} inside. Use another control.",
                nameof(control))
            : controls.With(added, values);
    }

    /// <summary>Throws if a user could not apply a control, or if it boosts what no bit stands for.</summary>
    /// <param name="user">The user.</param>
    /// <param name="control">The control.</param>
    /// <param name="more">The values that are found out otherwise than by bits, but not yet.</param>
    internal void Check(int user, TuningControl control, IEnumerable<(string Field, string Value)> more)
    {
        foreach (TuningCondition condition in control.Kind == TuningKind.Boost ? control.Conditions : [])
        {
            _ = _values.BitOf(condition.Field, condition.Value, nameof(control));
        }

        ItemFieldValues values = _values.With(more);
        lock (_lock)
        {
            _ = With(Present(user), user, control, values, ItemCount);
        }
    }

    /// <summary>The controls that a user could apply, one after the other, and those that wait; others are left out.</summary>
    /// <param name="controls">The controls.</param>
    /// <param name="itemCount">The number of items that there will be.</param>
    /// <param name="more">The values that are found out otherwise than by bits, but not yet.</param>
    /// <param name="waits">Whether a control cannot be applied yet, but later.</param>
    internal List<TuningControl> KeptOf(
        IEnumerable<TuningControl> controls,
        int itemCount,
        IEnumerable<(string Field, string Value)> more,
        Func<TuningControl, bool> waits)
    {
        ItemFieldValues values = _values.With(more);
        UserControls tried = UserControls.None;
        List<TuningControl> kept = [];
        foreach (TuningControl control in controls)
        {
            try
            {
                tried = With(tried, 0, control, values, itemCount);
                kept.Add(control);
            }
            catch (Exception failure) when (failure is ArgumentException or InvalidOperationException)
            {
                if (kept.Count < MaximumControls && waits(control))
                {
                    kept.Add(control);
                }
            }
        }

        return kept;
    }

    /// <summary>Removes one of a user's controls.</summary>
    /// <param name="user">The user's id, 0 or more.</param>
    /// <param name="id">The id returned by <see cref="Apply"/>.</param>
    /// <returns>Whether the control was active; otherwise nothing is changed.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    public bool Remove(int user, int id)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        using Lock.Scope change = _changing.EnterScope();
        lock (_lock)
        {
            UserControls? left = Present(user).Without(id);
            if (left is not null)
            {
                Set(user, left);
            }

            return left is not null;
        }
    }

    /// <summary>Removes the last applied of a user's active controls.</summary>
    /// <param name="user">The user's id, 0 or more.</param>
    /// <returns>The removed control, or null if none was active.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    public TuningControl? Undo(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        using Lock.Scope change = _changing.EnterScope();
        lock (_lock)
        {
            UserControls controls = Present(user);
            if (controls.All.IsEmpty)
            {
                return null;
            }

            AppliedControl last = controls.All[^1].Applied;
            Set(user, controls.Without(last.Id)!);
            return last.Control;
        }
    }

    /// <summary>The active controls of a user, in the order in which they were applied.</summary>
    /// <param name="user">The user's id, 0 or more; may be unknown.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative.</exception>
    public IReadOnlyList<AppliedControl> ControlsOf(int user) => Of(user).Applied;
}
