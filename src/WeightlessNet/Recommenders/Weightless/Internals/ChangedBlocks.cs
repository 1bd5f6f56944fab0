namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>The blocks of items that have changed since the last version was made.</summary>
/// <remarks>Not thread-safe; the owner locks.</remarks>
internal sealed class ChangedBlocks
{
    private readonly List<int> _blocks = [];
    private bool[] _isListed = [];
    private int[] _taken = [];

    /// <summary>Notes a changed block.</summary>
    public void Add(int block)
    {
        if (block >= _isListed.Length)
        {
            Array.Resize(ref _isListed, Math.Max(block + 1, 2 * _isListed.Length));
        }

        if (!_isListed[block])
        {
            _isListed[block] = true;
            _blocks.Add(block);
        }
    }

    /// <summary>The changed blocks, in any order; none is noted afterwards. Valid until the next call.</summary>
    public ReadOnlySpan<int> Take()
    {
        if (_taken.Length < _blocks.Count)
        {
            _taken = new int[2 * _blocks.Count];
        }

        _blocks.CopyTo(_taken);
        ReadOnlySpan<int> taken = _taken.AsSpan(0, _blocks.Count);
        foreach (int block in taken)
        {
            _isListed[block] = false;
        }

        _blocks.Clear();
        return taken;
    }
}
