using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Serving;

/// <content>The users' own controls.</content>
public sealed partial class Recommender<TUser, TItem>
{
    /// <summary>The fields and values that controls can use; none as long as there are no items.</summary>
    public IReadOnlyList<TunableField> TunableFields
    {
        get
        {
            _models?.RefreshControls();
            return _models?.Tuned.Fields ?? [];
        }
    }

    /// <summary>
    /// A user's controls, in the order in which they were applied. One that uses a field or value that the catalog has lost is kept, but
    /// is neither here nor does it change lists, until a training or an opening finds the field or value again.
    /// </summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    public IReadOnlyList<TuningControl> ControlsOf(TUser user)
    {
        int id = IdOf(user);
        return _models?.ControlsOf(id) ?? [];
    }

    /// <summary>Applies a control for a user: from then on it changes the user's lists. It changes nothing that was learned.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="control">The control. For one of an item, use <see cref="PinAsync"/> or <see cref="BanAsync"/>.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// The control does not fit the catalog, is for an item, or weighs recent ratings, which the lists of this recommender cannot do.
    /// </exception>
    /// <exception cref="InvalidOperationException">The user has 200 boosts already, or there are no items.</exception>
    /// <exception cref="IOException">The control cannot be stored. Nothing is changed.</exception>
    public Task TuneAsync(TUser user, TuningControl control)
    {
        ArgumentNullException.ThrowIfNull(control);
        return control.Item is null
            ? ApplyAsync(user, control)
            : throw new ArgumentException(
                $"A control for an item is applied with {nameof(PinAsync)} or {nameof(BanAsync)}.", nameof(control));
    }

    /// <summary>Puts an item first in a user's lists until it is rated. One that was removed is listed when it is added again.</summary>
    /// <inheritdoc cref="BanAsync"/>
    public Task PinAsync(TUser user, TItem item) => ApplyAsync(user, TuningControl.Pin(KnownItem(item)));

    /// <summary>Takes an item out of a user's lists.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="item">An item that was added; it may have been removed since.</param>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    /// <exception cref="ArgumentException">The item was never added.</exception>
    /// <exception cref="IOException">The control cannot be stored. Nothing is changed.</exception>
    public Task BanAsync(TUser user, TItem item) => ApplyAsync(user, TuningControl.Ban(KnownItem(item)));

    /// <summary>Takes back a control: every list is then as if it had never been applied.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="control">One of <see cref="ControlsOf"/>; if the user has it more than once, the last one is taken back.</param>
    /// <returns>Whether the user had the control.</returns>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="IOException">The change cannot be stored. Nothing is changed.</exception>
    public async Task<bool> UntuneAsync(TUser user, TuningControl control)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(control);
        return await ReplaceControlsAsync(user, controls =>
        {
            int last = controls.LastIndexOf(control);
            if (last >= 0)
            {
                controls.RemoveAt(last);
            }

            return last >= 0;
        }).ConfigureAwait(false);
    }

    private async Task ApplyAsync(TUser user, TuningControl control)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(user);
        await ReplaceControlsAsync(user, controls =>
        {
            controls.Add(control);
            return true;
        }).ConfigureAwait(false);
    }

    // Changes of one user's controls take turns, and a user is not forgotten meanwhile.
    private async Task<bool> ReplaceControlsAsync(TUser user, Func<List<TuningControl>, bool> change)
    {
        ChangeStripe stripe = StripeOf(user);
        await stripe.CloseAsync().ConfigureAwait(false);
        try
        {
            int known = IdOf(user);
            List<TuningControl> controls = [.. _models?.ControlsOf(known) ?? []];
            if (!change(controls))
            {
                return false;
            }

            ServedModels<TItem> models = _models
                ?? throw new InvalidOperationException("The catalog has no items, so there is nothing to control. Add items first.");

            models.CheckControls(controls);
            controls.InsertRange(0, models.UnfitControlsOf(known));
            await CommitForUserAsync(user, id => Change.OfControls(id, TuningControls.Write(controls))).ConfigureAwait(false);
            return true;
        }
        finally
        {
            stripe.Reopen();
        }
    }
}
