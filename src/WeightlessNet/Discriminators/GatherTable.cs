using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WeightlessNet.Bits;

namespace WeightlessNet.Discriminators;

/// <summary>
/// Computes the addresses of nodes over a small pattern. Every node has a lane of 8 to 64 bits into which its tuple is gathered, many nodes
/// at once.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class GatherTable : IAddressGather
{
    private readonly BitGather _gather;
    private readonly int _laneBytes;

    /// <summary>Creates a table.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="positionOf">Gives the position, in the gathered pattern, of a bit of the mapping.</param>
    public GatherTable(TupleMapping mapping, Func<int, int> positionOf)
    {
        _laneBytes = LaneBytes(mapping.TupleSize);
        int laneBits = _laneBytes * 8;
        int words = ((mapping.NodeCount * laneBits) + BitGather.WordBits - 1) / BitGather.WordBits;
        int[] bits = new int[words * BitGather.WordBits];
        Array.Fill(bits, BitGather.None);
        for (int node = 0; node < mapping.NodeCount; node++)
        {
            ReadOnlySpan<int> tuple = mapping.TupleOf(node);
            for (int input = 0; input < tuple.Length; input++)
            {
                bits[(node * laneBits) + input] = positionOf(tuple[input]);
            }
        }

        _gather = new BitGather(bits);
    }

    /// <summary>Whether a table for patterns of this many bits is possible, and faster on this machine.</summary>
    public static bool IsGoodFor(int patternBits) => BitGather.IsAccelerated && patternBits <= BitGather.PatternBits;

    /// <summary>Writes the addresses of all nodes.</summary>
    /// <param name="pattern">A pattern of at most <see cref="BitGather.PatternWords"/> words.</param>
    /// <param name="addresses">One for each node.</param>
    public void AddressesOf(ReadOnlySpan<ulong> pattern, Span<ulong> addresses)
    {
        Span<ulong> whole = stackalloc ulong[BitGather.PatternWords];
        pattern.CopyTo(whole);
        whole[pattern.Length..].Clear();
        if (_laneBytes == sizeof(ulong))
        {
            _gather.Gather(whole, addresses);
            return;
        }

        Span<ulong> lanes = AddressScratch.Current.Row(_gather.WordCount);
        _gather.Gather(whole, lanes);
        switch (_laneBytes)
        {
            case sizeof(byte): Widen(MemoryMarshal.AsBytes(lanes), addresses); break;
            case sizeof(ushort): Widen(MemoryMarshal.Cast<ulong, ushort>(lanes), addresses); break;
            default: Widen(MemoryMarshal.Cast<ulong, uint>(lanes), addresses); break;
        }
    }

    /// <summary>Writes addresses that are packed in lanes of 32 bits.</summary>
    /// <param name="lanes">The addresses, and what may follow them.</param>
    /// <param name="addresses">One for each node.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Widen(ReadOnlySpan<uint> lanes, Span<ulong> addresses)
    {
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i] = lanes[i];
        }
    }

    private static int LaneBytes(int tupleSize) => tupleSize switch
    {
        <= 8 => sizeof(byte),
        <= 16 => sizeof(ushort),
        <= 32 => sizeof(uint),
        _ => sizeof(ulong),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen(ReadOnlySpan<byte> lanes, Span<ulong> addresses)
    {
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i] = lanes[i];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Widen(ReadOnlySpan<ushort> lanes, Span<ulong> addresses)
    {
        for (int i = 0; i < addresses.Length; i++)
        {
            addresses[i] = lanes[i];
        }
    }
}
