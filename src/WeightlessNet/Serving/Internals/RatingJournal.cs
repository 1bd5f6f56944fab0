using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.WeightedNetworks;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;

namespace WeightlessNet.Serving.Internals;

/// <summary>
/// The journal of version 0.1, which old files were written with: it records everything a recommender learns and forgets. After the
/// process ends, even by a crash, a replay brings a new recommender to the same state.
/// </summary>
/// <remarks>
/// <para>
/// Append first, then let the recommender learn: when an append returns, the record is in the file. The process may be killed at any byte:
/// the next <see cref="Open"/> cuts off an incomplete last record and reports it in <see cref="DiscardedBytes"/>. Invalid bytes that are
/// followed by a whole record, or are longer than one record can be, are damage before the end: the journal does not open, and the
/// exception gives the offset up to which the file is intact. A damaged last record cannot be distinguished from an incomplete one.
/// </para>
/// <para>
/// Only one journal at a time may have the file open: opening it again, in any process, throws an <see cref="IOException"/>. A file with
/// the same name plus ".lock" enforces this. Thread-safe: calls take turns, in the order of their records.
/// </para>
/// <para>
/// The file grows until <see cref="Compact()"/> rewrites it. Until then it still contains forgotten ratings. Only ratings and settings are
/// recorded. Removed items and <see cref="UserRecency"/> are not; an application can keep a user's recency in the settings.
/// </para>
/// </remarks>
internal sealed class RatingJournal : IDisposable
{
    /// <summary>The maximum size of a user's settings, in bytes.</summary>
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

    /// <summary>The size of the file, in bytes.</summary>
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

    /// <summary>The number of bytes of an incomplete last record that were cut off when the journal was opened.</summary>
    public long DiscardedBytes => _file.DiscardedBytes;

    /// <summary>Opens a journal, or creates it if the file does not exist.</summary>
    /// <param name="path">The file; its folder must exist.</param>
    /// <param name="itemCount">The number of items, 1 or more: the same as when the journal was created.</param>
    /// <param name="scale">The scale of the ratings: the same as when the journal was created.</param>
    /// <param name="durability">Where an appended record is guaranteed to be when the call returns.</param>
    /// <returns>The journal; dispose of it to let others open it.</returns>
    /// <exception cref="ArgumentException"><paramref name="path"/> is null or empty.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1, <paramref name="scale"/> was not made by its constructor, or <paramref name="durability"/>
    /// is not a defined value.
    /// </exception>
    /// <exception cref="InvalidDataException">
    /// The file is not a journal, has another number of items or another scale, or is damaged before its end.
    /// </exception>
    /// <exception cref="IOException">Another journal has the file open, or the file cannot be read or written.</exception>
    public static RatingJournal Open(
        string path, int itemCount, RatingScale scale, JournalDurability durability = JournalDurability.OperatingSystem)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        RecommenderArguments.Check(itemCount, scale);
        if (!Enum.IsDefined(durability))
        {
            throw new ArgumentOutOfRangeException(nameof(durability), durability, "The durability must be OperatingSystem or Disk.");
        }

