using System.Text;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Storage;

namespace WeightlessNet.Serving.Internals;

/// <summary>What a recommender holds of one user, by the keys of items, so that another recommender can import it.</summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class ExportedUser : ISnapshot<ExportedUser>
{
    private const int Layout = 2;
    private const int LayoutWithDescription = 3;

    // As many bytes as a character takes at most in UTF-8.
    private const int GreatestKeyBytes = 3 * KeyText.MaximumLength;

    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Creates the content of an export.</summary>
    /// <param name="values">What the ratings stand for.</param>
    /// <param name="ratings">The ratings of different items, in any order.</param>
    /// <param name="controls">The controls, in their order. An item is a position among <paramref name="controlItems"/>.</param>
    /// <param name="controlItems">The texts of the keys of the items that controls name.</param>
    /// <param name="description">What is known of the user.</param>
    public ExportedUser(
        StoredValues values,
        IEnumerable<ExportedRating> ratings,
        IReadOnlyList<TuningControl> controls,
        IReadOnlyList<string> controlItems,
        UserDescription description)
    {
        Values = values;
        Ratings = [.. ratings.OrderBy(static rating => rating.Timestamp).ThenBy(static rating => rating.Item, StringComparer.Ordinal)];
        Controls = controls;
        ControlItems = controlItems;
        Description = description;
    }

    /// <summary>What the ratings stand for.</summary>
    public StoredValues Values { get; }

    /// <summary>The ratings in the order of their times, then of the items' keys: the order in which they are learned again.</summary>
    public IReadOnlyList<ExportedRating> Ratings { get; }

    /// <summary>The controls. An item is a position among <see cref="ControlItems"/>.</summary>
    public IReadOnlyList<TuningControl> Controls { get; }

    /// <summary>The texts of the keys of the items that controls name.</summary>
    public IReadOnlyList<string> ControlItems { get; }

    /// <summary>What is known of the user.</summary>
    public UserDescription Description { get; }

    static SnapshotKind ISnapshot<ExportedUser>.Kind => SnapshotKind.ExportedUser;

    // Shape: the layout, 3 with a description, or else 2; ratings. Content: the scale; for events 1 more than the number of decimals, u8,
    // or 0; per rating, in the order of times, then of keys: the item's key; 1 more than the level on the scale, compact, or 0 and the
    // rating, f32, if it lies between two levels; the time less that of the one before, compact and signed. Then number of items of
    // controls, compact; their keys; number of bytes of the controls, compact; the controls, a snapshot in which an item is a position
    // among these keys, or 0 bytes if there are none. In layout 3 at last number of bytes of the description, compact, above 0, and the
    // description. A key: number of bytes, compact, and its text, UTF-8. Layout 1 is of ratings and has no number of decimals.
    void ISnapshot.WriteTo(SnapshotWriter writer)
    {
        writer.BeginObject(SnapshotKind.ExportedUser, Description.IsEmpty ? Layout : LayoutWithDescription, Ratings.Count);
        Values.WriteTo(writer);
        long time = 0;
        foreach (ExportedRating rating in Ratings)
        {
            WriteBytes(writer, Utf8.GetBytes(rating.Item));
            PersonalRatings.WriteValue(writer, Values.Scale, rating.Value, 1);
            writer.WriteCompactSigned(unchecked(rating.Timestamp - time));
            time = rating.Timestamp;
        }

        writer.WriteCompact((ulong)ControlItems.Count);
        foreach (string item in ControlItems)
        {
            WriteBytes(writer, Utf8.GetBytes(item));
        }

        WriteBytes(writer, Controls.Count == 0 ? [] : TuningControls.Write(Controls));
        if (!Description.IsEmpty)
        {
            WriteBytes(writer, Description.Write());
        }
    }

    static ExportedUser ISnapshot<ExportedUser>.ReadContent(SnapshotReader reader, SnapshotObject head)
    {
        int[] shape = head.Shape(2);
        if (shape[0] is < 1 or > LayoutWithDescription)
        {
            throw reader.Invalid($"the layout is {shape[0]}, not 1 to {LayoutWithDescription}; update the library");
        }

        var values = StoredValues.Read(reader, hasMark: shape[0] > 1);
        ExportedRating[] ratings = ReadRatings(reader, values.Scale, shape[1]);
        string[] items = reader.ReadArray(reader.ReadCompact(int.MaxValue), ReadKey);
        byte[] controls = reader.ReadArray<byte>(reader.ReadCompact(int.MaxValue));
        IReadOnlyList<TuningControl> read = controls.Length == 0 ? [] : TuningControls.Read(controls);
        if (controls.Length > 0 && read.Count == 0)
        {
            throw reader.Invalid("a list of no controls must have no bytes");
        }

        foreach (TuningControl control in read)
        {
            if (control.Item is int item && (item < 0 || item >= items.Length))
            {
                throw reader.Invalid($"a control names item {item} of {items.Length}");
            }
        }

        return new ExportedUser(
            values, ratings, read, items, shape[0] >= LayoutWithDescription ? UserDescription.Read(reader) : UserDescription.Empty);
    }

    private static ExportedRating[] ReadRatings(SnapshotReader reader, RatingScale scale, int count)
    {
        HashSet<string> items = new(StringComparer.Ordinal);
        ExportedRating before = new("", 0, long.MinValue);
        long time = 0;
        return reader.ReadArray(count, reader =>
        {
            string item = ReadKey(reader);
            float value = PersonalRatings.ReadValue(reader, scale);
            time = unchecked(time + reader.ReadCompactSigned());
            bool follows = time > before.Timestamp
                || (time == before.Timestamp && string.CompareOrdinal(item, before.Item) > 0)
                || items.Count == 0;
            before = new ExportedRating(item, value, time);
            return items.Add(item) && follows
                ? before
                : throw reader.Invalid($"the rating of item '{ShownText.Of(item)}' is not in order, or is there twice");
        });
    }

    private static string ReadKey(SnapshotReader reader) =>
        Utf8.GetString(reader.ReadArray<byte>(reader.ReadCompact(GreatestKeyBytes)));

    private static void WriteBytes(SnapshotWriter writer, byte[] bytes)
    {
        writer.WriteCompact((ulong)bytes.Length);
        writer.Write<byte>(bytes);
    }
}
