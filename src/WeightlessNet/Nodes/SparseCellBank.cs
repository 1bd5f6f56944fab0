using System.Numerics;
using System.Runtime.CompilerServices;

namespace WeightlessNet.Nodes;

/// <summary>
/// Rows only for the addresses that occur, in a hash table for each node: exact for addresses of up to 64 bits. Empty rows are removed,
/// so that memory follows the examples currently learned.
/// </summary>
internal sealed class SparseCellBank : ICellBank
{
    private readonly Table[] _tables;

    public SparseCellBank(int nodeCount, int stride)
    {
        Stride = stride;
        _tables = new Table[nodeCount];
        for (int node = 0; node < nodeCount; node++)
        {
            _tables[node] = new Table(stride);
        }
    }

    public int Stride { get; private set; }

    /// <summary>The number of rows of all nodes.</summary>
    public int RowCount => _tables.Sum(table => table.Count);

    /// <summary>The number of rows that all nodes have memory for.</summary>
    public int RowCapacity => _tables.Sum(table => table.Capacity);

    public void Widen(int stride)
    {
        foreach (Table table in _tables)
        {
            table.Cells.Resize(table.Count, Stride, table.Capacity, stride);
        }

        Stride = stride;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(ReadOnlySpan<ulong> addresses, Span<ushort> rows)
    {
        int stride = Stride;
        for (int node = 0; node < addresses.Length; node++)
        {
            Table table = _tables[node];
            int row = table.Find(addresses[node]);
            Span<ushort> destination = rows.Slice(node * stride, stride);
            if (row < 0)
            {
                destination.Clear();
            }
            else
            {
                table.Cells.Cells.Slice(row * stride, stride).CopyTo(destination);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Increment(ReadOnlySpan<ulong> addresses, int classIndex)
    {
        for (int node = 0; node < addresses.Length; node++)
        {
            Table table = _tables[node];
            int row = table.FindOrAdd(addresses[node], Stride);
            table.Cells.Increment((row * Stride) + classIndex);
        }
    }

    public bool CanDecrement(ReadOnlySpan<ulong> addresses, int classIndex, long examples)
    {
        for (int node = 0; node < addresses.Length; node++)
        {
            Table table = _tables[node];
            int row = table.Find(addresses[node]);
            if (row < 0 || table.Cells.Cells[(row * Stride) + classIndex] == 0)
            {
                return false;
            }
        }

        return true;
    }

    public void Decrement(ReadOnlySpan<ulong> addresses, int classIndex)
    {
        for (int node = 0; node < addresses.Length; node++)
        {
            Table table = _tables[node];
            int row = table.Find(addresses[node]);
            table.Cells.Decrement((row * Stride) + classIndex);
            if (!table.Cells.Cells.Slice(row * Stride, Stride).ContainsAnyExcept((ushort)0))
            {
                table.Remove(row, Stride);
            }
        }
    }

    public IEnumerable<CellCount> NonZero()
    {
        for (int node = 0; node < _tables.Length; node++)
        {
            Table table = _tables[node];
            int[] order = [.. Enumerable.Range(0, table.Count)];
            Array.Sort(table.Addresses[..table.Count], order);
            foreach (int row in order)
            {
                for (int c = 0; c < Stride; c++)
                {
                    long count = table.Cells.CountAt((row * Stride) + c);
                    if (count != 0)
                    {
                        yield return new CellCount(node, table.Addresses[row], c, count);
                    }
                }
            }
        }
    }

    public void Add(CellCount cell)
    {
        Table table = _tables[cell.Node];
        int row = table.FindOrAdd(cell.Address, Stride);
        table.Cells.Add((row * Stride) + cell.Class, cell.Count);
    }

    /// <summary>
    /// The rows of one node, found by open addressing with linear probing; at most half of the slots are used.
    /// </summary>
    private sealed class Table(int stride)
    {
        private const int InitialCapacity = 8;

        public CountingCells Cells = new(InitialCapacity * stride);

        private int[] _slots = new int[2 * InitialCapacity];
        private int _shift = 60;

        public int Capacity { get; private set; } = InitialCapacity;

        public int Count { get; private set; }

        public ulong[] Addresses { get; private set; } = new ulong[InitialCapacity];

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public int Find(ulong address)
        {
            for (int slot = SlotOf(address); ; slot = (slot + 1) & (_slots.Length - 1))
            {
                int row = _slots[slot] - 1;
                if (row < 0 || Addresses[row] == address)
                {
                    return row;
                }
            }
        }

        public int FindOrAdd(ulong address, int stride)
        {
            int row = Find(address);
            if (row >= 0)
            {
                return row;
            }

            if (Count == Capacity)
            {
                Resize(checked(Capacity * 2), stride);
            }

            Addresses[Count] = address;
            Place(Count);
            return Count++;
        }

        /// <summary>Removes a row whose cells are all 0; the last row takes its place.</summary>
        public void Remove(int row, int stride)
        {
            Vacate(SlotOfRow(row));
            int last = --Count;
            if (row != last)
            {
                _slots[SlotOfRow(last)] = row + 1;
                Addresses[row] = Addresses[last];
                Cells.MoveRow(last, row, stride);
            }

            if (Capacity > InitialCapacity && Count <= Capacity / 4)
            {
                Resize(Capacity / 2, stride);
            }
        }

        private int SlotOfRow(int row)
        {
            int slot = SlotOf(Addresses[row]);
            while (_slots[slot] != row + 1)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            return slot;
        }

        // Backward-shift deletion: moves up following entries whose probe sequence crosses the gap, so that they are still found.
        private void Vacate(int gap)
        {
            int mask = _slots.Length - 1;
            for (int slot = (gap + 1) & mask; _slots[slot] != 0; slot = (slot + 1) & mask)
            {
                int home = SlotOf(Addresses[_slots[slot] - 1]);
                if (((slot - home) & mask) >= ((slot - gap) & mask))
                {
                    _slots[gap] = _slots[slot];
                    gap = slot;
                }
            }

            _slots[gap] = 0;
        }

        private void Resize(int capacity, int stride)
        {
            Cells.Resize(Count, stride, capacity, stride);
            ulong[] addresses = new ulong[capacity];
            Addresses.AsSpan(0, Count).CopyTo(addresses);
            Addresses = addresses;
            Capacity = capacity;
            _slots = new int[2 * capacity];
            _shift = BitOperations.LeadingZeroCount((uint)_slots.Length) + 33;
            for (int row = 0; row < Count; row++)
            {
                Place(row);
            }
        }

        private void Place(int row)
        {
            int slot = SlotOf(Addresses[row]);
            while (_slots[slot] != 0)
            {
                slot = (slot + 1) & (_slots.Length - 1);
            }

            _slots[slot] = row + 1;
        }

        // Fibonacci hashing: the upper bits of the product with 2^64 / golden ratio.
        private int SlotOf(ulong address) => (int)((address * 0x9E3779B97F4A7C15) >> _shift);
    }
}
