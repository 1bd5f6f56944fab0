using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders;

/// <summary>
/// What a recommender holds of one user, and nothing else: the ratings and how recent ones are weighted. With it a personal model moves to
/// another recommender, process or device: the same items and ratings of others give the same answers there.
/// </summary>
/// <remarks>
/// <para>100 ratings on a scale take less than 1,024 bytes as a snapshot. Immutable and thread-safe.</para>
/// <para>
/// What a <see cref="Hybrid.PersonalModel"/> exports also tells which ratings its crowd knows, so that the model can be opened again. A
/// recommender that imports the ratings ignores this.
/// </para>
/// </remarks>
public sealed class PersonalRatings : ISnapshot<PersonalRatings>
{
    // The layout if the crowd knows other ratings than these. Layout 1 has no number.
    private const int Layout = 2;

    private readonly RatedItem[] _ratings;
    private readonly RatedItem[] _known;

    /// <summary>Creates the ratings of a user, which are valid and in the order of their items.</summary>
    /// <param name="scale">The scale.</param>
    /// <param name="ratings">The ratings.</param>
    /// <param name="recency">How recent ratings are weighted.</param>
    /// <param name="known">The user's ratings that the crowd knows; null for <paramref name="ratings"/>.</param>
    internal PersonalRatings(RatingScale scale, RatedItem[] ratings, UserRecency recency, RatedItem[]? known = null)
    {
        _ratings = ratings;
        _known = known ?? ratings;
        Scale = scale;
        Recency = recency;
    }

    /// <summary>The scale of the ratings.</summary>
    public RatingScale Scale { get; }

    /// <summary>How recent ratings are weighted.</summary>
    public UserRecency Recency { get; }

    /// <summary>The ratings, in the order of the items' ids.</summary>
    public ReadOnlySpan<RatedItem> Ratings => _ratings;

    /// <summary>
    /// The user's ratings that the crowd knows, in the order of the items' ids: <see cref="Ratings"/>, but for what a
    /// <see cref="Hybrid.PersonalModel"/> has learned and forgotten. Their times may be missing.
    /// </summary>
    internal ReadOnlySpan<RatedItem> Known => _known;

    /// <summary>The same ratings for a <see cref="Hybrid.PersonalModel"/> over a crowd that knows others of the user.</summary>
    /// <param name="known">The user's ratings that the crowd knows; null if it knows none.</param>
    /// <exception cref="ArgumentException">The scale is another one.</exception>
    public PersonalRatings KnownAs(PersonalRatings? known) => known is null || known.Scale == Scale
        ? new PersonalRatings(Scale, _ratings, Recency, known?._ratings ?? [])
        : throw new ArgumentException("The ratings that the crowd knows are on another scale.", nameof(known));

    /// <summary>The ratings in the order in which they are learned again.</summary>
    internal RatedItem[] OldestFirst() => [.. _ratings.OrderBy(static rated => rated.Timestamp)];

    static SnapshotKind ISnapshot<PersonalRatings>.Kind => SnapshotKind.PersonalRatings;

    // Shape: ratings; in layout 2 also the layout. Content: the scale; the recency, u8; then the ratings in the order of their items: how
    // many items lie between this one and the one before, compact; 1 more than the level on the scale, compact, or 0 and the rating, f32,
    // if it lies between two levels; the time less that of the one before, compact and signed. In layout 2 then 0, u8, if the crowd knows
    // none of the user's ratings; otherwise 1, u8, number of items whose rating the crowd knows differently, compact, and for each, in the
    // order of items, how many items lie between this one and the one before, compact; 2 more than the level, compact, 1 and the rating,
    // f32, or 0 if the crowd does not know it.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        (int Item, float? Value)[] others = Differences();
        if (others.Length == 0)
        {
            writer.BeginObject(SnapshotKind.PersonalRatings, _ratings.Length);
        }
        else
        {
            writer.BeginObject(SnapshotKind.PersonalRatings, _ratings.Length, Layout);
        }

        Scale.WriteTo(writer);
        writer.Write((byte)Recency);
        RatedItem before = new(-1, 0, 0);
        foreach (RatedItem rated in _ratings)
        {
            writer.WriteCompact((ulong)(rated.Item - before.Item - 1));
            WriteValue(writer, Scale, rated.Value, 1);
            writer.WriteCompactSigned(unchecked(rated.Timestamp - before.Timestamp));
            before = rated;
        }

