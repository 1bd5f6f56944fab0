using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using WeightlessNet.Bits;
using WeightlessNet.Nodes;

namespace WeightlessNet.Discriminators;

/// <summary>
/// Computes hashed addresses of all nodes side by side. Of each input of a tuple, the bits of 64 nodes are a word; all nodes have the same
/// hash functions, so that each bit of a hash is the XOR of the words of some inputs.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class HashGather : IAddressGather
{
    private const int WordBits = 64;
    private const int MostAddressBits = 16;

    // Picking from a block takes about as long as XORing the contribution of a bit, and about one bit in four is XORed.
    private const int BitsForEachBlock = 4;

    private static readonly Vector256<ushort> BitOfNode = Vector256.Create(
        (ushort)1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024, 2048, 4096, 8192, 16384, 32768);

    private readonly int _nodeCount;
    private readonly int _hashes;
    private readonly int _addressBits;
    private readonly int _words;
    private readonly BitPicker _tuples;

    // The inputs whose XOR is bit b of hash h are _inputs[_starts[h * addressBits + b]] to the next start.
    private readonly int[] _inputs;
    private readonly int[] _starts;

    /// <param name="mapping">The mapping.</param>
    /// <param name="positionOf">Gives the position, in the pattern, of a bit of the mapping.</param>
    /// <param name="storage">The hashed storage, for which a gather <see cref="IsGoodFor"/> the mapping.</param>
    public HashGather(TupleMapping mapping, Func<int, int> positionOf, NodeStorage storage)
    {
        (_nodeCount, _hashes, _addressBits) = (mapping.NodeCount, storage.Hashes, storage.AddressBits);
        _words = WordsOf(_nodeCount);
        int[] bits = new int[mapping.TupleSize * _words * WordBits];
        Array.Fill(bits, BitPicker.None);
        for (int node = 0; node < _nodeCount; node++)
        {
            ReadOnlySpan<int> tuple = mapping.TupleOf(node);
            for (int input = 0; input < tuple.Length; input++)
            {
                bits[(input * _words * WordBits) + node] = positionOf(tuple[input]);
            }
        }

        _tuples = new BitPicker(bits);
        ulong[] rows = H3Hash.RowsOf(mapping.TupleSize, storage);
        _starts = new int[(_hashes * _addressBits) + 1];
        List<int> inputs = [];
        for (int bit = 0; bit < _hashes * _addressBits; bit++)
        {
            (int hash, int bitOfHash) = Math.DivRem(bit, _addressBits);
            for (int input = 0; input < mapping.TupleSize; input++)
            {
                if ((rows[(hash * mapping.TupleSize) + input] >> bitOfHash & 1) != 0)
                {
                    inputs.Add(input);
                }
            }

            _starts[bit + 1] = inputs.Count;
        }

        _inputs = [.. inputs];
    }

    /// <summary>Whether this is possible, and faster on this machine than XORing contributions of bits.</summary>
    /// <param name="mapping">The mapping.</param>
    /// <param name="patternBits">The number of bits of a pattern.</param>
    /// <param name="storage">The storage.</param>
    public static bool IsGoodFor(TupleMapping mapping, int patternBits, NodeStorage storage)
    {
        long blocks = (long)mapping.TupleSize * WordsOf(mapping.NodeCount) * ((patternBits / (BitPicker.BlockWords * WordBits)) + 1);
        return BitPicker.IsAccelerated && BitPicker.CanHave(patternBits) && storage.IsHashed && storage.AddressBits <= MostAddressBits
            && blocks * BitsForEachBlock <= mapping.BitCount;
    }

    /// <inheritdoc/>
    public void AddressesOf(ReadOnlySpan<ulong> pattern, Span<ulong> addresses)
    {
        int outputs = _hashes * _addressBits;
        int patternWords = Math.Max(pattern.Length, _tuples.PatternWords);
        Span<ulong> memory = AddressScratch.Current.Row(patternWords + _tuples.WordCount + (outputs * _words));
        Span<ulong> whole = memory[..patternWords];
        Span<ulong> inputs = memory.Slice(patternWords, _tuples.WordCount);
        Span<ulong> hashes = memory[(patternWords + inputs.Length)..];
        pattern.CopyTo(whole);
        _tuples.Pick(whole, inputs);
        Hash(inputs, hashes);
        Spread(hashes, addresses);
    }

    // One word, or whole vectors of four.
    private static int WordsOf(int nodes) => nodes <= WordBits ? 1 : (((nodes - 1) / (4 * WordBits)) + 1) * 4;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Hash(ReadOnlySpan<ulong> inputs, Span<ulong> hashes)
    {
        int[] of = _inputs;
        int[] starts = _starts;
        for (int bit = 0; bit < starts.Length - 1; bit++)
        {
            ReadOnlySpan<int> ofBit = of.AsSpan(starts[bit], starts[bit + 1] - starts[bit]);
            Span<ulong> sums = hashes.Slice(bit * _words, _words);
            if (_words == 1)
            {
                ulong sum = 0;
                foreach (int input in ofBit)
                {
                    sum ^= inputs[input];
                }

                sums[0] = sum;
                continue;
            }

            for (int word = 0; word < sums.Length; word += 4)
            {
                Vector256<ulong> sum = default;
                foreach (int input in ofBit)
                {
                    sum ^= Vector256.Create(inputs[((input * _words) + word)..]);
                }

                sum.CopyTo(sums[word..]);
            }
        }
    }

    // Sixteen nodes at once.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread(ReadOnlySpan<ulong> hashes, Span<ulong> addresses)
    {
        int lanes = Vector256<ushort>.Count;
        Span<ushort> some = stackalloc ushort[lanes];
        ReadOnlySpan<ushort> parts = MemoryMarshal.Cast<ulong, ushort>(hashes);
        int partsOfBit = _words * (WordBits / lanes);
        for (int hash = 0; hash < _hashes; hash++)
        {
            for (int node = 0; node < _nodeCount; node += lanes)
            {
                Vector256<ushort> sum = default;
                int part = (hash * _addressBits * partsOfBit) + (node / lanes);
                for (int bit = 0; bit < _addressBits; bit++, part += partsOfBit)
                {
                    Vector256<ushort> isSet = Vector256.Equals(Vector256.Create(parts[part]) & BitOfNode, BitOfNode);
                    sum |= isSet & Vector256.Create((ushort)(1 << bit));
                }

                int count = Math.Min(lanes, _nodeCount - node);
                if (_hashes == 1 && count == lanes)
                {
                    Widen(sum, addresses.Slice(node, lanes));
                    continue;
                }

                sum.CopyTo(some);
                for (int i = 0; i < count; i++)
                {
                    addresses[((node + i) * _hashes) + hash] = some[i];
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Widen(Vector256<ushort> values, Span<ulong> addresses)
    {
        (Vector256<uint> lower, Vector256<uint> upper) = Vector256.Widen(values);
        (Vector256<ulong> first, Vector256<ulong> second) = Vector256.Widen(lower);
        (Vector256<ulong> third, Vector256<ulong> fourth) = Vector256.Widen(upper);
        first.CopyTo(addresses);
        second.CopyTo(addresses[4..]);
        third.CopyTo(addresses[8..]);
        fourth.CopyTo(addresses[12..]);
    }
}
