using System.Buffers;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Serving.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Serving;

/// <content>One user leaves and comes.</content>
public sealed partial class Recommender<TUser, TItem>
{
    /// <summary>
    /// All that is held of one user, by the keys of items: ratings, their times, controls, and the description. Import it into this or
    /// another recommender, or hand it to the user.
    /// </summary>
    /// <param name="user">The user; may be unknown, and then nothing is in it.</param>
    /// <returns>
    /// The bytes: a snapshot of the kind 85 in docs/format.md. The user's own key is not in it. 100 ratings of items with keys of 10
    /// characters take less than 2 KB.
    /// </returns>
    /// <exception cref="ArgumentNullException"><paramref name="user"/> is null.</exception>
    public byte[] ExportUser(TUser user)
    {
        int id = IdOf(user);
        ArrayBufferWriter<byte> bytes = new();
        ExportOf(id).Save(bytes);
        return bytes.WrittenSpan.ToArray();
    }

    /// <summary>Replaces all that is held of a user by what was exported, in one step.</summary>
    /// <param name="user">The user; may be unknown, or another one than the exported one.</param>
    /// <param name="exported">What <see cref="ExportUser"/> returned, here or elsewhere. Items may have other ids here.</param>
    /// <returns>
    /// What was imported, and what could not be, when it is stored and counts. An answer that another thread asks for meanwhile may be
    /// based on a part of it.
    /// </returns>
    /// <remarks>
    /// A control of an item, a value or a field that is unknown here is kept, and holds as soon as the item, an item with the value or the
    /// field comes. For an unknown item its key is stored, as that of an item that was removed.
    /// </remarks>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="InvalidDataException">
    /// The bytes are no export, are damaged, or have ratings on another scale, or events in place of ratings. Nothing is changed.
    /// </exception>
    /// <exception cref="ArgumentException">There are more than some 2,000,000 ratings. Nothing is changed.</exception>
    /// <exception cref="InvalidOperationException">There are no items, or the user is new and all 2^26 ids are used.</exception>
    /// <exception cref="IOException">The change cannot be stored. Nothing is changed.</exception>
    /// <exception cref="ObjectDisposedException">The recommender has been disposed of.</exception>
    public async Task<ImportedUser> ImportUserAsync(TUser user, byte[] exported)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(user);
        ArgumentNullException.ThrowIfNull(exported);
        ExportedUser read = Snapshot.Load<ExportedUser>(new MemoryStream(exported));
        if (read.Values != Values)
        {
            string learn = _options.Events is null ? nameof(LearnAsync) : nameof(SetEventsAsync);
            throw new InvalidDataException(
                $"The export has {read.Values}, and this recommender has {Values}. Convert each and pass it to {learn}.");
        }

        foreach (ExportedRating rating in read.Ratings)
        {
            if (rating.Timestamp < DateTimeOffset.MinValue.ToUnixTimeSeconds()
                || rating.Timestamp > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
            {
                throw new InvalidDataException(
                    $"An exported rating has the time {rating.Timestamp}, in seconds since 1970, which is no time.");
            }
        }

        ChangeStripe stripe = StripeOf(user);
        await stripe.CloseAsync().ConfigureAwait(false);
        try
        {
            return await ReplaceUserAsync(user, read).ConfigureAwait(false);
        }
        finally
        {
            stripe.Reopen();
        }
    }

    private ChangeKind LearnedKind => _options.Events is null ? ChangeKind.Learn : ChangeKind.Event;

    private ExportedUser ExportOf(int id)
    {
        if (_models is not { } models)
        {
            return new ExportedUser(Values, [], [], [], DescriptionOf(id));
        }

        // Of each item that a control names, the position of its key.
        OrderedDictionary<int, string> items = [];
        List<TuningControl> controls = [];
        foreach (TuningControl control in models.ControlsOf(id))
        {
            controls.Add(control.Item is int item ? control with { Item = PositionOf(item, items) } : control);
        }

        RatedItem[] ratings = models.Pair.Ratings.Export(id).Ratings.ToArray();
        return new ExportedUser(
            Values,
            ratings.Select(rated => new ExportedRating(_items.TextOf(rated.Item), rated.Value, rated.Timestamp)),
            controls,
            [.. items.Values],
            DescriptionOf(id));
    }

