using WeightlessNet.Recommenders.Controls;

namespace WeightlessNet.Serving.Internals;

/// <content>The users' controls.</content>
internal sealed partial class ServedModels<TItem>
{
    /// <summary>
    /// Lets controls use the values that they name, also such as have no bit. Call it before they are set, while no item changes.
    /// </summary>
    /// <param name="controls">The controls.</param>
    /// <param name="items">The items, of which each has been read or will be, see <see cref="Read"/>.</param>
    public void Watch(IEnumerable<TuningControl> controls, ItemKeys<TItem> items)
    {
        lock (_tuning)
        {
            bool isNew = _watched.Add(controls, HasBit);
            WatchedValues<TItem> watched = _watched;
            if (isNew && watched.Count > _mostWatched)
            {
                // Without those that nobody uses any more.
                watched = new WatchedValues<TItem>(_schema);
                _ = watched.Add(_controls.Values.SelectMany(static own => own).Concat(controls), HasBit);
            }

            // A reading that throws is done again the next time. Until then, controls keep what was read before.
            bool reads = watched.HasUnread;
            _isCatalogStale |= isNew || reads;
            int count = reads ? items.Count : 0;
            for (int id = 0; id < count; id++)
            {
                if (items.TryGet(id, out TItem item))
                {
                    watched.ReadNew(id, item);
                }
            }

            watched.EndNew();
            if (watched != _watched)
            {
                (_watched, _mostWatched) = (watched, Math.Max(LeastWatched, 2 * watched.Count));
            }
        }
    }

    /// <summary>
    /// Lets controls see the values that an item is about to have, beside those of before. Call it before its record is replaced, so that
    /// nobody finds a record whose values controls do not see, and <see cref="Read"/> after it.
    /// </summary>
    public void Expect(int id, TItem item)
    {
        lock (_tuning)
        {
            _watched.Expect(id, item);
            _isCatalogStale |= _watched.Count > 0;
        }
    }

    /// <summary>Lets controls see the values of an item's present record.</summary>
    public void Read(int id, TItem item)
    {
        lock (_tuning)
        {
            _watched.Read(id, item);
            _isCatalogStale |= _watched.Count > 0;
        }
    }

    /// <summary>Throws if a user cannot apply another control. Its words need not be watched yet.</summary>
    /// <exception cref="ArgumentException">The control does not fit.</exception>
    /// <exception cref="InvalidOperationException">There are too many controls or boosts.</exception>
    public void CheckControl(int user, TuningControl control)
    {
        RefreshControls();
        Tuned.Check(user, control, Watchable([control]));
    }

    /// <summary>
    /// The controls that a new user could apply, one after the other, and those that wait for their field; others are left out. Their words
    /// need not be watched yet.
    /// </summary>
    /// <param name="controls">The controls.</param>
    /// <param name="itemCount">The number of items that there will be.</param>
    public List<TuningControl> KeptOf(IReadOnlyList<TuningControl> controls, int itemCount)
    {
        RefreshControls();
        return Tuned.KeptOf(controls, itemCount, Watchable(controls), Waits);
    }

    // Whether a control uses a field that items do not have.
    private bool Waits(TuningControl control)
    {
        bool IsUnknown(string? field) => field is { Length: <= KeyText.MaximumLength } && KeyText.IsWellFormed(field)
            && !Tuned.Fields.Any(one => one.Name == field);
        return IsUnknown(control.Field)
            || (WatchedValues<TItem>.CanName(control) && control.Conditions.Any(condition => IsUnknown(condition.Field)));
    }

    /// <summary>A user's controls in their order, also those that wait for their field.</summary>
    public IReadOnlyList<TuningControl> ControlsOf(int user) => _controls.GetValueOrDefault(user, []);

    /// <summary>The users with controls, in the order of ids.</summary>
    public IReadOnlyList<int> TunedUsers => [.. _controls.Keys.Order()];

    /// <summary>Replaces a user's controls at once. Those that do not fit the present fields are kept, but change nothing.</summary>
    /// <returns>How many do not fit.</returns>
    public int SetControls(int user, IReadOnlyList<TuningControl> controls)
    {
        RefreshControls();
        int unfit = Tuned.Replace(user, controls).Count;
        if (controls.Count > 0)
        {
            _controls[user] = [.. controls];
        }
        else
        {
            _controls.TryRemove(user, out _);
        }

        return unfit;
    }

    /// <summary>Takes over all users' controls from other models.</summary>
    /// <returns>How many do not fit.</returns>
    public int TakeControls(ServedModels<TItem> others, ItemKeys<TItem> items)
    {
        WatchAllOf(others, items);
        return others.TunedUsers.Sum(user => SetControls(user, others.ControlsOf(user)));
    }

    /// <summary>Lets controls use the values that other models' controls name, see <see cref="Watch"/>.</summary>
    public void WatchAllOf(ServedModels<TItem> others, ItemKeys<TItem> items) =>
        Watch(others._controls.Values.SelectMany(static controls => controls), items);

    /// <summary>Forgets all controls of a user.</summary>
    public void ForgetControls(int user)
    {
        Tuned.ForgetUser(user);
        _controls.TryRemove(user, out _);
    }

    private bool HasBit(TuningCondition condition) => Tuned.HasBit(condition);

    private List<(string Field, string Value)> Watchable(IEnumerable<TuningControl> controls)
    {
        lock (_tuning)
        {
            return _watched.NewOf(controls, HasBit);
        }
    }
}
