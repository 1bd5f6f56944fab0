using WeightlessNet.Recommenders;

namespace WeightlessNet.Serving.Internals;

/// <summary>The ratings of a journal, replayed record by record.</summary>
internal sealed class JournalRatings
{
    private readonly Dictionary<int, Dictionary<int, (long Order, Rating Rating)>> _ofUsers = [];
    private int _itemCount;
    private RatingScale _scale;
    private long _learned;

    /// <summary>The present ratings, in the order in which they were last learned.</summary>
    public IReadOnlyList<Rating> Current =>
        [.. _ofUsers.Values.SelectMany(static rated => rated.Values).OrderBy(static one => one.Order).Select(static one => one.Rating)];

    /// <summary>Reads the first record.</summary>
    public void ReadDescription(long offset, ReadOnlySpan<byte> record) => (_itemCount, _scale) = JournalRecord.ReadDescription(record);

    /// <summary>Replays a record.</summary>
    public void Read(long offset, ReadOnlySpan<byte> bytes)
    {
        var record = JournalRecord.Read(offset, bytes, _itemCount, _scale);
        int user = record.Rating.User;
        switch (record.Kind)
        {
            case JournalRecordKind.Learn:
                if (!_ofUsers.TryGetValue(user, out Dictionary<int, (long, Rating)>? rated))
                {
                    _ofUsers[user] = rated = [];
                }

                rated[record.Rating.Item] = (_learned++, record.Rating);
                break;
            case JournalRecordKind.Forget:
                _ = _ofUsers.GetValueOrDefault(user)?.Remove(record.Rating.Item);
                break;
            case JournalRecordKind.ForgetUser:
                _ = _ofUsers.Remove(user);
                break;
        }
    }
}
