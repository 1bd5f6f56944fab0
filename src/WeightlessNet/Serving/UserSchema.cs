using System.Collections.ObjectModel;
using WeightlessNet.Encoders;
using WeightlessNet.Serving.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Serving;

/// <summary>
/// What an application may say about its users, such as an age or a country: the fields of
/// <see cref="Recommender{TUser, TItem}.DescribeUserAsync"/>.
/// </summary>
/// <remarks>
/// <para>
/// Users are alike in a field if they have the same word, or numbers in the same bucket. So take few words and few buckets for each field.
/// A training learns from the described users who rate whether a field tells anything; one that does not is left out.
/// </para>
/// <para>
/// Fields may be added, changed and removed between two openings. Values of removed fields stay stored. Immutable and thread-safe: each
/// method returns another schema.
/// </para>
/// </remarks>
/// <example><code>new UserSchema().Word("country").Buckets("age", 18, 25, 35, 50)</code></example>
public sealed class UserSchema
{
    private const int MostFields = 8;
    private const int MostBounds = 255;

    // Enough that no two words of a field look alike.
    private const int BitsOfField = 64;
    private const int BitsOfWord = 16;

    private readonly UserField[] _fields;

    // A field, so that a trimmed program that makes no schema has none of the models behind it.
    private readonly Func<DescribedUsersSource, IDescribedUsers> _createModels = DescribedUsers.Create;

    /// <summary>Creates a schema without fields.</summary>
    public UserSchema()
        : this([])
    {
    }

    private UserSchema(UserField[] fields)
    {
        _fields = fields;
        Fields = new ReadOnlyCollection<string>([.. fields.Select(static field => field.Name)]);
    }

    /// <summary>The names of the fields.</summary>
    public IReadOnlyList<string> Fields { get; }

    /// <summary>This schema and a field that holds a word, such as a country.</summary>
    /// <remarks>A word that no user had at the last training tells nothing until the next one.</remarks>
    /// <param name="field">The field's name, as reasons show it.</param>
    /// <exception cref="ArgumentException">The name is null, empty, too long or taken, or there are 8 fields already.</exception>
    public UserSchema Word(string field) => With(new UserField(field, null), nameof(field));

    /// <summary>This schema and a field that holds a number in given buckets, such as an age.</summary>
    /// <param name="field">The field's name, as reasons show it.</param>
    /// <param name="bounds">
    /// The least number of each bucket but the first: 1 to 255, finite and ascending, no two equal. <c>18, 25, 35</c> makes under 18, 18 to
    /// under 25, 25 to under 35, and 35 or more.
    /// </param>
    /// <exception cref="ArgumentException">
    /// The name is null, empty, too long or taken, there are 8 fields already, or the bounds are not valid.
    /// </exception>
    public UserSchema Buckets(string field, params ReadOnlySpan<double> bounds)
    {
        if (bounds.Length > MostBounds)
        {
            throw new ArgumentException($"There are {bounds.Length} bounds; at most {MostBounds} are possible.", nameof(bounds));
        }

        UserSchema made = With(new UserField(field, bounds.ToArray()), nameof(field));

        // Checks the bounds.
        _ = new FeatureSchemaBuilder<UserDescription>().Buckets(field, static double? (_) => null, bounds);
        return made;
    }

    /// <summary>Takes values for a description.</summary>
    /// <exception cref="ArgumentException">A value is not of a field of the schema, or two are of one.</exception>
    internal UserDescription DescriptionOf(IEnumerable<UserValue> values, string parameter)
    {
        UserValue[] all = [.. values];
        foreach (UserValue value in all)
        {
            UserField field = Array.Find(_fields, field => field.Name == value.Field) ?? throw new ArgumentException(
                $"The schema of users has no field '{ShownText.Of(value.Field)}'. Its fields are: {string.Join(", ", Fields)}.",
                parameter);
            if (!field.Takes(value))
            {
                throw new ArgumentException(
                    $"The field '{field.Name}' takes a {(field.Bounds is null ? "word" : "number")}, and the value is "
                    + $"'{ShownText.Of(value.ToString())}'.",
                    parameter);
            }

            if (all.Count(other => other.Field == value.Field) > 1)
            {
                throw new ArgumentException($"There are two values for the field '{field.Name}'. Pass one.", parameter);
            }
        }

        return UserDescription.Of(all);
    }

    /// <summary>The values that fit the schema.</summary>
    internal UserDescription FittingOf(UserDescription description) => UserDescription.Of(
        [.. description.Values.Where(value => Array.Exists(_fields, field => field.Name == value.Field && field.Takes(value)))]);

    /// <summary>
    /// Writes descriptions as bits: the words of a field, or the words for a bucket, by their hash. So new words need no training.
    /// </summary>
    internal FeatureSchema<UserDescription> ToBits()
    {
        FeatureSchemaBuilder<UserDescription> builder = new();
        foreach (UserField field in _fields)
        {
            _ = builder.Field(
                field.Name,
                user => field.InWords(user) is string words ? [words] : null,
                new HashedEncoder(BitsOfField, BitsOfWord));
        }

        return builder.Fit([]);
    }

    /// <summary>
    /// Writes the fields: their number, compact; of each the name, text, and the number of bounds, compact, and the bounds, f64 each.
    /// </summary>
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)_fields.Length);
        foreach (UserField field in _fields)
        {
            writer.Write(field.Name);
            writer.WriteCompact((ulong)(field.Bounds?.Length ?? 0));
            writer.Write((ReadOnlySpan<double>)(field.Bounds ?? []));
        }
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote.</summary>
    /// <returns>Whether the fields are those of this schema.</returns>
    internal bool ReadIsSame(SnapshotReader reader)
    {
        (string Name, double[] Bounds)[] stored = reader.ReadArray(
            reader.ReadCompact(MostFields),
            static reader => (reader.ReadText(), reader.ReadFiniteDoubles(reader.ReadCompact(MostBounds))));
        return stored.Length == _fields.Length && stored.Zip(_fields).All(
            static pair => pair.First.Name == pair.Second.Name && pair.First.Bounds.AsSpan().SequenceEqual(pair.Second.Bounds ?? []));
    }

    /// <summary>Makes what models know of users with these fields.</summary>
    internal IDescribedUsers CreateModels(DescribedUsersSource source) => _createModels(source);

    /// <summary>A user's value in a field in words, such as "DE" or "18 to under 25"; null if it is unknown.</summary>
    internal string? InWords(UserDescription description, string field) =>
        Array.Find(_fields, one => one.Name == field)?.InWords(description);

    /// <summary>What a user's value in words means, if the library has described it; otherwise null.</summary>
    internal FieldLevel? LevelOf(string field, string words) => Array.Find(_fields, one => one.Name == field)?.LevelOf(words);

    private UserSchema With(UserField field, string parameter)
    {
        ArgumentException.ThrowIfNullOrEmpty(field.Name, parameter);
        if (!UserValue.IsValid(field.Name))
        {
            throw new ArgumentException($"The name '{ShownText.Of(field.Name)}' is too long, or not valid Unicode.", parameter);
        }

        if (Fields.Contains(field.Name))
        {
            throw new ArgumentException($"There is already a field '{field.Name}'. Give each its own name.", parameter);
        }

        return _fields.Length < MostFields
            ? new UserSchema([.. _fields, field])
            : throw new ArgumentException($"There are {MostFields} fields already, as many as possible. Leave out some.", parameter);
    }

    /// <summary>The names of the fields, such as "country, age".</summary>
    public override string ToString() => string.Join(", ", Fields);
}
