using WeightlessNet.Storage;

namespace WeightlessNet.Encoders;

/// <summary>The words that an encoder knows, in ordinal order, and their bits. Immutable.</summary>
internal sealed class Vocabulary
{
    private readonly string[] _words;
    private readonly Dictionary<string, int> _bits;

    /// <summary>Creates a vocabulary of the distinct words.</summary>
    /// <param name="words">The words; none is null or empty.</param>
    public Vocabulary(IEnumerable<string> words)
    {
        _words = [.. words.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        _bits = new Dictionary<string, int>(_words.Length, StringComparer.Ordinal);
        for (int i = 0; i < _words.Length; i++)
        {
            if (string.IsNullOrEmpty(_words[i]))
            {
                throw new ArgumentException("A word is null or empty. Leave it out: a missing word sets no bit.", nameof(words));
            }

            _bits.Add(_words[i], i);
        }
    }

    public int Count => _words.Length;

    /// <summary>How many different words of the examples have no bit, because others are more frequent.</summary>
    public int DroppedWords { get; private init; }

    /// <summary>How often those words occur in the examples.</summary>
    public long DroppedOccurrences { get; private init; }

    public ReadOnlySpan<string> Words => _words;

    /// <summary>The most frequent words of examples; ties are broken by ordinal order. Null and "" are no words.</summary>
    public static Vocabulary MostFrequent(IEnumerable<string?> examples, int maximumWords)
    {
        var frequencies = new Dictionary<string, long>(StringComparer.Ordinal);
        foreach (string? word in examples)
        {
            if (!string.IsNullOrEmpty(word))
            {
                frequencies[word] = frequencies.GetValueOrDefault(word) + 1;
            }
        }

        string[] words =
        [
            .. frequencies
                .OrderByDescending(pair => pair.Value)
                .ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .Take(maximumWords)
                .Select(pair => pair.Key),
        ];
        return new Vocabulary(words)
        {
            DroppedWords = frequencies.Count - words.Length,
            DroppedOccurrences = frequencies.Values.Sum() - words.Sum(word => frequencies[word]),
        };
    }

    public static Vocabulary Read(SnapshotReader reader, int count)
    {
        string[] words = reader.ReadArray(count, static reader => reader.ReadText());
        Vocabulary vocabulary = new(words);
        return vocabulary.Words.SequenceEqual(words) ? vocabulary : throw reader.Invalid("the words are not distinct and in ordinal order");
    }

    public void WriteTo(SnapshotWriter writer)
    {
        foreach (string word in _words)
        {
            writer.Write(word);
        }
    }

    public bool TryGetBit(string? word, out int bit)
    {
        bit = -1;
        return word is not null && _bits.TryGetValue(word, out bit);
    }
}
