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

    /// <summary>The words of a record; none if the field's values are not words.</summary>
    IEnumerable<string> Words(T record);

    /// <summary>The number of a record, in the unit of the thermometer; NaN if it has none, or values are no numbers.</summary>
    double NumberOf(T record);

    /// <summary>
    /// The number that a record is above if it has a level, which need not be one of the present levels; NaN if the text is no level.
    /// </summary>
    double ThresholdOf(string level);

    /// <summary>What a value means that is described in English; null for a word, and for what is no level.</summary>
    FieldLevel? LevelOf(string text);

    /// <summary>The words of a record that the vocabulary does not have.</summary>
    IEnumerable<string> WordsWithoutBit(T record);

    /// <summary>
    /// How much of a record's value the examples had: the share of its words that have a bit, or for a date 0 or 1; 1 if it has none.
    /// </summary>
    double KnownShare(T record);

    string Describe(int bit);

    void WriteTo(SnapshotWriter writer);
}
