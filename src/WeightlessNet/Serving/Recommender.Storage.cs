using System.Diagnostics.CodeAnalysis;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Serving.Internals;
using WeightlessNet.Serving.Internals.Storing;
using WeightlessNet.Serving.Internals.Telemetry;

namespace WeightlessNet.Serving;

/// <content>
/// What makes it durable: every change goes into a log before it is applied, and checkpoints of everything shorten the log.
/// </content>
public sealed partial class Recommender<TUser, TItem>
{
    private const string Remedy = $"Repair the folder with {nameof(RecommenderFiles)}.{nameof(RecommenderFiles.Repair)}.";

    private EventStore? _store;

    // Whether new models must be made after opening: items have other fields than when the checkpoint was written, or there was none.
    private bool _needsNewModels;
    private volatile Exception? _checkpointFailure;
    private readonly Erasures _erasures = new();

    /// <summary>Opens a durable recommender, or creates it if there is none.</summary>
    /// <param name="path">The folder; created with access for its owner only. Only one process at a time can have it open.</param>
    /// <param name="schema">
    /// Says what the key and the features of an item are. Fields may be added and removed between two openings.
    /// </param>
    /// <param name="catalog">
    /// The present items; none if null. Items that are in the folder but not here keep their ratings and are not recommended.
    /// </param>
    /// <param name="options">The options; the defaults if null. The scale must be the one with which the folder was created.</param>
    /// <param name="cancellationToken">Cancels the opening.</param>
    /// <returns>The recommender, with everything that was acknowledged. Dispose of it to let others open the folder.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty, or as for <see cref="InMemory"/>.</exception>
    /// <exception cref="InvalidDataException">
    /// The folder is damaged, needs a newer library, or has another scale. The message says what to do.
    /// </exception>
    /// <exception cref="IOException">Another process, or this one, has the folder open, or it cannot be read or written.</exception>
    /// <exception cref="UnauthorizedAccessException">Access to the folder is denied.</exception>
    [SuppressMessage("Design", "CA1000", Justification = "The types of the keys are named where a recommender is created.")]
    public static async Task<Recommender<TUser, TItem>> OpenAsync(
        string path,
        Action<ItemSchema<TItem>> schema,
        IEnumerable<TItem>? catalog = null,
        RecommenderOptions<TUser>? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Recommender<TUser, TItem> recommender = new(schema, options, NameOfFolder(path));
        using MeasuredWork? opening = recommender._meter.BeginOpening();
        TItem[] items = recommender.Checked(catalog);
        try
        {
            await Task.Run(() => recommender.Open(path, items, cancellationToken), cancellationToken).ConfigureAwait(false);
            await recommender.TakeStoredCatalogAsync(items).ConfigureAwait(false);
            recommender.CountEarlierChanges();
            recommender.StartWork();
            return recommender;
        }
        catch (Exception failure)
        {
            opening?.Fail(failure);
            await recommender.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>
    /// Writes a checkpoint now: the next opening repeats nothing, and everything that was forgotten before the call is gone from the disk
    /// when the task ends. Does nothing in memory.
    /// </summary>
    /// <param name="cancellationToken">Cancels the wait for another checkpoint.</param>
    /// <exception cref="IOException">The checkpoint cannot be written. Everything stays as it was.</exception>
    /// <exception cref="ObjectDisposedException">The recommender has been disposed of.</exception>
    public async Task CheckpointAsync(CancellationToken cancellationToken = default)
    {
        ThrowIfDisposed();
        cancellationToken.ThrowIfCancellationRequested();
        if (_store is null)
        {
            return;
        }

        using MeasuredWork? checkpoint = _meter.BeginCheckpoint();
        TaskCompletionSource[] erased = _erasures.Begin();
        try
        {
            await _store.CheckpointAsync(WriteCheckpoint, cancellationToken).ConfigureAwait(false);
            _checkpointFailure = null;
            _erasures.End(erased);
        }
        catch (Exception failure)
        {
            checkpoint?.Fail(failure);
            _checkpointFailure = failure is ObjectDisposedException or OperationCanceledException ? _checkpointFailure : failure;
            _erasures.Fail(erased);
            throw;
        }
    }

    private TItem[] Checked(IEnumerable<TItem>? catalog)
    {
        TItem[] items = [.. catalog ?? []];
        HashSet<TItem> keys = new(_items.ByKey);
        foreach (TItem item in items)
        {
            ArgumentNullException.ThrowIfNull(item, nameof(catalog));
            _ = _items.TextOf(item);
            if (!keys.Add(item))
            {
                throw new ArgumentException(
                    $"Two items have the key '{_items.TextOf(item)}'. Each item needs its own key.", nameof(catalog));
            }
        }

        return items;
    }

    private void Open(string path, TItem[] catalog, CancellationToken cancellationToken)
    {
        Dictionary<string, TItem> records = catalog.ToDictionary(_items.TextOf);
        _store = EventStore.Open(
            path,
            _options.Durability == Durability.Disk,
            stream => ReadCheckpoint(stream, records),
            bytes =>
            {
                cancellationToken.ThrowIfCancellationRequested();
                Repeat(Change.Read(bytes, Scale), records);
            },
            _meter,
            ValuesEvent());
        if (_store.Recovery.HasReplacedFiles)
        {
            _erasures.Join(isDue: true);
        }
    }

    private byte[] ValuesEvent()
    {
        var values = Change.Of(Values);
        byte[] bytes = new byte[values.Length];
        values.WriteTo(bytes);
        return bytes;
    }

    // Gives the items of the log and the checkpoint their present records, and adds the new ones.
    private async Task TakeStoredCatalogAsync(TItem[] catalog)
    {
        bool isNew = _models is null;
        await AddItemsAsync(catalog).ConfigureAwait(false);
        TakeControlsWithoutItems();
        if (_needsNewModels && _models is { } before && Items.Any())
        {
            var made = ServedModels<TItem>.Create(_schema, Records(), _options, _descriptions);
            foreach (Rating rating in before.Pair.Ratings.CopyRatings())
            {
                made.Pair.Learn(rating);
            }

            made.TakeControls(before, _items);

            // Trained as soon as the rule allows, as if it were the first time.
            _hasLostTraining |= _ratingsThen is not null;
            (_models, _ratingsThen) = (made, null);
        }

        if (_models is not null && (isNew || _needsNewModels) && Items.Any())
        {
            // The bits of words and numbers are chosen from these items, so they are stored before anything else.
            await CheckpointAsync().ConfigureAwait(false);
        }
    }

    // Repeats a change of the log over a checkpoint that may have it already.
    private void Repeat(in Change change, Dictionary<string, TItem> records)
    {
        switch (change.Kind)
        {
            case ChangeKind.Item when change.Rating.Item == _items.Count:
                AddStoredItem(change.Key!, records);
                break;
            case ChangeKind.Item when change.Rating.Item > _items.Count || _items.TextOf(change.Rating.Item) != change.Key:
                throw new InvalidDataException(
                    $"The log gives the item '{change.Key}' the id {change.Rating.Item}, which is not the next one or is another item's. "
                    + Remedy);
            case ChangeKind.Item:
                break;
            case ChangeKind.Values:
                Values.ThrowIfOther(change.Values!.Value);
                break;
            case ChangeKind.Event or ChangeKind.ForgetEvent when _options.Events is null:
                throw new InvalidDataException(
                    $"The log has events, and the options say ratings. Set the option {nameof(RecommenderOptions<TUser>.Events)}.");
            case ChangeKind.Learn when _options.Events is not null:
                throw new InvalidDataException(
                    $"The log has ratings, and the options say events. Set no {nameof(RecommenderOptions<TUser>.Events)}.");
            case var kind when (kind == ChangeKind.Forget || change.HasValue) && change.Rating.Item >= _items.Count:
                throw new InvalidDataException($"The log has a rating of item {change.Rating.Item}, which it does not know. {Remedy}");
            case ChangeKind.ForgetKeyless:
                _users.IsRepaired = true;
                ForgetKeyless();
                break;
            case ChangeKind.Controls or ChangeKind.ForgetRatings or ChangeKind.ForgetUser when _models is null:
                RepeatWithoutItems(change);
                break;
            default:
                if (change.Kind is ChangeKind.Forget or ChangeKind.ForgetEvent or ChangeKind.ForgetUser or ChangeKind.ForgetRatings
                    || change is { Kind: ChangeKind.Description, Bytes.Length: 0 })
                {
                    // The files may still have what was forgotten before the process ended.
                    _erasures.Join(change.Kind == ChangeKind.ForgetUser);
                }

                Apply(change);
                break;
        }
    }

    private void AddStoredItem(string key, Dictionary<string, TItem> records)
    {
        bool isPresent = records.TryGetValue(key, out TItem? record);
        if (_models is null)
        {
            // There was no checkpoint of models yet. Others are made when all items are known.
            _needsNewModels = true;
            _models = ServedModels<TItem>.Create(_schema, [isPresent ? record : null], _options, _descriptions);
            TakeControlsWithoutItems();
        }
        else
        {
            _models.Change([(_items.Count, isPresent ? _models.Encode(record!) : _models.NoBits())]);
        }

        _changedItems?.Add(_items.Count);
        _items.Add(key);
    }

    // Applies a change of a user. In a durable recommender the committing thread calls it, in the order of the log.
    private void Apply(Change change)
    {
        int user = change.Rating.User;
        switch (change.Kind)
        {
            case ChangeKind.User:
                _users.Restore(change.Key!, user);
                break;
            case ChangeKind.Item:
                lock (_catalog)
                {
                    // An item that only a user's controls name.
                    AddStoredItem(change.Key!, []);
                }

                break;
            case ChangeKind.Controls:
                lock (_catalog)
                {
                    SetControls(_models!, user, TuningControls.Read(change.Bytes));
                }

                break;
            case ChangeKind.Description:
                ChangeStripe ofUser = StripeOfId(user);
                lock (ofUser.Lock)
                {
                    TakeDescription(ofUser, change);
                }

                break;
            default:
                ChangeStripe stripe = StripeOfId(user);
                lock (stripe.Lock)
                {
                    ApplyRating(stripe, change);
                    if (change.Kind == ChangeKind.ForgetUser)
                    {
                        _models?.ForgetControls(user);
                        _descriptions.TryRemove(user, out _);

                        // By id: a log that is repeated over a later checkpoint may forget a user whose key is gone already.
                        _users.Remove(user);
                    }
                }

                break;
        }
    }
}