    // While the stripe is closed.
    private async Task<ImportedUser> ReplaceUserAsync(TUser user, ExportedUser read)
    {
        // Nobody else adds items meanwhile: the controls may name some that are not known yet.
        await _adding.WaitAsync().ConfigureAwait(false);
        try
        {
            return await ReplaceUserAloneAsync(user, read).ConfigureAwait(false);
        }
        finally
        {
            _adding.Release();
        }
    }

    private async Task<ImportedUser> ReplaceUserAloneAsync(TUser user, ExportedUser read)
    {
        if (_models is null)
        {
            throw new InvalidOperationException("The catalog has no items, so there is nothing to import. Add items first.");
        }

        List<string> unknown = [];
        List<Rating> ratings = [];
        foreach (ExportedRating rating in read.Ratings)
        {
            int item = _items.FindText(rating.Item);
            if (item < 0)
            {
                unknown.Add(rating.Item);
            }
            else
            {
                ratings.Add(new Rating(0, item, rating.Value, rating.Timestamp));
            }
        }

        UserDescription description = _options.Users?.FittingOf(read.Description) ?? UserDescription.Empty;
        int before = 0;
        Task erased = Task.CompletedTask;
        (List<TuningControl> controls, Change[] added) = KeptControls(read);
        int known = _users.Find(user);
        if (known >= 0 || ratings.Count > 0 || controls.Count > 0 || !description.IsEmpty)
        {
            before = known >= 0 ? RatingCountOf(known) : 0;
            UserDescription described = DescriptionOf(known);
            Change[] changes = Replacement(user, ratings, controls, description.Equals(described) ? null : description);
            await CommitAsync([.. added, .. changes], Apply).ConfigureAwait(false);
            bool isErased = before > 0 || !described.IsEmpty;
            erased = isErased && _store is not null ? _erasures.Join(isDue: false) : erased;
            _meter.Forgot(before, users: 0);
            _meter.Learned(ratings.Count);
        }

        return new ImportedUser
        {
            Ratings = ratings.Count,
            UnknownItems = unknown.AsReadOnly(),
            DroppedControls = read.Controls.Count - controls.Count,
            DroppedValues = read.Description.Values.Count - description.Values.Count,
            Replaced = new Forgotten(before, erased),
        };
    }

    // Without a description, the user's own stays.
    private Change[] Replacement(TUser user, List<Rating> ratings, List<TuningControl> controls, UserDescription? description)
    {
        Change[] first = WithKey(user, static id => Change.Of(ChangeKind.ForgetRatings, id));
        int id = first[^1].Rating.User;
        return
        [
            .. first,
            .. ratings.Select(rating => Change.Of(LearnedKind, rating with { User = id })),
            Change.OfControls(id, TuningControls.Write(controls)),
            .. description is null ? (Change[])[] : [Change.OfDescription(id, description.Write())],
        ];
    }

    // The controls that apply here, or will when their items and fields come, with the ids of items here; and the items to add for them,
    // of which only the keys are known.
    private (List<TuningControl> Controls, Change[] Added) KeptControls(ExportedUser read)
    {
        Dictionary<string, int> added = [];
        foreach (string key in _items.NewKeys(read.ControlItems))
        {
            added.Add(key, _items.Count + added.Count);
        }

        List<TuningControl> named = [];
        foreach (TuningControl control in read.Controls)
        {
            if (control.Item is not int position)
            {
                named.Add(control);
                continue;
            }

            string key = read.ControlItems[position];
            int known = _items.FindText(key);
            if (known >= 0 || added.TryGetValue(key, out known))
            {
                named.Add(control with { Item = known });
            }
        }

        Change[] items = [.. added.Select(static item => Change.OfItem(item.Value, item.Key))];

        // A training may have put other models in place while this waited.
        lock (_catalog)
        {
            List<TuningControl> kept = _models!.KeptOf(named, _items.Count + items.Length);
            _models.Watch(kept, _items);
            return (kept, items);
        }
    }

    private int PositionOf(int item, OrderedDictionary<int, string> items)
    {
        _ = items.TryAdd(item, _items.TextOf(item), out int position);
        return position;
    }
}
