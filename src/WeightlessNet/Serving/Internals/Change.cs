using System.Buffers.Binary;
using System.Text;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Serving.Internals;

/// <summary>A change of what a recommender knows, as it is stored: the kind, u8, then its fields.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Rating">The user and the item; for a learned rating also its value and time. 0 where the kind has none.</param>
/// <param name="Key">The key as text, UTF-8, of a user or an item; else null.</param>
/// <param name="Bytes">A user's controls, or the description of a user; else null.</param>
/// <param name="Values">What values stand for; else null.</param>
/// <remarks>
/// Ids are stored with the change, and applying a change twice is the same as applying it once, so a log may be repeated over a checkpoint
/// that already has a part of it.
/// </remarks>
internal readonly record struct Change(
    ChangeKind Kind, Rating Rating, string? Key = null, byte[]? Bytes = null, StoredValues? Values = null)
{
    private const int LearnLength = 21;
    private const int PairLength = 9;
    private const int IdLength = 5;
    private const int ValuesLength = 1 + StoredValues.Length;

    /// <summary>The greatest number of bytes of a change without a key, controls and a description.</summary>
    public const int PlainLength = LearnLength;

    public static Change OfUser(int user, string key) => new(ChangeKind.User, new Rating(user, 0, 0), key);

    public static Change OfItem(int item, string key) => new(ChangeKind.Item, new Rating(0, item, 0), key);

    public static Change Learn(in Rating rating) => new(ChangeKind.Learn, rating);

    public static Change Of(ChangeKind kind, in Rating rating) => new(kind, rating);

    public static Change Forget(int user, int item) => new(ChangeKind.Forget, new Rating(user, item, 0));

    public static Change Of(ChangeKind kind, int user) => new(kind, new Rating(user, 0, 0));

    public static Change Of(StoredValues values) => new(ChangeKind.Values, default, Values: values);

    public static Change OfControls(int user, byte[] controls) => new(ChangeKind.Controls, new Rating(user, 0, 0), null, controls);

    public static Change OfDescription(int user, byte[] description) =>
        new(ChangeKind.Description, new Rating(user, 0, 0), null, description);

    /// <summary>Whether it has a rating, or a total, with its time.</summary>
    public bool HasValue => HasValueOf(Kind);

    /// <summary>The number of bytes.</summary>
    public int Length => Kind switch
    {
        _ when HasValue => LearnLength,
        ChangeKind.Forget => PairLength,
        ChangeKind.User or ChangeKind.Item => IdLength + Encoding.UTF8.GetByteCount(Key!),
        ChangeKind.Controls or ChangeKind.Description => IdLength + Bytes!.Length,
        ChangeKind.Values => ValuesLength,
        _ => IdLength,
    };

    /// <summary>Writes the change; the span has <see cref="Length"/> bytes.</summary>
    public void WriteTo(Span<byte> bytes)
    {
        bytes[0] = (byte)Kind;
        if (Values is { } values)
        {
            values.WriteTo(bytes[1..]);
            return;
        }

        BinaryPrimitives.WriteInt32LittleEndian(bytes[1..], Kind == ChangeKind.Item ? Rating.Item : Rating.User);
        switch (Kind)
        {
            case var _ when HasValue:
                BinaryPrimitives.WriteInt32LittleEndian(bytes[5..], Rating.Item);
                BinaryPrimitives.WriteSingleLittleEndian(bytes[9..], Rating.Value);
                BinaryPrimitives.WriteInt64LittleEndian(bytes[13..], Rating.Timestamp);
                break;
            case ChangeKind.Forget:
                BinaryPrimitives.WriteInt32LittleEndian(bytes[5..], Rating.Item);
                break;
            case ChangeKind.User or ChangeKind.Item:
                Encoding.UTF8.GetBytes(Key!, bytes[IdLength..]);
                break;
            case ChangeKind.Controls or ChangeKind.Description:
                Bytes!.CopyTo(bytes[IdLength..]);
                break;
        }
    }

    /// <summary>Reads a change.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="scale">The scale of the ratings; null if it is unknown.</param>
    /// <exception cref="InvalidDataException">The bytes are no valid change.</exception>
    public static Change Read(ReadOnlySpan<byte> bytes, RatingScale? scale)
    {
        ChangeKind kind = bytes.IsEmpty ? 0 : (ChangeKind)bytes[0];
        bool isWhole = kind switch
        {
            _ when HasValueOf(kind) => bytes.Length == LearnLength,
            ChangeKind.Forget => bytes.Length == PairLength,
            ChangeKind.ForgetUser or ChangeKind.ForgetRatings or ChangeKind.ForgetKeyless => bytes.Length == IdLength,
            ChangeKind.User or ChangeKind.Item or ChangeKind.Controls or ChangeKind.Description => bytes.Length >= IdLength,
            ChangeKind.Values => bytes.Length == ValuesLength,
            _ => false,
        };
        if (!isWhole)
        {
            throw new InvalidDataException($"A stored change has kind {(byte)kind} and {bytes.Length} bytes, which is not valid.");
        }

        if (kind == ChangeKind.Values)
        {
            return Of(StoredValues.Read(bytes[1..]));
        }

        int id = BinaryPrimitives.ReadInt32LittleEndian(bytes[1..]);
        bool hasValue = HasValueOf(kind);
        int item = hasValue || kind == ChangeKind.Forget ? BinaryPrimitives.ReadInt32LittleEndian(bytes[5..]) : 0;
        float value = hasValue ? BinaryPrimitives.ReadSingleLittleEndian(bytes[9..]) : 0;
        bool isOnScale = !hasValue || (scale?.Contains(value) ?? true);
        if (id < 0 || item < 0 || id >= RecommenderArguments.UserBound || !isOnScale)
        {
            throw new InvalidDataException($"A stored change of kind {kind} is not valid: id {id}, item {item}, rating {value}.");
        }

        return kind switch
        {
            _ when hasValue => Of(kind, new Rating(id, item, value, BinaryPrimitives.ReadInt64LittleEndian(bytes[13..]))),
            ChangeKind.Forget => Forget(id, item),
            ChangeKind.User => OfUser(id, Encoding.UTF8.GetString(bytes[IdLength..])),
            ChangeKind.Item => OfItem(id, Encoding.UTF8.GetString(bytes[IdLength..])),
            ChangeKind.Controls => OfControls(id, bytes[IdLength..].ToArray()),
            ChangeKind.Description => OfDescription(id, ReadDescription(bytes[IdLength..])),
            _ => Of(kind, id),
        };
    }

    // Checked at once, so that a repair drops what cannot be applied.
    private static byte[] ReadDescription(ReadOnlySpan<byte> bytes)
    {
        _ = UserDescription.Read(bytes);
        return bytes.ToArray();
    }

    private static bool HasValueOf(ChangeKind kind) => kind is ChangeKind.Learn or ChangeKind.Event or ChangeKind.ForgetEvent;
}
