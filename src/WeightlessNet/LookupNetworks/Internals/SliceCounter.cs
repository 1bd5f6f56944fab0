using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WeightlessNet.Bits;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// Counts slices: of each sample, how many slices have its bit. Three bits of a weight become one of that weight and one of twice of it
/// (carry-save adders), so that a slice costs few instructions.
/// </summary>
/// <typeparam name="TLanes">The vector: a slice, that is one bit of each sample.</typeparam>
internal ref struct SliceCounter<TLanes>
    where TLanes : struct, ILanes<TLanes>
{
    /// <summary>The number of planes, that is of bits of a count.</summary>
    public const int Planes = 32;

    private readonly Span<TLanes> _sums;
    private readonly Span<TLanes> _waiting;

    // Bit p: a second slice of weight 2^p waits for a third.
    private uint _isWaiting;
    private int _planes;

    /// <param name="memory">Memory for twice <see cref="Planes"/> vectors.</param>
    public SliceCounter(Span<TLanes> memory)
    {
        _sums = memory[..Planes];
        _waiting = memory.Slice(Planes, Planes);
        Clear();
    }

    /// <summary>Begins again.</summary>
    public void Clear()
    {
        _sums.Clear();
        _isWaiting = 0;
        _planes = 1;
    }

    /// <summary>Counts a slice.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(TLanes slice)
    {
        ref TLanes sum = ref MemoryMarshal.GetReference(_sums);
        ref TLanes waiting = ref MemoryMarshal.GetReference(_waiting);
        int plane = 0;
        for (; (_isWaiting >> plane & 1) != 0; plane++)
        {
            TLanes old = Unsafe.Add(ref sum, plane);
            TLanes either = TLanes.Xor(old, Unsafe.Add(ref waiting, plane));
            Unsafe.Add(ref sum, plane) = TLanes.Xor(either, slice);
            slice = TLanes.Select(either, slice, old);
        }

        _isWaiting = ((_isWaiting >> plane) | 1) << plane;
        Unsafe.Add(ref waiting, plane) = slice;
        _planes = Math.Max(_planes, plane + 1);
    }

    /// <summary>Writes the counts. Begin again afterwards.</summary>
    /// <param name="counts">A count for each sample: as many as a vector has bits.</param>
    /// <exception cref="ArgumentException">There is not one count for each sample.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WriteTo(Span<int> counts)
    {
        if (counts.Length != TLanes.ByteCount * 8)
        {
            throw new ArgumentException($"A vector has {TLanes.ByteCount * 8} samples, not {counts.Length}.", nameof(counts));
        }

        // A waiting slice is added to its plane; what is carried meets the next one.
        TLanes carry = TLanes.Zero;
        for (int plane = 0; plane < _planes; plane++)
        {
            TLanes waiting = (_isWaiting >> plane & 1) != 0 ? _waiting[plane] : TLanes.Zero;
            TLanes sum = _sums[plane];
            TLanes either = TLanes.Xor(sum, waiting);
            _sums[plane] = TLanes.Xor(either, carry);
            carry = TLanes.Select(either, carry, sum);
        }

        _sums[_planes] = carry;
        counts.Clear();
        for (int plane = 0; plane <= _planes; plane += BitSquare<TLanes>.Rows)
        {
            AddBytes(plane, counts);
        }
    }

    // The bits of eight planes, transposed in squares of eight bits: byte i of row r is of sample 8 i + r.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddBytes(int plane, Span<int> counts)
    {
        Span<TLanes> rows = _sums.Slice(plane, BitSquare<TLanes>.Rows);
        BitSquare<TLanes>.Exchange(ref rows[0], 1, BitSquare<TLanes>.Rows / 2);
        ref byte first = ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(rows));
        for (int row = 0; row < rows.Length; row++)
        {
            for (int sample = row; sample < counts.Length; sample += rows.Length)
            {
                counts[sample] |= first << plane;
                first = ref Unsafe.Add(ref first, 1);
            }
        }
    }
}
