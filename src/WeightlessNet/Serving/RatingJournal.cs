using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.WeightedNetworks;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Serving.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Serving;

/// <summary>
/// A file in which everything that a recommender learns and forgets is written down, record by record, so that after the end of the
/// process, however it came, a new recommender can be brought to the same state.
/// </summary>
/// <remarks>
/// <para>
/// Append first, then let the recommender learn: what a call has returned from is in the file. A process may be killed at any byte: when
/// the journal is next opened, a record that was not written to its end is cut off (<see cref="DiscardedBytes"/> tells of it). Damage
/// before the end, which is what it is where whole records follow or more than one could be, is not passed over in silence: the journal is
/// not opened, and the exception tells the offset, up to which the file is whole. Damage in the last record cannot be told from a record
/// that was not written to its end.
/// </para>
/// <para>
/// One journal at a time, of one process, has the file open: a second one gets an <see cref="IOException"/>. For that, a file of the same
/// name and ".lock" stands beside it. Safe for use from many threads: calls take turns, in the order of their records.
/// </para>
/// <para>
/// The file grows until <see cref="Compact"/> rewrites it. Until then what was forgotten is still in the file. Nothing but ratings and
/// settings is written down: not which items were removed, nor how a user's recent ratings count, which settings can say.
/// </para>
/// </remarks>
public sealed class RatingJournal : IDisposable
{
    /// <summary>How many bytes the settings of a user have at the most.</summary>
    public const int MaximumSettings = RecordFile.MaximumRecord - JournalRecord.SettingsOffset;

    private readonly Lock _access = new();
    private readonly RecordFile _file;
    private readonly int _itemCount;
    private readonly RatingScale _scale;
    private readonly JournalDurability _durability;
    private bool _isDisposed;

    private RatingJournal(RecordFile file, int itemCount, RatingScale scale, JournalDurability durability)
    {
        _file = file;
        _itemCount = itemCount;
        _scale = scale;
        _durability = durability;
    }

    /// <summary>How many bytes the file has.</summary>
    public long Length
    {
        get
        {
            lock (_access)
            {
                return _file.Length;
            }
        }
    }

    /// <summary>How many bytes of a record that was not written to its end were cut off when the journal was opened.</summary>
    public long DiscardedBytes => _file.DiscardedBytes;

    /// <summary>Opens a journal, or makes one where there is none.</summary>
    /// <param name="path">The file; its folder exists.</param>
    /// <param name="itemCount">How many items there are, 1 or more: the same as when the journal was made.</param>
    /// <param name="scale">The scale of the ratings: the same as when the journal was made.</param>
    /// <param name="durability">What has a record when the call that appends it returns.</param>
    /// <returns>The journal; dispose of it to let others open it.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1, <paramref name="scale"/> was not made by its constructor, or
    /// <paramref name="durability"/> is not one.
    /// </exception>
    /// <exception cref="InvalidDataException">The file is not a journal, is one of other items or another scale, or is damaged.</exception>
    /// <exception cref="IOException">Another journal has the file open, or it cannot be read or written.</exception>
    public static RatingJournal Open(
        string path, int itemCount, RatingScale scale, JournalDurability durability = JournalDurability.OperatingSystem)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RecommenderArguments.Check(itemCount, scale);
        if (!Enum.IsDefined(durability))
        {
            throw new ArgumentOutOfRangeException(nameof(durability), durability, "A durability is OperatingSystem or Disk.");
        }

