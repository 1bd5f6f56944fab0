namespace WeightlessNet.Datasets;

/// <summary>The ids of a file, in the order of their first occurrence, and their dense ids, which count from 0.</summary>
/// <remarks>Ids are compared by their characters; "1" and "01" differ. Immutable and safe to share between threads.</remarks>
public sealed class IdMap
{
    private readonly List<string> _ids = [];
    private readonly Dictionary<string, int> _positions = new(StringComparer.Ordinal);

    internal IdMap()
    {
    }

    /// <summary>The number of ids.</summary>
    public int Count => _ids.Count;

    /// <summary>The id in the file.</summary>
    /// <param name="dense">The dense id.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="dense"/> is not 0 to <see cref="Count"/> - 1.</exception>
    public string this[int dense] => (uint)dense < (uint)_ids.Count
        ? _ids[dense]
        : throw new ArgumentOutOfRangeException(nameof(dense), dense, $"There are {_ids.Count} ids.");

    /// <summary>Finds the dense id of an id in the file.</summary>
    /// <param name="id">The id; may be unknown.</param>
    /// <returns>The dense id, or -1 if the file does not contain the id.</returns>
    public int Find(string id) => _positions.GetValueOrDefault(id, -1);

    /// <summary>The dense id of an id, which is added if it is new.</summary>
    internal int Add(string id)
    {
        if (!_positions.TryGetValue(id, out int dense))
        {
            dense = _ids.Count;
            _ids.Add(id);
            _positions.Add(id, dense);
        }

        return dense;
    }
}
