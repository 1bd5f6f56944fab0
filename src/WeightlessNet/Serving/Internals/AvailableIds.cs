namespace WeightlessNet.Serving.Internals;

/// <summary>Which of the ids 0, 1, 2 ... are available, as bits.</summary>
/// <remarks>One thread changes it; others may read meanwhile.</remarks>
internal sealed class AvailableIds
{
    private volatile ulong[]? _words;
    private int _missing;

    /// <summary>The bits: id i is bit i % 64 of word i / 64. Null if all ids are available.</summary>
    public ulong[]? Words => _words;

    /// <summary>Adds the next id, available.</summary>
    public void Add(int id)
    {
        if (_words is not null)
        {
            Write(id, 1ul << id);
        }
    }

    /// <summary>Adds the next id, not available.</summary>
    public void AddWithout(int id)
    {
        _missing++;
        _words ??= AllBelow(id);
    }

    /// <summary>Makes an id available.</summary>
    public void Set(int id)
    {
        if (_words is null || IsSet(id))
        {
            return;
        }

        _missing--;
        if (_missing == 0)
        {
            _words = null;
            return;
        }

        Write(id, 1ul << id);
    }

    /// <summary>Makes an available id unavailable.</summary>
    /// <param name="id">The id.</param>
    /// <param name="count">The number of ids.</param>
    public void Clear(int id, int count)
    {
        _missing++;
        ulong[] words = _words ?? AllBelow(count);
        Volatile.Write(ref words[id >> 6], words[id >> 6] & ~(1ul << id));
        _words = words;
    }

    private static ulong[] AllBelow(int count)
    {
        // One word more, so that the bits of no ids are not taken for "all".
        ulong[] words = new ulong[(count >> 6) + 1];
        words.AsSpan(0, count >> 6).Fill(ulong.MaxValue);
        words[count >> 6] = (1ul << count) - 1;
        return words;
    }

    private bool IsSet(int id) => _words is { } words && id >> 6 < words.Length && ((words[id >> 6] >> id) & 1) != 0;

    private void Write(int id, ulong bit)
    {
        ulong[] words = _words!;
        int word = id >> 6;
        if (word >= words.Length)
        {
            Array.Resize(ref words, Math.Max(word + 1, 2 * words.Length));
        }

        Volatile.Write(ref words[word], words[word] | bit);
        _words = words;
    }
}
