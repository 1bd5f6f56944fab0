namespace WeightlessNet.Serving.Internals;

/// <summary>The items that have a value, as a bitset of which others may keep a version that does not change.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class WatchedItems
{
    // May end before the last item: the others do not have the value.
    private ulong[] _words = [];
    private bool _isShared;

    /// <summary>Whether an item has the value.</summary>
    public bool Has(int item) => item >> 6 < _words.Length && ((_words[item >> 6] >> item) & 1) != 0;

    /// <summary>Says whether an item has the value.</summary>
    public void Set(int item, bool has)
    {
        if (Has(item) == has)
        {
            return;
        }

        int word = item >> 6;
        if (word >= _words.Length)
        {
            Array.Resize(ref _words, Math.Max(word + 1, 2 * _words.Length));
            _isShared = false;
        }
        else if (_isShared)
        {
            _words = [.. _words];
            _isShared = false;
        }

        _words[word] ^= 1ul << item;
    }

    /// <summary>The bitset of this moment, which nobody changes any more.</summary>
    public ulong[] Share()
    {
        _isShared = true;
        return _words;
    }
}
