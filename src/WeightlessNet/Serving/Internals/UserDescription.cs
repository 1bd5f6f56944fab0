using System.Buffers.Binary;
using System.Text;
using WeightlessNet.Storage;

namespace WeightlessNet.Serving.Internals;

/// <summary>What an application has said of a user, as it said it: at most one value for each field.</summary>
/// <remarks>
/// Stored so, and not as bits, because a training gives bits to words that are new. Immutable and thread-safe. In files: for each value, in
/// the order of the fields' names, the name; 1, u8, and the word, or 2, u8, and the number, f64. A text: number of bytes, u16, and the
/// bytes, UTF-8.
/// </remarks>
internal sealed class UserDescription
{
    private const byte WordMark = 1;
    private const byte NumberMark = 2;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly UserValue[] _values;

    private UserDescription(UserValue[] values) => _values = values;

    /// <summary>Of a user of whom nothing is known.</summary>
    public static UserDescription Empty { get; } = new([]);

    /// <summary>A description of values of different fields.</summary>
    public static UserDescription Of(UserValue[] values) => values.Length == 0
        ? Empty
        : new UserDescription([.. values.OrderBy(static value => value.Field, StringComparer.Ordinal)]);

    /// <summary>The values, in the order of their fields' names.</summary>
    public IReadOnlyList<UserValue> Values => _values;

    public bool IsEmpty => _values.Length == 0;

    /// <summary>The word of a field; null if there is none.</summary>
    public string? WordOf(string field) => Array.Find(_values, value => value.Field == field).Word;

    /// <summary>The number of a field; null if there is none.</summary>
    public double? NumberOf(string field) => Array.Find(_values, value => value.Field == field).Number;

    /// <summary>Whether both have the same values.</summary>
    public bool Equals(UserDescription other) => _values.AsSpan().SequenceEqual(other._values);

    /// <summary>The description as it is stored; no bytes if it is empty.</summary>
    public byte[] Write()
    {
        List<byte> bytes = [];
        Span<byte> number = stackalloc byte[sizeof(double)];
        foreach (UserValue value in _values)
        {
            Write(bytes, value.Field);
            bytes.Add(value.Word is null ? NumberMark : WordMark);
            if (value.Word is { } word)
            {
                Write(bytes, word);
            }
            else
            {
                BinaryPrimitives.WriteDoubleLittleEndian(number, value.Number!.Value);
                bytes.AddRange(number);
            }
        }

        return [.. bytes];
    }

    /// <summary>Reads a stored description.</summary>
    /// <exception cref="InvalidDataException">The bytes are no description.</exception>
    public static UserDescription Read(ReadOnlySpan<byte> bytes)
    {
        List<UserValue> values = [];
        while (!bytes.IsEmpty)
        {
            string field = ReadText(ref bytes);
            if (values.Count > 0 && string.CompareOrdinal(field, values[^1].Field) <= 0)
            {
                throw Invalid("fields are not in order");
            }

            values.Add(Take(ref bytes, 1)[0] switch
            {
                WordMark => new UserValue(field, ReadText(ref bytes)),
                NumberMark => new UserValue(field, ReadNumber(ref bytes)),
                _ => throw Invalid("a value is neither a word nor a number"),
            });
        }

        return values.Count == 0 ? Empty : new UserDescription([.. values]);
    }

    /// <summary>Reads a description that is not empty: number of bytes, compact, and the description.</summary>
    /// <exception cref="InvalidDataException">There is none.</exception>
    public static UserDescription Read(SnapshotReader reader)
    {
        byte[] bytes = reader.ReadArray<byte>(reader.ReadCompact(int.MaxValue));
        try
        {
            return bytes.Length > 0 ? Read(bytes) : throw reader.Invalid("an empty description must not be there");
        }
        catch (InvalidDataException failure)
        {
            throw reader.Invalid(failure.Message, failure);
        }
    }

    private static void Write(List<byte> bytes, string text)
    {
        Span<byte> length = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16LittleEndian(length, (ushort)Utf8.GetByteCount(text));
        bytes.AddRange(length);
        bytes.AddRange(Utf8.GetBytes(text));
    }

    private static string ReadText(ref ReadOnlySpan<byte> bytes)
    {
        int length = BinaryPrimitives.ReadUInt16LittleEndian(Take(ref bytes, sizeof(ushort)));
        try
        {
            string text = Utf8.GetString(Take(ref bytes, length));
            return UserValue.IsValid(text) ? text : throw Invalid("a text is empty or too long");
        }
        catch (DecoderFallbackException failure)
        {
            throw new InvalidDataException($"A stored description of a user is not valid: {failure.Message}", failure);
        }
    }

    private static double ReadNumber(ref ReadOnlySpan<byte> bytes)
    {
        double number = BinaryPrimitives.ReadDoubleLittleEndian(Take(ref bytes, sizeof(double)));
        bool isOnlyForm = double.IsFinite(number) && (number != 0 || !double.IsNegative(number));
        return isOnlyForm ? number : throw Invalid("a number is not finite, or is -0");
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int count)
    {
        if (count > bytes.Length)
        {
            throw Invalid("it ends too early");
        }

        ReadOnlySpan<byte> taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }

    private static InvalidDataException Invalid(string reason) => new($"A stored description of a user is not valid: {reason}.");
}
