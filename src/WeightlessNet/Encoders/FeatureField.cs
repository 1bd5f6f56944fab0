namespace WeightlessNet.Encoders;

/// <summary>A named field of a pattern and the bits that belong to it.</summary>
public readonly struct FeatureField
{
    /// <summary>Creates the value.</summary>
    /// <param name="name">See <see cref="Name"/>.</param>
    /// <param name="offset">See <see cref="Offset"/>.</param>
    /// <param name="bitCount">See <see cref="BitCount"/>.</param>
    public FeatureField(string name, int offset, int bitCount)
    {
        Name = name;
        Offset = offset;
        BitCount = bitCount;
    }

    /// <summary>The field's name, as explanations show it.</summary>
    public string Name { get; }

    /// <summary>The position of its first bit in the pattern.</summary>
    public int Offset { get; }

    /// <summary>The number of its bits; 0 if no example had a value for it.</summary>
    public int BitCount { get; }

    /// <summary>Whether its bits are the levels of a thermometer: if a bit is set, all bits before it are set too.</summary>
    public bool IsOrdered { get; init; }

    /// <summary>
    /// How many different words of the examples have no bit, because the field takes fewer words than there are and others are more
    /// frequent. 0 if the field is not fitted or holds no words, and after loading: a snapshot does not tell.
    /// </summary>
    public int DroppedWords { get; internal init; }

    /// <summary>How often the dropped words occur in the examples.</summary>
    public long DroppedOccurrences { get; internal init; }

    /// <summary>The name and the bits, such as "genre: 19 bits from 4".</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {BitCount} bits from {Offset}");
}
