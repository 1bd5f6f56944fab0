namespace WeightlessNet.StateMachines;

/// <summary>
/// The learned addresses, packed into words and sorted. For each: the number of its lessons, and the number of these in which each output
/// fired. The table depends only on the lessons it holds, not on their order or on lessons forgotten since.
/// </summary>
/// <remarks>Not safe for concurrent use.</remarks>
internal sealed partial class AddressTable
{
    private readonly int _words;
    private readonly int _outputs;
    private readonly int _longestArray;
    private ulong[] _addresses = [];
    private int[] _lessons = [];
    private int[] _fires = [];

    /// <summary>Creates an empty table.</summary>
    /// <param name="words">The number of words of an address.</param>
    /// <param name="outputs">The number of outputs counted for each address.</param>
    /// <param name="longestArray">The maximum length of an array.</param>
    public AddressTable(int words, int outputs, int longestArray)
    {
        _words = words;
        _outputs = outputs;
        _longestArray = longestArray;
    }

    public int RowCount { get; private set; }

    /// <summary>Whether there is room for another row.</summary>
    public bool HasRoom => RowCount < _lessons.Length || NextCapacity > RowCount;

    private int NextCapacity => (int)Math.Min(Math.Max(4, 2L * RowCount), _longestArray / Math.Max(1, Math.Max(_words, _outputs)));

    public ReadOnlySpan<ulong> AddressAt(int row) => _addresses.AsSpan(row * _words, _words);

    public int LessonsAt(int row) => _lessons[row];

    public ReadOnlySpan<int> FiresAt(int row) => _fires.AsSpan(row * _outputs, _outputs);

    /// <summary>The row of an address, or the complement of the row where it would be inserted.</summary>
    public int IndexOf(ReadOnlySpan<ulong> address)
    {
        int low = 0;
        int high = RowCount - 1;
        while (low <= high)
        {
            int middle = (int)((uint)(low + high) >> 1);
            int order = AddressAt(middle).SequenceCompareTo(address);
            if (order == 0)
            {
                return middle;
            }

            if (order < 0)
            {
                low = middle + 1;
            }
            else
            {
                high = middle - 1;
            }
        }

        return ~low;
    }

    /// <summary>Adds one lesson.</summary>
    /// <param name="address">The address.</param>
    /// <param name="firing">For each output, 1 if it fired, otherwise 0.</param>
    public void Add(ReadOnlySpan<ulong> address, ReadOnlySpan<int> firing)
    {
        int row = IndexOf(address);
        if (row < 0)
        {
            row = ~row;
            Insert(row, address);
        }

        _lessons[row]++;
        Span<int> fires = _fires.AsSpan(row * _outputs, _outputs);
        for (int output = 0; output < _outputs; output++)
        {
            fires[output] += firing[output];
        }
    }

    /// <summary>Subtracts a lesson that was added.</summary>
    public void Remove(ReadOnlySpan<ulong> address, ReadOnlySpan<int> firing)
    {
        int row = IndexOf(address);
        Span<int> fires = _fires.AsSpan(row * _outputs, _outputs);
        for (int output = 0; output < _outputs; output++)
        {
            fires[output] -= firing[output];
        }

        if (--_lessons[row] == 0)
        {
            Shift(row + 1, row);
            RowCount--;
        }
    }

    private void Insert(int row, ReadOnlySpan<ulong> address)
    {
        MakeRoom();
        Shift(row, row + 1);
        RowCount++;
        address.CopyTo(_addresses.AsSpan(row * _words, _words));
        _lessons[row] = 0;
        _fires.AsSpan(row * _outputs, _outputs).Clear();
    }

    private void MakeRoom()
    {
        if (RowCount == _lessons.Length)
        {
            int capacity = NextCapacity;
            Array.Resize(ref _addresses, capacity * _words);
            Array.Resize(ref _fires, capacity * _outputs);
            Array.Resize(ref _lessons, capacity);
        }
    }

    private void Shift(int from, int to)
    {
        int rows = RowCount - from;
        Array.Copy(_addresses, from * _words, _addresses, to * _words, rows * _words);
        Array.Copy(_lessons, from, _lessons, to, rows);
        Array.Copy(_fires, from * _outputs, _fires, to * _outputs, rows * _outputs);
    }
}
