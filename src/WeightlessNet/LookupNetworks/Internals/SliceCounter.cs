using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// Counts slices: of each of 512 samples, how many have its bit. Three bits of a weight become one of that weight and one of twice of it
/// (carry-save adders), so that a slice costs few instructions.
/// </summary>
internal ref struct SliceCounter
{
    /// <summary>The number of planes, that is of bits of a count.</summary>
    public const int Planes = 32;

    private const int Lanes = 16;

    private static readonly Vector512<int> BitOfLane = Vector512.Create(
        1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);

    private readonly Span<Vector512<ulong>> _sums;
    private readonly Span<Vector512<ulong>> _waiting;

    // Bit p: a second slice of weight 2^p waits for a third.
    private uint _isWaiting;
    private int _planes;

    /// <param name="memory">Memory for twice <see cref="Planes"/> vectors.</param>
    public SliceCounter(Span<Vector512<ulong>> memory)
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
    public void Add(Vector512<ulong> slice)
    {
        int plane = 0;
        for (; (_isWaiting >> plane & 1) != 0; plane++)
        {
            Vector512<ulong> sum = _sums[plane];
            Vector512<ulong> waiting = _waiting[plane];
            Vector512<ulong> either = sum ^ waiting;
            _sums[plane] = either ^ slice;
            slice = Vector512.ConditionalSelect(either, slice, sum);
        }

        _isWaiting = ((_isWaiting >> plane) | 1) << plane;
        _waiting[plane] = slice;
        _planes = Math.Max(_planes, plane + 1);
    }

    /// <summary>Writes the counts. Begin again afterwards.</summary>
    /// <param name="counts">A count for each sample.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void WriteTo(Span<int> counts)
    {
        // A waiting slice is added to its plane; what is carried meets the next one.
        Vector512<ulong> carry = default;
        for (int plane = 0; plane < _planes; plane++)
        {
            Vector512<ulong> waiting = (_isWaiting >> plane & 1) != 0 ? _waiting[plane] : default;
            Vector512<ulong> sum = _sums[plane];
            Vector512<ulong> either = sum ^ waiting;
            _sums[plane] = either ^ carry;
            carry = Vector512.ConditionalSelect(either, carry, sum);
        }

        _sums[_planes] = carry;
        for (int start = 0; start < counts.Length; start += Lanes)
        {
            Vector512<int> count = default;
            for (int plane = _planes; plane >= 0; plane--)
            {
                var bits = Vector512.Create((int)(ushort)(_sums[plane][start >> 6] >> (start & 63)));
                count = (count << 1) - Vector512.Equals(bits & BitOfLane, BitOfLane);
            }

            count.CopyTo(counts[start..]);
        }
    }
}
