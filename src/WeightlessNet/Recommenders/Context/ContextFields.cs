using WeightlessNet.Encoders;
using WeightlessNet.Recommenders.Context.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Context;

/// <summary>The fields that describe users, or the moment of a rating or a question.</summary>
/// <remarks>
/// <para>
/// A field counts as a whole: two users are alike in a field if all its bits are the same. So a number should have few levels, and a field
/// with many different words says little.
/// </para>
/// <para>Immutable and thread-safe.</para>
/// </remarks>
public sealed class ContextFields
{
    private readonly ItemCatalog _described;

    // A catalog without items has the fields, their bits and their words, and knows how to store them.
    private ContextFields(ItemCatalog described) => _described = described;

    /// <summary>No fields: users, or moments, are not described.</summary>
    public static ContextFields None { get; } = Of(new FeatureSchema<int>([]));

    /// <summary>The fields of a schema.</summary>
    /// <typeparam name="T">The type of the records: what an application knows of a user, or of a moment.</typeparam>
    /// <param name="schema">The schema, fitted.</param>
    /// <exception cref="ArgumentNullException"><paramref name="schema"/> is null.</exception>
    public static ContextFields Of<T>(FeatureSchema<T> schema) => new(ItemCatalog.Create(schema, []).Detach());

    /// <summary>The number of bits of a description.</summary>
    public int BitCount => _described.BitCount;

    /// <summary>The fields, in the order of their bits.</summary>
    public IReadOnlyList<FeatureField> Fields => _described.Fields;

    /// <summary>Reads stored fields.</summary>
    internal static ContextFields Read(SnapshotReader reader) => new(ItemCatalog.ReadOf(reader, 0));

    /// <summary>Writes the fields: an object of the kind ItemCatalog, without items.</summary>
    internal void WriteTo(SnapshotWriter writer) => writer.WriteObject(_described);

    /// <summary>A description of bits; null if there are none, which is unknown.</summary>
    /// <exception cref="ArgumentException">The number of bits is wrong.</exception>
    internal ContextPattern? PatternOf(ReadOnlySpan<ulong> bits, string parameter)
    {
        if (bits.IsEmpty)
        {
            return null;
        }

        _described.CheckPattern(bits, parameter);
        return new ContextPattern(bits.ToArray(), this);
    }

    /// <summary>The value of a field in words.</summary>
    internal string InWords(ContextPattern pattern, in FeatureField field) => _described.InWords(pattern.Bits, field) ?? "none";
}