        if (others.Length > 0)
        {
            WriteKnown(writer, others);
        }
    }

    static PersonalRatings ISnapshot<PersonalRatings>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        bool hasKnown = head.ShapeLength == 2;
        int[] shape = head.Shape(hasKnown ? 2 : 1);
        if (hasKnown && shape[1] != Layout)
        {
            throw reader.Invalid($"the layout must be {Layout}, not {shape[1]}");
        }

        var scale = RatingScale.Read(reader);
        var recency = (UserRecency)reader.Read<byte>();
        if (!Enum.IsDefined(recency))
        {
            throw reader.Invalid($"the recency is {(int)recency}, not 0 or 1");
        }

        (int item, long timestamp) = (-1, 0);
        RatedItem[] ratings = reader.ReadArray(shape[0], reader =>
        {
            item += 1 + reader.ReadCompact(int.MaxValue - item - 2);
            float value = ReadValue(reader, scale);
            timestamp = unchecked(timestamp + reader.ReadCompactSigned());
            return new RatedItem(item, value, timestamp);
        });
        return new PersonalRatings(scale, ratings, recency, hasKnown ? ReadKnown(reader, scale, ratings) : null);
    }

    /// <summary>Reads a rating written by <see cref="WriteValue"/> with an offset of 1.</summary>
    internal static float ReadValue(SnapshotReader reader, RatingScale scale)
    {
        int level = reader.ReadCompact(scale.LevelCount);
        return level > 0 ? scale.ValueOf(level - 1) : ReadBetweenLevels(reader, scale);
    }

    private static float ReadBetweenLevels(SnapshotReader reader, RatingScale scale)
    {
        float value = reader.ReadSingle();
        return scale.Contains(value) && scale.ValueOf(scale.LevelOf(value)) != value
            ? value
            : throw reader.Invalid($"a rating of {value} is not between two levels of the scale");
    }

    private static RatedItem[] ReadKnown(SnapshotReader reader, RatingScale scale, RatedItem[] ratings)
    {
        if (!reader.ReadBoolean())
        {
            return ratings.Length > 0 ? [] : throw reader.Invalid("without ratings the crowd must know some in this layout");
        }

        SortedDictionary<int, RatedItem> known = new(ratings.ToDictionary(static rated => rated.Item));
        int count = reader.ReadCompact(int.MaxValue);
        int item = -1;
        for (int left = count; left > 0; left--)
        {
            item += 1 + reader.ReadCompact(int.MaxValue - item - 2);
            int code = reader.ReadCompact(scale.LevelCount + 1);
            float? value = code == 0 ? null : code == 1 ? ReadBetweenLevels(reader, scale) : scale.ValueOf(code - 2);
            if (known.TryGetValue(item, out RatedItem rated) ? rated.Value == value : value is null)
            {
                throw reader.Invalid($"the crowd's rating of item {item} is no different one");
            }

            known.Remove(item);
            if (value is float other)
            {
                known.Add(item, new RatedItem(item, other, 0));
            }
        }

        return count > 0 && known.Count > 0
            ? [.. known.Values]
            : throw reader.Invalid("the crowd must know some ratings, and others than these");
    }

    private void WriteKnown(SnapshotWriter writer, (int Item, float? Value)[] others)
    {
        writer.Write((byte)(_known.Length == 0 ? 0 : 1));
        if (_known.Length == 0)
        {
            return;
        }

        writer.WriteCompact((ulong)others.Length);
        int before = -1;
        foreach ((int item, float? value) in others)
        {
            writer.WriteCompact((ulong)(item - before - 1));
            if (value is float other)
            {
                WriteValue(writer, Scale, other, 2);
            }
            else
            {
                writer.WriteCompact(0);
            }

            before = item;
        }
    }

    /// <summary>Writes the level plus an offset, or the offset less 1 and the rating if it lies between two levels.</summary>
    internal static void WriteValue(SnapshotWriter writer, RatingScale scale, float value, int offset)
    {
        int level = scale.LevelOf(value);
        bool isLevel = BitConverter.SingleToUInt32Bits(scale.ValueOf(level)) == BitConverter.SingleToUInt32Bits(value);
        writer.WriteCompact((ulong)(isLevel ? level + offset : offset - 1));
        if (!isLevel)
        {
            writer.Write(value);
        }
    }

    // The items whose rating the crowd does not know, or knows differently, with what it knows.
    private (int Item, float? Value)[] Differences()
    {
        SortedDictionary<int, float?> others = [];
        foreach (RatedItem known in _known)
        {
            others[known.Item] = known.Value;
        }

        foreach (RatedItem rated in _ratings)
        {
            if (!others.TryGetValue(rated.Item, out float? known))
            {
                others[rated.Item] = null;
            }
            else if (known == rated.Value)
            {
                others.Remove(rated.Item);
            }
        }

        return [.. others.Select(static other => (other.Key, other.Value))];
    }
}
