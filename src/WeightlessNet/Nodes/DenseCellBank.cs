using System.Runtime.CompilerServices;
using WeightlessNet.Bits;

namespace WeightlessNet.Nodes;

/// <summary>
/// A row of cells for every address of every node, in one flat array. With several hashes for each node it is a counting Bloom filter:
/// learning increments the cells of all hashes, and reading takes their minimum.
/// </summary>
internal sealed class DenseCellBank : ICellBank
{
    private readonly int _nodeCount;
    private readonly int _cellsPerNode;
    private readonly int _hashes;
    private readonly CellUpdate _update;
    private CountingCells _cells;

    public DenseCellBank(int nodeCount, int addressBits, int hashes, int stride, CellUpdate update)
    {
        _nodeCount = nodeCount;
        _cellsPerNode = 1 << addressBits;
        _hashes = hashes;
        _update = update;
        Stride = stride;
        _cells = new CountingCells((int)CellCountOf(nodeCount, addressBits, stride));
    }

    public int Stride { get; private set; }

    /// <summary>The number of cells of a bank; the caller checks that an array can hold them.</summary>
    public static long CellCountOf(int nodeCount, int addressBits, int stride) => checked(((long)nodeCount << addressBits) * stride);

    public void Widen(int stride)
    {
        _cells.Resize(_nodeCount * _cellsPerNode, Stride, _nodeCount * _cellsPerNode, stride);
        Stride = stride;
    }

    public void Read(ReadOnlySpan<ulong> addresses, Span<ushort> rows) => RowKernels.ReadLeast(_cells.Cells, addresses, _nodeCount, rows);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Increment(ReadOnlySpan<ulong> addresses, int classIndex)
    {
        if (_update == CellUpdate.Least && _hashes > 1)
        {
            IncrementLeast(addresses, classIndex);
            return;
        }

        if (_hashes == 1)
        {
            // A minimal loop body, so that the processor fetches many cells from memory at once.
            Span<ushort> cells = _cells.Cells;
            int column = classIndex;
            int step = _cellsPerNode * Stride;
            foreach (ulong address in addresses)
            {
                // Written before it is read: the operating system then provides a new page of memory at once, not one to read first.
                ref ushort cell = ref cells[column + ((int)address * Stride)];
                cell++;
                if (cell == 0)
                {
                    cell = ushort.MaxValue;
                    _cells.Increment(column + ((int)address * Stride));
                }

                column += step;
            }

            return;
        }

        if (_hashes == 2)
        {
            for (int node = 0; node < _nodeCount; node++)
            {
                int first = IndexOf(node, addresses[2 * node]) + classIndex;
                int second = IndexOf(node, addresses[(2 * node) + 1]) + classIndex;
                _cells.Increment(first);
                if (second != first)
                {
                    _cells.Increment(second);
                }
            }

            return;
        }

        for (int element = 0; element < addresses.Length; element++)
        {
            if (!IsRepeated(addresses, element))
            {
                _cells.Increment(IndexOf(element / _hashes, addresses[element]) + classIndex);
            }
        }
    }

    public bool CanDecrement(ReadOnlySpan<ulong> addresses, int classIndex, long examples)
    {
        for (int element = 0; element < addresses.Length; element++)
        {
            if (_cells.Cells[IndexOf(element / _hashes, addresses[element]) + classIndex] == 0)
            {
                return false;
            }
        }

        // With one hash, a node's counts sum to the number of examples, so the other cells are consistent anyway.
        for (int node = 0; _hashes > 1 && node < _nodeCount; node++)
        {
            if (!IsConsistent(node, addresses.Slice(node * _hashes, _hashes), classIndex, examples - 1))
            {
                return false;
            }
        }

        return true;
    }

    public void Decrement(ReadOnlySpan<ulong> addresses, int classIndex)
    {
        for (int element = 0; element < addresses.Length; element++)
        {
            if (!IsRepeated(addresses, element))
            {
                _cells.Decrement(IndexOf(element / _hashes, addresses[element]) + classIndex);
            }
        }
    }

    public IEnumerable<CellCount> NonZero()
    {
        for (int i = _cells.NextNonZero(0); i >= 0; i = _cells.NextNonZero(i + 1))
        {
            int row = i / Stride;
            yield return new CellCount(row / _cellsPerNode, (ulong)(row % _cellsPerNode), i % Stride, _cells.CountAt(i));
        }
    }

    public void Add(CellCount cell) => _cells.Add(IndexOf(cell.Node, cell.Address) + cell.Class, cell.Count);

    private void IncrementLeast(ReadOnlySpan<ulong> addresses, int classIndex)
    {
        if (_hashes == 2)
        {
            IncrementLeastOfTwo(addresses, classIndex);
            return;
        }

        for (int node = 0; node < _nodeCount; node++)
        {
            IncrementLeast(node, addresses.Slice(node * _hashes, _hashes), classIndex);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void IncrementLeast(int node, ReadOnlySpan<ulong> addresses, int classIndex)
    {
        long least = long.MaxValue;
        foreach (ulong address in addresses)
        {
            least = Math.Min(least, _cells.CountAt(IndexOf(node, address) + classIndex));
        }

        for (int hash = 0; hash < addresses.Length; hash++)
        {
            int index = IndexOf(node, addresses[hash]) + classIndex;
            if (!IsRepeated(addresses, hash) && _cells.CountAt(index) == least)
            {
                _cells.Increment(index);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void IncrementLeastOfTwo(ReadOnlySpan<ulong> addresses, int classIndex)
    {
        Span<ushort> cells = _cells.Cells;
        for (int node = 0; node < _nodeCount; node++)
        {
            int first = IndexOf(node, addresses[2 * node]) + classIndex;
            int second = IndexOf(node, addresses[(2 * node) + 1]) + classIndex;
            (ushort firstCount, ushort secondCount) = (cells[first], cells[second]);
            if (firstCount == ushort.MaxValue || secondCount == ushort.MaxValue)
            {
                IncrementLeast(node, addresses.Slice(2 * node, 2), classIndex);
                continue;
            }

            // Without branches, since which is less is as random as a hash. If both are one cell, both writes are equal.
            cells[first] = (ushort)(firstCount + (firstCount <= secondCount ? 1 : 0));
            cells[second] = (ushort)(secondCount + (secondCount <= firstCount ? 1 : 0));
        }
    }

    // Whether the counts of a node, without the example, can come from the given number of other examples. Each of these counts once in
    // 1 to `_hashes` cells, so no cell exceeds their number.
    private bool IsConsistent(int node, ReadOnlySpan<ulong> addresses, int classIndex, long others)
    {
        long sum = 0;
        for (int address = 0; address < _cellsPerNode; address++)
        {
            long count = _cells.CountAt(IndexOf(node, (ulong)address) + classIndex);
            if (count != 0)
            {
                count -= addresses.Contains((ulong)address) ? 1 : 0;
                sum += count;
                if (count > others)
                {
                    return false;
                }
            }
        }

        return sum >= others && sum <= (Int128)others * _hashes;
    }

    private int IndexOf(int node, ulong address) => ((node * _cellsPerNode) + (int)address) * Stride;

    // Hashes of a node may collide; their common cell counts once.
    private bool IsRepeated(ReadOnlySpan<ulong> addresses, int element)
    {
        int first = element / _hashes * _hashes;
        return _hashes > 1 && addresses[first..element].Contains(addresses[element]);
    }
}
