using System.Buffers.Binary;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Serving.Internals;

/// <summary>A record of a <see cref="RatingJournal"/>: kind, u8; user, i32; then the fields of the kind.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Rating">The user and, depending on the kind, the item, the value and the time.</param>
/// <param name="Settings">The settings, if the kind has them.</param>
internal readonly record struct JournalRecord(JournalRecordKind Kind, Rating Rating, ReadOnlyMemory<byte> Settings)
{
    // Learn: item, i32; value, f32; time, i64.
    public const int LearnLength = 21;

    // Forget: item, i32.
    public const int ForgetLength = 9;

    public const int ForgetUserLength = 5;

    // Settings: the bytes.
    public const int SettingsOffset = 5;

    private const int ItemOffset = 5;
    private const int ValueOffset = 9;
    private const int TimestampOffset = 13;
    private const int DescriptionLength = 16;

    /// <summary>The first record of a journal: number of items, i32; minimum, maximum and step of the scale, f32 each.</summary>
    public static byte[] DescriptionOf(int itemCount, RatingScale scale)
    {
        byte[] bytes = new byte[DescriptionLength];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, itemCount);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(4), scale.Minimum);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(8), scale.Maximum);
        BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(12), scale.Step);
        return bytes;
    }

    /// <summary>Reads the first record of a journal.</summary>
    /// <exception cref="InvalidDataException">The record is not valid.</exception>
    public static (int ItemCount, RatingScale Scale) ReadDescription(ReadOnlySpan<byte> record)
    {
        try
        {
            RatingScale scale = new(
                BinaryPrimitives.ReadSingleLittleEndian(record[4..]),
                BinaryPrimitives.ReadSingleLittleEndian(record[8..]),
                BinaryPrimitives.ReadSingleLittleEndian(record[12..]));
            return (BinaryPrimitives.ReadInt32LittleEndian(record), scale);
        }
        catch (ArgumentException failure)
        {
            throw new InvalidDataException($"The first record of the journal is not valid: {failure.Message}", failure);
        }
    }

    public static void WriteLearn(Span<byte> record, in Rating rating)
    {
        WriteStart(record, JournalRecordKind.Learn, rating.User);
        BinaryPrimitives.WriteInt32LittleEndian(record[ItemOffset..], rating.Item);
        BinaryPrimitives.WriteSingleLittleEndian(record[ValueOffset..], rating.Value);
        BinaryPrimitives.WriteInt64LittleEndian(record[TimestampOffset..], rating.Timestamp);
    }

    public static void WriteForget(Span<byte> record, int user, int item)
    {
        WriteStart(record, JournalRecordKind.Forget, user);
        BinaryPrimitives.WriteInt32LittleEndian(record[ItemOffset..], item);
    }

    public static void WriteForgetUser(Span<byte> record, int user) => WriteStart(record, JournalRecordKind.ForgetUser, user);

    public static byte[] SettingsOf(int user, ReadOnlySpan<byte> settings)
    {
        byte[] record = new byte[SettingsOffset + settings.Length];
        WriteStart(record, JournalRecordKind.Settings, user);
        settings.CopyTo(record.AsSpan(SettingsOffset));
        return record;
    }

    /// <summary>Reads a record.</summary>
    /// <exception cref="InvalidDataException">The record is not valid for this number of items and this scale.</exception>
    public static JournalRecord Read(long offset, ReadOnlySpan<byte> record, int itemCount, RatingScale scale)
    {
        var kind = (JournalRecordKind)record[0];
        bool isWhole = kind switch
        {
            JournalRecordKind.Learn => record.Length == LearnLength,
            JournalRecordKind.Forget => record.Length == ForgetLength,
            JournalRecordKind.ForgetUser => record.Length == ForgetUserLength,
            JournalRecordKind.Settings => record.Length >= SettingsOffset,
            _ => false,
        };
        if (!isWhole)
        {
            throw new InvalidDataException(
                $"The record at byte {offset} has kind {record[0]} and {record.Length} bytes, which is not a valid combination.");
        }

        int user = BinaryPrimitives.ReadInt32LittleEndian(record[1..]);
        int item = kind is JournalRecordKind.Learn or JournalRecordKind.Forget
            ? BinaryPrimitives.ReadInt32LittleEndian(record[ItemOffset..])
            : 0;
        (float value, long timestamp) = kind == JournalRecordKind.Learn
            ? (BinaryPrimitives.ReadSingleLittleEndian(record[ValueOffset..]),
                BinaryPrimitives.ReadInt64LittleEndian(record[TimestampOffset..]))
            : (scale.Minimum, 0);
        bool isOfJournal = user >= 0 && item >= 0
            && (kind != JournalRecordKind.Learn
                || (user < RecommenderArguments.UserBound && item < itemCount && scale.Contains(value)));
        return isOfJournal
            ? new JournalRecord(
                kind,
                new Rating(user, item, value, timestamp),
                kind == JournalRecordKind.Settings ? record[SettingsOffset..].ToArray() : default)
            : throw new InvalidDataException($"The record at byte {offset} is not valid: user {user}, item {item}, rating {value}.");
    }

    private static void WriteStart(Span<byte> record, JournalRecordKind kind, int user)
    {
        record[0] = (byte)kind;
        BinaryPrimitives.WriteInt32LittleEndian(record[1..], user);
    }
}
