using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Serving;

/// <content>The content of a checkpoint.</content>
public sealed partial class Recommender<TUser, TItem>
{
    // An object of the kind RecommenderCheckpoint. Shape: the layout, 5 if users have fields or are described, or else 4. Content: the
    // scale; for events 1 more than the number of decimals, u8, or 0; the keys of items; the keys of users; their checksum, u32; the
    // descriptions of users; 1, u8, and the rest if there are models, or 0, u8. The rest: number of ratings at the last training, plus 1,
    // compact, or 0; when it ended, in seconds since 1970, i64, or 0; number of bytes of the fitted schema, compact, and its snapshot, or
    // 0; the hybrid; the ranking; number of users with controls, compact, and for each the id, compact, number of bytes, compact, and the
    // controls, a snapshot; number of bytes of what was learned of the fields of users, compact, and a snapshot of it, or 0. Layout 4 has
    // no descriptions and nothing after the controls. A time without a number of ratings means that other fields lost the training. Layouts
    // 1 to 3 do not tell when the last training ended either. Layouts 1 and 2 are of ratings and do not tell decimals. Layout 1 has no
    // checksum of the keys.
    private void WriteCheckpoint(Stream stream) => SnapshotWriter.Save(stream.Write, writer =>
    {
        bool hasUsers = _options.Users is not null || !_descriptions.IsEmpty;
        writer.BeginObject(SnapshotKind.RecommenderCheckpoint, hasUsers ? CheckpointLayout.Newest : CheckpointLayout.WithoutUsers);
        Values.WriteTo(writer);
        ServedModels<TItem>? models;
        lock (_catalog)
        {
            // In this order: models never know fewer items than there are keys.
            _items.WriteTo(writer);
            models = _models;
        }

        _users.WriteTo(writer);
        writer.WriteChecksum();
        if (hasUsers)
        {
            WriteDescriptions(writer);
        }

        writer.Write((byte)(models is null ? 0 : 1));
        if (models is null)
        {
            return;
        }

        writer.WriteCompact((ulong)(_ratingsThen + 1 ?? 0));
        writer.Write(Volatile.Read(ref _lastTrained));
        WriteBytes(writer, models.SavedSchema());
        writer.WriteObject(models.Pair.Ratings);
        writer.WriteObject(models.Pair.Lists);
        IReadOnlyList<int> tuned = models.TunedUsers;
        writer.WriteCompact((ulong)tuned.Count);
        foreach (int user in tuned)
        {
            writer.WriteCompact((ulong)user);
            WriteBytes(writer, TuningControls.Write(models.ControlsOf(user)));
        }

        if (hasUsers)
        {
            WriteBytes(writer, models.Pair.Users?.Save() ?? []);
        }
    });

    private void ReadCheckpoint(Stream stream, Dictionary<string, TItem> records) =>
        SnapshotReader.Load(stream, SnapshotKind.RecommenderCheckpoint, (reader, head) =>
        {
            var layout = CheckpointLayout.Read(reader, head);
            Values.ThrowIfOther(StoredValues.Read(reader, layout.HasMark));
            _items.Read(reader);
            _users.Read(reader);
            if (layout.HasChecksum)
            {
                reader.CheckChecksum();
            }

            if (layout.HasUsers)
            {
                ReadDescriptions(reader);
            }

            if (reader.ReadBoolean())
            {
                ReadModels(reader, layout);
            }

            return true;
        });

    private void ReadModels(SnapshotReader reader, CheckpointLayout layout)
    {
        int trained = reader.ReadCompact(int.MaxValue);
        long ended = layout.HasTime ? reader.Read<long>() : 0;
        if (ended < 0 || ended > DateTimeOffset.MaxValue.ToUnixTimeSeconds())
        {
            throw reader.Invalid($"the last training ended {ended} seconds after 1970, which is no time");
        }

        Volatile.Write(ref _lastTrained, ended);
        _ratingsThen = trained == 0 ? null : trained - 1;

        // There was a training, but an earlier opening could not use it.
        _hasLostTraining = trained == 0 && ended != 0;
        byte[] stored = ReadBytes(reader);
        HybridRecommender ratings = reader.ReadObject<HybridRecommender>();
        WeightlessRankingRecommender lists = reader.ReadObject<WeightlessRankingRecommender>();
        List<(int User, byte[] Controls)> controls =
        [
            .. reader.ReadArray(reader.ReadCompact(int.MaxValue), reader => (reader.ReadCompact(int.MaxValue), ReadBytes(reader))),
        ];
        byte[] ofUsers = layout.HasUsers ? ReadBytes(reader) : [];
        if (ratings.ItemCount < _items.Count || lists.ItemCount < _items.Count || ratings.Scale != Scale || lists.Scale != Scale)
        {
            throw reader.Invalid(
                $"there are keys of {_items.Count} items, but models of {ratings.ItemCount} and {lists.ItemCount}, or another scale");
        }

        RatingsAndLists pair = ServedModels<TItem>.PairOf(ratings, lists, _options, _descriptions, ofUsers);
        if (pair.Users is { IsRestored: false })
        {
            // Users have other fields now. The next training is due as if it were the first.
            _hasLostTraining |= _ratingsThen is not null;
            _ratingsThen = null;
        }

        _models = ServedModels<TItem>.Read(_schema, stored, pair, _options, out _needsNewModels);
        (int User, IReadOnlyList<TuningControl> Controls)[] read =
            [.. controls.Select(static one => (one.User, TuningControls.Read(one.Controls)))];
        _models.Watch(read.SelectMany(static one => one.Controls), _items);
        foreach ((int user, IReadOnlyList<TuningControl> own) in read)
        {
            _models.SetControls(user, own);
        }
    }

    private StoredValues Values => StoredValues.Of(_options);

    private static void WriteBytes(SnapshotWriter writer, byte[] bytes)
    {
        writer.WriteCompact((ulong)bytes.Length);
        writer.Write<byte>(bytes);
    }

    private static byte[] ReadBytes(SnapshotReader reader) => reader.ReadArray<byte>(reader.ReadCompact(int.MaxValue));
}
