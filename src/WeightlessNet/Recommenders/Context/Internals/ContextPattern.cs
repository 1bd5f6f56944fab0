using WeightlessNet.Bits;
using WeightlessNet.Encoders;

namespace WeightlessNet.Recommenders.Context.Internals;

/// <summary>What is known of a user, or of a moment: its bits, and a number for the value of each field.</summary>
/// <remarks>Immutable and thread-safe. Equal if the bits are.</remarks>
internal sealed class ContextPattern : IEquatable<ContextPattern>
{
    private readonly ulong[] _values;

    /// <summary>Creates a description, whose owner does not change the bits any more.</summary>
    public ContextPattern(ulong[] bits, ContextFields fields)
    {
        Bits = bits;
        _values = [.. fields.Fields.Select(field => ValueOf(bits, field))];
    }

    /// <summary>The bits, packed.</summary>
    public ulong[] Bits { get; }

    /// <summary>The value of a field: the same number for the same bits.</summary>
    public ulong this[int field] => _values[field];

    /// <summary>A number for the bits of a field: the same for the same bits, and, but for one case in 2^64, another for others.</summary>
    public static ulong ValueOf(ReadOnlySpan<ulong> bits, in FeatureField field)
    {
        ulong value = 0;
        for (int bit = field.Offset; bit < field.Offset + field.BitCount; bit++)
        {
            if (((bits[bit >> 6] >> bit) & 1) != 0)
            {
                value = SplitMix64.Mix(value, (ulong)(bit - field.Offset) + 1);
            }
        }

        return value;
    }

    public bool Equals(ContextPattern? other) => other is not null && Bits.AsSpan().SequenceEqual(other.Bits);

    public override bool Equals(object? obj) => Equals(obj as ContextPattern);

    public override int GetHashCode()
    {
        HashCode hash = default;
        foreach (ulong word in Bits)
        {
            hash.Add(word);
        }

        return hash.ToHashCode();
    }
}
