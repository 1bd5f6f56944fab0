using WeightlessNet.Bits;
using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

/// <summary>Encodes one field of a record.</summary>
internal interface IFieldEncoder<in T>
{
    int BitCount { get; }

    /// <summary>What the values are.</summary>
    FieldKind Kind { get; }

    /// <summary>Whether the bits are the levels of a thermometer.</summary>
    bool IsOrdered { get; }

    /// <summary>The words of the field; null if its values are not words.</summary>
    Vocabulary? Vocabulary { get; }

    void Encode(T record, BitSlice destination);

    /// <summary>Whether a record has no value: null, NaN, "" or no words.</summary>
    bool IsMissing(T record);

    /// <summary>The words of a record that the vocabulary does not have.</summary>
    IEnumerable<string> WordsWithoutBit(T record);

    /// <summary>
    /// How much of a record's value the examples had: the share of its words that have a bit, or for a date 0 or 1; 1 if it has none.
    /// </summary>
    double KnownShare(T record);

    string Describe(int bit);

    void WriteTo(SnapshotWriter writer);
}
