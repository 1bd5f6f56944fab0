using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using WeightlessNet.Bits;

namespace WeightlessNet.Nodes;

/// <summary>
/// A row of cells for every address of every node, in one flat array. With several addresses a node it is a counting Bloom filter:
/// every address counts, the least count is read.
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
        ThrowIfTooMany(stride);
        Stride = stride;
        _cells = new CountingCells(nodeCount * _cellsPerNode * stride);
    }

    public int Stride { get; private set; }

    public void Widen(int stride)
    {
        ThrowIfTooMany(stride);
        _cells.Resize(_nodeCount * _cellsPerNode, Stride, _nodeCount * _cellsPerNode, stride);
        Stride = stride;
    }

    public void Read(ReadOnlySpan<ulong> addresses, Span<ushort> rows)
    {
        int stride = Stride;
        ReadOnlySpan<ushort> cells = _cells.Cells;
        if (stride == CellKernels.SmallestStride && _hashes <= 2)
        {
            ReadNarrow(addresses, cells, rows);
            return;
        }

        for (int element = 0, node = 0; node < _nodeCount; node++)
        {
            Span<ushort> row = rows.Slice(node * stride, stride);
            cells.Slice(IndexOf(node, addresses[element++]), stride).CopyTo(row);
            for (int hash = 1; hash < _hashes; hash++)
            {
                ReadOnlySpan<ushort> other = cells.Slice(IndexOf(node, addresses[element++]), stride);
                for (int c = 0; c < row.Length; c += Vector256<ushort>.Count)
                {
                    Vector256.Min(Vector256.Create<ushort>(row[c..]), Vector256.Create(other[c..])).CopyTo(row[c..]);
                }
            }
        }
    }

    public void Increment(ReadOnlySpan<ulong> addresses, int classIndex)
    {
        if (_update == CellUpdate.Least)
        {
            IncrementLeast(addresses, classIndex);
            return;
        }

        if (_hashes == 1)
        {
            // Little is done for each cell, so that the processor fetches many of them from memory at once.
            Span<ushort> cells = _cells.Cells;
            int column = classIndex;
            int step = _cellsPerNode * Stride;
            foreach (ulong address in addresses)
            {
                ref ushort cell = ref cells[column + ((int)address * Stride)];
                if (cell == ushort.MaxValue)
                {
                    _cells.Increment(column + ((int)address * Stride));
                }
                else
                {
                    cell++;
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

    private void IncrementLeast(ReadOnlySpan<ulong> addresses, int classIndex)
    {
        for (int first = 0; first < addresses.Length; first += _hashes)
        {
            int node = first / _hashes;
            long least = long.MaxValue;
            for (int hash = 0; hash < _hashes; hash++)
            {
                least = Math.Min(least, _cells.CountAt(IndexOf(node, addresses[first + hash]) + classIndex));
            }

            for (int hash = 0; hash < _hashes; hash++)
            {
                int index = IndexOf(node, addresses[first + hash]) + classIndex;
                if (!IsRepeated(addresses, first + hash) && _cells.CountAt(index) == least)
                {
                    _cells.Increment(index);
                }
            }
        }
    }

    public bool CanDecrement(ReadOnlySpan<ulong> addresses, int classIndex)
    {
        for (int element = 0; element < addresses.Length; element++)
        {
            if (_cells.Cells[IndexOf(element / _hashes, addresses[element]) + classIndex] == 0)
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

    private void ReadNarrow(ReadOnlySpan<ulong> addresses, ReadOnlySpan<ushort> cells, Span<ushort> rows)
    {
        // Addresses are cut to a node's cells, so that every row is within the array; lengths are checked once.
        const int RowLength = CellKernels.SmallestStride;
        addresses = addresses[..(_nodeCount * _hashes)];
        rows = rows[..(_nodeCount * RowLength)];
        ref ushort cell = ref MemoryMarshal.GetReference(cells[..(_nodeCount * _cellsPerNode * RowLength)]);
        ref ushort row = ref MemoryMarshal.GetReference(rows);
        nuint mask = (nuint)_cellsPerNode - 1;
        nuint step = (nuint)_cellsPerNode;
        nuint first = 0;
        if (_hashes == 1)
        {
            foreach (ulong address in addresses)
            {
                Vector256.LoadUnsafe(ref cell, (first + ((nuint)address & mask)) * RowLength).StoreUnsafe(ref row);
                row = ref Unsafe.Add(ref row, RowLength);
                first += step;
            }

            return;
        }

        for (int element = 0; element < addresses.Length; element += 2)
        {
            var one = Vector256.LoadUnsafe(ref cell, (first + ((nuint)addresses[element] & mask)) * RowLength);
            var other = Vector256.LoadUnsafe(ref cell, (first + ((nuint)addresses[element + 1] & mask)) * RowLength);
            Vector256.Min(one, other).StoreUnsafe(ref row);
            row = ref Unsafe.Add(ref row, RowLength);
            first += step;
        }
    }

    private int IndexOf(int node, ulong address) => ((node * _cellsPerNode) + (int)address) * Stride;

    // Two hashes of a node may meet: the cell counts once.
    private bool IsRepeated(ReadOnlySpan<ulong> addresses, int element)
    {
        int first = element / _hashes * _hashes;
        return _hashes > 1 && addresses[first..element].Contains(addresses[element]);
    }

    private void ThrowIfTooMany(int stride)
    {
        long cells = (long)_nodeCount * _cellsPerNode * stride;
        if (cells > Array.MaxLength)
        {
            throw new ArgumentException(
                $"{_nodeCount} nodes of {_cellsPerNode} addresses and room for {stride} classes are {cells} cells, more than an array holds.");
        }
    }
}
