using System.Runtime.InteropServices;

namespace WeightlessNet.Nodes;

/// <summary>
/// A flat array of 16-bit counts that stay exact beyond 65,535: a full cell stays full, and a dictionary holds the excess. So counting
/// can be undone exactly.
/// </summary>
internal struct CountingCells
{
    private const int LineLength = 64 / sizeof(ushort);
    private const int LargeLength = 1 << 16;

    private ushort[] _array;
    private int _first;
    private int _length;
    private Dictionary<long, long>? _overflow;

    public CountingCells(int length) => (_array, _first, _length) = Allocate(length);

    public readonly Span<ushort> Cells => _array.AsSpan(_first, _length);

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
        if (cell == ushort.MaxValue && _overflow is not null && _overflow.TryGetValue(index, out long rest))
        {
            if (rest == 1)
            {
                _overflow.Remove(index);
            }
            else
            {
                _overflow[index] = rest - 1;
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
            (_overflow ??= [])[index] = total - ushort.MaxValue;
        }
    }

    public readonly long CountAt(int index)
    {
        long count = Cells[index];
        return count == ushort.MaxValue && _overflow is not null ? count + _overflow.GetValueOrDefault(index) : count;
    }

    /// <summary>The index of the first cell at or after an index that is not 0, or -1.</summary>
    public readonly int NextNonZero(int index)
    {
        int next = Cells[index..].IndexOfAnyExcept((ushort)0);
        return next < 0 ? -1 : index + next;
    }

    /// <summary>Moves a row over another row whose cells are all 0, and clears the source.</summary>
    public void MoveRow(int from, int to, int stride)
    {
        Span<ushort> source = Cells.Slice(from * stride, stride);
        source.CopyTo(Cells[(to * stride)..]);
        source.Clear();
        for (int c = 0; _overflow is not null && c < stride; c++)
        {
            if (_overflow.Remove(((long)from * stride) + c, out long rest))
            {
                _overflow[((long)to * stride) + c] = rest;
            }
        }
    }

    /// <summary>Moves all rows to an array with another number of rows and another stride.</summary>
    public void Resize(int rows, int stride, int newRows, int newStride)
    {
        (ushort[] array, int first, int length) = Allocate(checked(newRows * newStride));
        Span<ushort> cells = array.AsSpan(first, length);
        for (int row = 0; row < rows; row++)
        {
            Cells.Slice(row * stride, stride).CopyTo(cells[(row * newStride)..]);
        }

        if (stride != newStride && _overflow is not null)
        {
            _overflow = _overflow.ToDictionary(pair => (pair.Key / stride * newStride) + (pair.Key % stride), pair => pair.Value);
        }

        (_array, _first, _length) = (array, first, length);
    }

    // A large array is pinned and aligned to cache lines, so that a row of 16 or 32 cells spans no more lines than necessary.
    private static (ushort[] Array, int First, int Length) Allocate(int length)
    {
        if (length < LargeLength || length > Array.MaxLength - LineLength)
        {
            return (new ushort[length], 0, length);
        }

        ushort[] array = GC.AllocateArray<ushort>(length + LineLength, pinned: true);
        int beyondLine = (int)(Marshal.UnsafeAddrOfPinnedArrayElement(array, 0) % 64) / sizeof(ushort);
        return (array, (LineLength - beyondLine) % LineLength, length);
    }
}