        RecordFile file = RecordFile.Open(path, JournalRecord.DescriptionOf(itemCount, scale), (offset, record) =>
            _ = JournalRecord.Read(offset, record, itemCount, scale));
        return new RatingJournal(file, itemCount, scale, durability);
    }

    /// <summary>Records that a rating is learned.</summary>
    /// <param name="rating">The rating.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The rating is not valid, see <see cref="IRecommender.Learn"/>. Nothing is written.
    /// </exception>
    /// <exception cref="IOException">The file cannot be written; the record may or may not be in it when it is next opened.</exception>
    /// <exception cref="ObjectDisposedException">The journal has been disposed of.</exception>
    public void AppendLearn(in Rating rating) => AppendLearn(new ReadOnlySpan<Rating>(in rating));

    /// <summary>
    /// Records that ratings are learned, with a single write and, for <see cref="JournalDurability.Disk"/>, a single flush to disk.
    /// </summary>
    /// <param name="ratings">The ratings, in the order of learning.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// A rating is not valid, see <see cref="IRecommender.Learn"/>. Nothing is written.
    /// </exception>
    /// <exception cref="IOException">
    /// The file cannot be written; when it is next opened, it contains the first of the records, between none and all of them.
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

    /// <summary>Records that a user's rating of an item is forgotten.</summary>
    /// <param name="user">The user's id, 0 or more.</param>
    /// <param name="item">The item's id, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">An id is negative. Nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written; the record may or may not be in it when it is next opened.</exception>
    /// <exception cref="ObjectDisposedException">The journal has been disposed of.</exception>
    public void AppendForget(int user, int item)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(item);
        Span<byte> record = stackalloc byte[JournalRecord.ForgetLength];
        JournalRecord.WriteForget(record, user, item);
        AppendRecord(record);
    }

    /// <summary>Records that all ratings and settings of a user are forgotten.</summary>
    /// <param name="user">The user's id, 0 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative. Nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written; the record may or may not be in it when it is next opened.</exception>
    /// <exception cref="ObjectDisposedException">The journal has been disposed of.</exception>
    public void AppendForgetUser(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        Span<byte> record = stackalloc byte[JournalRecord.ForgetUserLength];
        JournalRecord.WriteForgetUser(record, user);
        AppendRecord(record);
    }

    /// <summary>Records a user's settings, such as <see cref="Recommenders.Controls.TuningControls"/>. The last record counts.</summary>
    /// <param name="user">The user's id, 0 or more.</param>
    /// <param name="settings">
    /// Bytes in the application's own format, at most <see cref="MaximumSettings"/>; empty to remove the settings.
    /// </param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is negative. Nothing is written.</exception>
    /// <exception cref="ArgumentException"><paramref name="settings"/> are too long. Nothing is written.</exception>
    /// <exception cref="IOException">The file cannot be written; the record may or may not be in it when it is next opened.</exception>
    /// <exception cref="ObjectDisposedException">The journal has been disposed of.</exception>
    public void AppendSettings(int user, ReadOnlySpan<byte> settings)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        if (settings.Length > MaximumSettings)
        {
            throw new ArgumentException(
                $"Settings must have at most {MaximumSettings} bytes, not {settings.Length}.", nameof(settings));
        }

        AppendRecord(JournalRecord.SettingsOf(user, settings));
    }

    /// <summary>Replays all records, in order, to a recommender.</summary>
    /// <param name="recommender">A recommender with no ratings, or with the ratings from before the journal began.</param>
    /// <param name="settings">Called after all ratings, once for each user with settings, in the order of user ids.</param>
    /// <exception cref="ArgumentNullException"><paramref name="recommender"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The recommender's number of items or scale differs from the journal's. Nothing is learned.
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
                $"The recommender has {recommender.ItemCount} items and {recommender.Scale}; the journal has {_itemCount} and {_scale}.",
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
    /// Rewrites the file with one record for each current rating and each user's current settings. Forgotten ratings are then gone from the
    /// file. A crash leaves either the old or the new file. The new file is on disk when this returns.
    /// </summary>
    /// <remarks>
    /// Needs memory for all current ratings. Compaction sorts them by user and item, so the order of learning is lost: after a replay a
    /// recommender that depends on the order, such as <see cref="MatrixFactorizationRecommender"/> or
    /// <see cref="WeightedNetworkRecommender"/>, has another state; a <see cref="WeightlessRecommender"/> has the same unless it has a
    /// maximum number of ratings for each user: then call <see cref="Compact(int)"/>.
    /// </remarks>
    /// <exception cref="IOException">The file cannot be rewritten; it is unchanged.</exception>
    /// <exception cref="ObjectDisposedException">The journal has been disposed of.</exception>
    public void Compact() => Compact(int.MaxValue);

    /// <summary>
    /// As <see cref="Compact()"/>, for a recommender with <see cref="WeightlessOptions.MaximumRatingsPerUser"/>: the ratings that it has
    /// dropped are gone from the file too, and after a replay it has the same state as before.
    /// </summary>
    /// <param name="maximumRatingsPerUser">The recommender's maximum number of ratings for each user: 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="maximumRatingsPerUser"/> is below 1. The file is unchanged.
    /// </exception>
    /// <exception cref="IOException">The file cannot be rewritten; it is unchanged.</exception>
    /// <exception cref="ObjectDisposedException">The journal has been disposed of.</exception>
    public void Compact(int maximumRatingsPerUser)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(maximumRatingsPerUser, 1);
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
                        log.RemoveBeyond(record.Rating.User, maximumRatingsPerUser, record.Rating.Item, out _);
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

    /// <summary>Flushes all records to disk.</summary>
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
