using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Serving.Internals;

namespace WeightlessNet.Serving;

/// <content>The users' own controls.</content>
public sealed partial class Recommender<TUser, TItem>
{
    /// <summary>
    /// The fields that controls can use, with the values that items had at the last training; none as long as there are no items.
    /// </summary>
    public IReadOnlyList<TunableField> TunableFields
    {
        get
        {
            _models?.RefreshControls();
            return _models?.Tuned.Fields ?? [];
        }
    }

    /// <summary>
    /// A user's controls, in the order in which they were applied. One that uses a field that the schema has lost is kept, but changes
    /// no lists until an opening finds the field again.
    /// </summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    public IReadOnlyList<TuningControl> ControlsOf(TUser user)
    {
        int id = IdOf(user);
        return [.. _models?.ControlsOf(id) ?? []];
    }

    /// <summary>Applies a control for a user: from then on it changes the user's lists. It changes nothing that was learned.</summary>
    /// <remarks>
    /// A mute holds for items that come later too, and for words that no item has yet: it hides an item as soon as the item has the value.
    /// Its words are compared without regard to case, and a letter with a mark is the same as the one character for both. Mutes and boosts
    /// stay in force when the catalog loses the value, and when it comes back. Of a text, each control can name one word. A mute that the
    /// user has already changes nothing.
    /// </remarks>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="control">
    /// The control. To pin or ban an item, <see cref="PinAsync"/> and <see cref="BanAsync"/> need only the item; one of
    /// <see cref="ControlsOf"/> can be applied again as it is.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// The control uses an unknown field, boosts a value that no item has, uses a level that is none, does not fit the catalog otherwise,
    /// is for an item that was never added, or weighs recent ratings, which the lists of this recommender cannot do.
    /// </exception>
    /// <exception cref="InvalidOperationException">The user has 200 boosts already, or there are no items.</exception>
    /// <exception cref="IOException">The control cannot be stored. Nothing is changed.</exception>
    public Task TuneAsync(TUser user, TuningControl control)
    {
        ArgumentNullException.ThrowIfNull(control);
        int count = _items.Count;
        return control.Item is not int item || (uint)item < (uint)count
            ? ApplyAsync(user, control)
            : throw new ArgumentException(
                $"The control is for the item with the id {item}, but {count} items have been added. "
                + $"Use {nameof(PinAsync)} or {nameof(BanAsync)} with the item.",
                nameof(control));
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

    /// <summary>Takes back that an item was pinned.</summary>
    /// <param name="user">The user; may be unknown.</param>
    /// <param name="item">The item; may be unknown.</param>
    /// <returns>Whether the user had pinned it.</returns>
    /// <exception cref="ArgumentNullException">A key is null.</exception>
    /// <exception cref="IOException">The change cannot be stored. Nothing is changed.</exception>
    /// <exception cref="ObjectDisposedException">The recommender has been disposed of.</exception>
    public Task<bool> UnpinAsync(TUser user, TItem item) => TakeBackAsync(user, item, TuningKind.Pin);

    /// <summary>Takes back that an item was banned: it may be listed again.</summary>
    /// <inheritdoc cref="UnpinAsync"/>
    /// <returns>Whether the user had banned it.</returns>
    public Task<bool> UnbanAsync(TUser user, TItem item) => TakeBackAsync(user, item, TuningKind.Ban);

    /// <summary>
    /// Takes back a control: every list is then as if it had never been applied. For a control of an item, <see cref="UnpinAsync"/> and
    /// <see cref="UnbanAsync"/> need only the item.
    /// </summary>
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

    private async Task<bool> TakeBackAsync(TUser user, TItem item, TuningKind kind)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(item);
        int id = _items.Find(item);
        return id >= 0
            && await ReplaceControlsAsync(user, controls => controls.RemoveAll(one => one.Kind == kind && one.Item == id) > 0)
                .ConfigureAwait(false);
    }

    private async Task ApplyAsync(TUser user, TuningControl control)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(user);
        await ReplaceControlsAsync(user, controls =>
        {
            lock (_catalog)
            {
                ServedModels<TItem> models = _models
                    ?? throw new InvalidOperationException("The catalog has no items, so there is nothing to control. Add items first.");
                models.CheckControl(IdOf(user), control);
                if (control.Kind == TuningKind.Mute && controls.Contains(control))
                {
                    // To take it back once must be enough.
                    return false;
                }

                // Here already, because others wait while the change is applied, and all items are read for a new word.
                models.Watch([control], _items);
            }

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
            List<TuningControl> controls = [.. _models?.ControlsOf(IdOf(user)) ?? []];
            if (!change(controls))
            {
                return false;
            }

            await CommitForUserAsync(user, id => Change.OfControls(id, TuningControls.Write(controls))).ConfigureAwait(false);
            return true;
        }
        finally
        {
            stripe.Reopen();
        }
    }

    // While the catalog does not change.
    private void SetControls(ServedModels<TItem> models, int user, IReadOnlyList<TuningControl> controls)
    {
        models.Watch(controls, _items);
        models.SetControls(user, controls);
    }
}