        RecordFile file = RecordFile.Open(path, JournalRecord.DescriptionOf(itemCount, scale), (offset, record) =>
            _ = JournalRecord.Read(offset, record, itemCount, scale));
        return new RatingJournal(file, itemCount, scale, durability);
    }

    /// <summary>Writes down that a rating is learned.</summary>
    /// <param name="rating">The rating.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The rating is not valid, as in <see cref="IRecommender.Learn"/>. Nothing is written.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written; whether the record is in it shows when it is next opened.</exception>
    /// <exception cref="ObjectDisposedException">The journal has been disposed of.</exception>
    public void AppendLearn(in Rating rating) => AppendLearn(new ReadOnlySpan<Rating>(in rating));

    /// <summary>
    /// Writes down that ratings are learned, in one call to the operating system and, where that is asked for, to the disk.
    /// </summary>
    /// <param name="ratings">The ratings, in the order in which they are learned.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A rating is not valid, as in <see cref="IRecommender.Learn"/>. Nothing is written.
    /// </exception>
    /// <exception cref="IOException">
    /// The file cannot be written; how many of the records are in it shows when it is next opened: some first ones.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The journal has been disposed of.</exception>
    public void AppendLearn(ReadOnlySpan<Rating> ratings)
    {
        foreach (ref readonly Rating rating in ratings)
        {
            _scale.Validate(rating, _itemCount);
            RecommenderArguments.CheckUserBelow(RecommenderArguments.UserBound, rating);
        }

        Span<byte> record = stackalloc byte[JournalRecord.LearnLength];
        lock (_access)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            int framed = 0;
            foreach (ref readonly Rating rating in ratings)
            {
                JournalRecord.WriteLearn(record, rating);
                framed = _file.Frame(record, framed);
            }

            Append(framed);
        }
    }

    /// <summary>Writes down that a user's rating of an item is forgotten.</summary>
    /// <param name="user">The user's id, 0 or more.</param>
    /// <param name="item">The item's id, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative. Nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written; whether the record is in it shows when it is next opened.</exception>
    /// <exception cref="ObjectDisposedException">The journal has been disposed of.</exception>
    public void AppendForget(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        Span<byte> record = stackalloc byte[JournalRecord.ForgetLength];
        JournalRecord.WriteForget(record, user, item);
        AppendRecord(record);
    }

    /// <summary>Writes down that everything a user has rated is forgotten, and the user's settings with it.</summary>
    /// <param name="user">The user's id, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative. Nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written; whether the record is in it shows when it is next opened.</exception>
    /// <exception cref="ObjectDisposedException">The journal has been disposed of.</exception>
    public void AppendForgetUser(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        Span<byte> record = stackalloc byte[JournalRecord.ForgetUserLength];
        JournalRecord.WriteForgetUser(record, user);
        AppendRecord(record);
    }

    /// <summary>Writes down settings of a user, such as how recommendations are tuned; those written last hold.</summary>
    /// <param name="user">The user's id, 0 or more.</param>
    /// <param name="settings">
    /// Bytes that the application understands, <see cref="MaximumSettings"/> at the most; none are no settings.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative. Nothing is written.</exception>
    /// <exception cref="ArgumentException"><paramref name="settings"/> are too long. Nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written; whether the record is in it shows when it is next opened.</exception>
    /// <exception cref="ObjectDisposedException">The journal has been disposed of.</exception>
    public void AppendSettings(int user, ReadOnlySpan<byte> settings)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        if (settings.Length > MaximumSettings)
        {
            throw new ArgumentException(
                $"Settings of {settings.Length} bytes are too long: {MaximumSettings} are the most.", nameof(settings));
        }

        AppendRecord(JournalRecord.SettingsOf(user, settings));
    }

    /// <summary>Lets a recommender learn and forget, in the order of the records, all that is written down.</summary>
    /// <param name="recommender">The recommender: one that knows no ratings, or those up to where the journal begins.</param>
    /// <param name="settings">Given, after all ratings, the settings that hold of each user who has any, in the order of users.</param>
    /// <exception cref="ArgumentNullException"><paramref name="recommender"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The recommender has other items or another scale than the journal. Nothing is learned.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// The recommender is a decorator around one that does not offer <see cref="IForgettingRecommender"/>. Nothing is learned.
    /// </exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="ObjectDisposedException">The journal has been disposed of.</exception>
    public void Replay(IForgettingRecommender recommender, Action<int, ReadOnlyMemory<byte>>? settings = null)
    {
        ArgumentNullException.ThrowIfNull(recommender);
        if (recommender.ItemCount != _itemCount || recommender.Scale != _scale)
        {
            throw new ArgumentException(
                $"The recommender has {recommender.ItemCount} items and {recommender.Scale}, the journal {_itemCount} and {_scale}.",
                nameof(recommender));
        }

        IForgettingRecommender forgetting = recommender.GetRequired<IForgettingRecommender>();
        SortedDictionary<int, ReadOnlyMemory<byte>> ofUsers = [];
        lock (_access)
        {
            ReadAll(ofUsers, record =>
            {
                switch (record.Kind)
                {
                    case JournalRecordKind.Learn:
                        forgetting.Learn(record.Rating);
                        break;
                    case JournalRecordKind.Forget:
                        forgetting.Forget(record.Rating.User, record.Rating.Item);
                        break;
                    case JournalRecordKind.ForgetUser:
                        forgetting.ForgetUser(record.Rating.User);
                        break;
                }
            });
        }

        foreach ((int user, ReadOnlyMemory<byte> bytes) in ofUsers)
        {
            settings?.Invoke(user, bytes);
        }
    }

    /// <summary>
    /// Rewrites the file with what still holds: one record for each rating and for each user's settings. What was forgotten is then gone
    /// from the file. A crash meanwhile leaves the file as it was, or rewritten; all of it is on disk when this returns.
    /// </summary>
    /// <remarks>
    /// Takes memory for all ratings that hold. They are then in the order of users and items, whatever the order in which they were
    /// learned: a recommender that goes by that order, as a <see cref="MatrixFactorizationRecommender"/> or a
    /// <see cref="WeightedNetworkRecommender"/> does, comes to another state by a replay, which a
    /// <see cref="WeightlessRecommender"/> does not.
    /// </remarks>
    /// <exception cref="IOException">The file cannot be rewritten; it is as it was.</exception>
    /// <exception cref="ObjectDisposedException">The journal has been disposed of.</exception>
    public void Compact()
    {
        SortedDictionary<int, ReadOnlyMemory<byte>> ofUsers = [];
        RatingLog log = new(_scale);
        lock (_access)
        {
            ReadAll(ofUsers, record =>
            {
                switch (record.Kind)
                {
                    case JournalRecordKind.Learn:
                        log.Set(record.Rating, out _);
                        break;
                    case JournalRecordKind.Forget:
                        log.Remove(record.Rating.User, record.Rating.Item, out _);
                        break;
                    case JournalRecordKind.ForgetUser:
                        for (int left = log.OfUser(record.Rating.User).Length; left > 0; left--)
                        {
                            log.Remove(record.Rating.User, log.OfUser(record.Rating.User)[left - 1].Item, out _);
                        }

                        break;
                }
            });
            _file.Replace(Records(log, ofUsers));
        }
    }

    /// <summary>Returns when the disk has all records.</summary>
    /// <exception cref="IOException">The file cannot be flushed.</exception>
    /// <exception cref="ObjectDisposedException">The journal has been disposed of.</exception>
    public void Flush()
    {
        lock (_access)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            _file.Flush();
        }
    }

    /// <summary>Closes the file, so that it can be opened again.</summary>
    public void Dispose()
    {
        lock (_access)
        {
            _isDisposed = true;
            _file.Dispose();
        }
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Records(RatingLog log, SortedDictionary<int, ReadOnlyMemory<byte>> settings)
    {
        byte[] record = new byte[JournalRecord.LearnLength];
        for (int user = 0; user < log.UserCount; user++)
        {
            for (int i = 0; i < log.OfUser(user).Length; i++)
            {
                RatedItem rated = log.OfUser(user)[i];
                JournalRecord.WriteLearn(record, new Rating(user, rated.Item, rated.Value, rated.Timestamp));
                yield return record;
            }
        }

        foreach ((int user, ReadOnlyMemory<byte> bytes) in settings)
        {
            yield return JournalRecord.SettingsOf(user, bytes.Span);
        }
    }

    private void AppendRecord(ReadOnlySpan<byte> record)
    {
        lock (_access)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            Append(_file.Frame(record));
        }
    }

    private void Append(int framed)
    {
        _file.Append(framed);
        if (_durability == JournalDurability.Disk)
        {
            _file.Flush();
        }
    }

    private void ReadAll(SortedDictionary<int, ReadOnlyMemory<byte>> settings, Action<JournalRecord> read)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _file.ReadAll((offset, bytes) =>
        {
            var record = JournalRecord.Read(offset, bytes, _itemCount, _scale);
            if (record.Kind == JournalRecordKind.ForgetUser || (record.Kind == JournalRecordKind.Settings && record.Settings.IsEmpty))
            {
                settings.Remove(record.Rating.User);
            }
            else if (record.Kind == JournalRecordKind.Settings)
            {
                settings[record.Rating.User] = record.Settings;
            }

            read(record);
        });
    }
}
