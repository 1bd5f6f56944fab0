namespace WeightlessNet.Nodes;

/// <summary>
/// A flat array of 16-bit counts that count on beyond 65,535: a full cell stays so, and the rest is kept beside it. So counting is
/// exact and can be undone exactly.
/// </summary>
internal struct CountingCells
{
    private Dictionary<long, long>? _beyond;

    public CountingCells(int length) => Cells = new ushort[length];

    public ushort[] Cells { get; private set; }

    public void Increment(int index)
    {
        ref ushort cell = ref Cells[index];
        if (cell == ushort.MaxValue)
        {
            Add(index, 1);
        }
        else
        {
            cell++;
        }
    }

    public void Decrement(int index)
    {
        ref ushort cell = ref Cells[index];
        if (cell == ushort.MaxValue && _beyond is not null && _beyond.TryGetValue(index, out long rest))
        {
            if (rest == 1)
            {
                _beyond.Remove(index);
            }
            else
            {
                _beyond[index] = rest - 1;
            }
        }
        else
        {
            cell--;
        }
    }

    public void Add(int index, long count)
    {
        long total = checked(CountAt(index) + count);
        Cells[index] = (ushort)Math.Min(total, ushort.MaxValue);
        if (total > ushort.MaxValue)
        {
            (_beyond ??= [])[index] = total - ushort.MaxValue;
        }
    }

    public readonly long CountAt(int index)
    {
        long count = Cells[index];
        return count == ushort.MaxValue && _beyond is not null ? count + _beyond.GetValueOrDefault(index) : count;
    }

    /// <summary>Moves rows of one stride to rows of another, in an array of a given number of rows.</summary>
    public void Resize(int rows, int stride, int newRows, int newStride)
    {
        ushort[] cells = new ushort[checked(newRows * newStride)];
        for (int row = 0; row < rows; row++)
        {
            Cells.AsSpan(row * stride, stride).CopyTo(cells.AsSpan(row * newStride));
        }

        if (stride != newStride && _beyond is not null)
        {
            _beyond = _beyond.ToDictionary(pair => (pair.Key / stride * newStride) + (pair.Key % stride), pair => pair.Value);
        }

        Cells = cells;
    }
}
