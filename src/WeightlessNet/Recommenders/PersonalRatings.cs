using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders;

/// <summary>
/// What a recommender holds of one user, and nothing else: the ratings and how recent ones are weighted. With it a personal model moves to
/// another recommender, process or device: the same items and ratings of others give the same answers there.
/// </summary>
/// <remarks>
/// 100 ratings on a scale take less than 1,024 bytes as a snapshot. Immutable and thread-safe.
/// </remarks>
public sealed class PersonalRatings : ISnapshot<PersonalRatings>
{
    private readonly RatedItem[] _ratings;

    /// <summary>Creates the ratings of a user, which are valid and in the order of their items.</summary>
    internal PersonalRatings(RatingScale scale, RatedItem[] ratings, UserRecency recency)
    {
        _ratings = ratings;
        Scale = scale;
        Recency = recency;
    }

    /// <summary>The scale of the ratings.</summary>
    public RatingScale Scale { get; }

    /// <summary>How recent ratings are weighted.</summary>
    public UserRecency Recency { get; }

    /// <summary>The ratings, in the order of the items' ids.</summary>
    public ReadOnlySpan<RatedItem> Ratings => _ratings;

    static SnapshotKind ISnapshot<PersonalRatings>.Kind => SnapshotKind.PersonalRatings;

    // Shape: ratings. Content: the scale; the recency, u8; then the ratings in the order of their items: how many items lie between this one
    // and the one before, compact; 1 more than the level on the scale, compact, or 0 and the rating, f32, if it lies between two levels; the
    // time less that of the one before, compact and signed.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.PersonalRatings, _ratings.Length);
        Scale.WriteTo(writer);
        writer.Write((byte)Recency);
        RatedItem before = new(-1, 0, 0);
        foreach (RatedItem rated in _ratings)
        {
            writer.WriteCompact((ulong)(rated.Item - before.Item - 1));
            int level = Scale.LevelOf(rated.Value);
            bool isLevel = BitConverter.SingleToUInt32Bits(Scale.ValueOf(level)) == BitConverter.SingleToUInt32Bits(rated.Value);
            writer.WriteCompact(isLevel ? (ulong)level + 1 : 0);
            if (!isLevel)
            {
                writer.Write(rated.Value);
            }

            writer.WriteCompactSigned(unchecked(rated.Timestamp - before.Timestamp));
            before = rated;
        }
    }

    static PersonalRatings ISnapshot<PersonalRatings>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int count = head.Shape(1)[0];
        var scale = RatingScale.Read(reader);
        var recency = (UserRecency)reader.Read<byte>();
        if (!Enum.IsDefined(recency))
        {
            throw reader.Invalid($"the recency is {(int)recency}, not 0 or 1");
        }

        (int item, long timestamp) = (-1, 0);
        RatedItem[] ratings = reader.ReadArray(count, reader =>
        {
            item += 1 + reader.ReadCompact(int.MaxValue - item - 2);
            int level = reader.ReadCompact(scale.LevelCount);
            float value = level > 0 ? scale.ValueOf(level - 1) : reader.ReadSingle();
            if (level == 0 && (!scale.Contains(value) || scale.ValueOf(scale.LevelOf(value)) == value))
            {
                throw reader.Invalid($"a rating of {value} is not between two levels of the scale");
            }

            timestamp = unchecked(timestamp + reader.ReadCompactSigned());
            return new RatedItem(item, value, timestamp);
        });
        return new PersonalRatings(scale, ratings, recency);
    }
}
