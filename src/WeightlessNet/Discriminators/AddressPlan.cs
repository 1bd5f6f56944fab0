using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Nodes;

namespace WeightlessNet.Discriminators;

/// <summary>
/// How the samples of an input layer become the addresses of nodes: by XOR of what each bit contributes, since an address, and an
/// H3 hash of one too, is linear over XOR.
/// </summary>
/// <remarks>
/// Two ways, by cost. Rows: where all addresses together are a few vectors and all rows fit a second-level cache, one precomputed row for every four bits of a pattern, or
/// for every level of a feature, is XORed as a whole. Scatter: else every bit's contributions are XORed one by one. Immutable and
/// thread-safe.
/// </remarks>
internal sealed class AddressPlan
{
    private const int LongestRow = 256;
    private const int MostRowBytes = 512 << 10;
    private const int WholeVector = 64;

    private readonly ThermometerRetina? _retina;
    private readonly int _bitCount;
    private readonly int[] _starts;
    private readonly int[] _elements;
    private readonly ulong[] _deltas;
    private readonly byte[]? _byteThresholds;
    private readonly byte[]? _patternRows;
    private readonly byte[]? _levelRows;
    private readonly int _elementBytes;
    private readonly int _rowBytes;

    public AddressPlan(InputLayer layer, NodeStorage storage)
    {
        TupleMapping mapping = layer.Mapping;
        _retina = layer.Retina;
        _bitCount = mapping.BitCount;
        int hashes = Math.Max(1, storage.Hashes);
        ElementCount = mapping.NodeCount * hashes;
        ulong[] hashRows = HashRows(mapping.InputsPerNode, storage);

        _starts = new int[_bitCount + 1];
        for (int node = 0; node < mapping.NodeCount; node++)
        {
            foreach (int bit in mapping.TupleOf(node))
            {
                _starts[bit + 1] += hashes;
            }
        }

        for (int bit = 0; bit < _bitCount; bit++)
        {
            _starts[bit + 1] += _starts[bit];
        }

        _elements = new int[_starts[_bitCount]];
        _deltas = new ulong[_elements.Length];
        int[] next = _starts[.._bitCount];
        for (int node = 0; node < mapping.NodeCount; node++)
        {
            ReadOnlySpan<int> tuple = mapping.TupleOf(node);
            for (int input = 0; input < tuple.Length; input++)
            {
                for (int hash = 0; hash < hashes; hash++)
                {
                    int entry = next[tuple[input]]++;
                    _elements[entry] = (node * hashes) + hash;
                    _deltas[entry] = hashRows[(hash * mapping.InputsPerNode) + input];
                }
            }
        }

        int addressBits = storage.Kind == NodeStorageKind.Hashed ? storage.AddressBits : mapping.InputsPerNode;
        _elementBytes = addressBits <= 16 ? sizeof(ushort) : addressBits <= 32 ? sizeof(uint) : sizeof(ulong);
        _rowBytes = ((ElementCount * _elementBytes) + WholeVector - 1) / WholeVector * WholeVector;
        if (_rowBytes <= LongestRow)
        {
            _byteThresholds = ByteThresholds();
            _patternRows = _retina is null || _byteThresholds is not null ? PatternRows() : null;
            _levelRows = _retina is null || _patternRows is not null ? null : LevelRows(_retina);
        }
    }

    /// <summary>How many addresses a sample has: one for each node, or one for each of its hashes.</summary>
    public int ElementCount { get; }

    /// <summary>Writes the addresses of a sample into working memory of this thread.</summary>
    public ReadOnlySpan<ulong> AddressesOf(Sample sample)
    {
        Span<ulong> addresses = AddressScratch.Current.Addresses(ElementCount);
        AddressesOf(sample, addresses);
        return addresses;
    }

    /// <summary>Writes the addresses of a sample.</summary>
    public void AddressesOf(Sample sample, Span<ulong> addresses)
    {
        switch (sample.Kind)
        {
            case SampleKind.Bytes: AddressesOf(sample.Bytes, addresses); break;
            case SampleKind.Numbers: AddressesOf(sample.Numbers, addresses); break;
            default: AddressesOf(sample.Pattern, addresses); break;
        }
    }

    /// <summary>Writes the addresses of a packed pattern.</summary>
    private void AddressesOf(ReadOnlySpan<ulong> pattern, Span<ulong> addresses)
    {
        if (pattern.Length != BitSlice.WordCount(_bitCount))
        {
            throw new ArgumentException(
                $"A pattern of {_bitCount} bits has {BitSlice.WordCount(_bitCount)} words, this one {pattern.Length}.", nameof(pattern));
        }

        int tail = _bitCount & 63;
        if (tail != 0 && pattern[^1] >> tail != 0)
        {
            throw new ArgumentException($"A bit beyond the {_bitCount} bits of the pattern is set.", nameof(pattern));
        }

        if (_patternRows is not null)
        {
            XorPatternRows(pattern, addresses);
            return;
        }

        addresses.Clear();
        for (int word = 0; word < pattern.Length; word++)
        {
            for (ulong bits = pattern[word]; bits != 0; bits &= bits - 1)
            {
                int bit = (word << 6) + BitOperations.TrailingZeroCount(bits);
                Scatter(_starts[bit], _starts[bit + 1], addresses);
            }
        }
    }

    /// <summary>Writes the addresses of a sample of numbers.</summary>
    private void AddressesOf(ReadOnlySpan<double> sample, Span<ulong> addresses)
    {
        ThermometerRetina retina = RetinaOrThrow();
        Span<byte> levels = AddressScratch.Current.Levels(retina.FeatureCount);
        retina.LevelsOf(sample, levels);
        XorLevels(retina, levels, addresses);
    }

    /// <summary>Writes the addresses of a sample of bytes, such as pixels.</summary>
    private void AddressesOf(ReadOnlySpan<byte> sample, Span<ulong> addresses)
    {
        ThermometerRetina retina = RetinaOrThrow();
        if (_byteThresholds is not null && _patternRows is not null && sample.Length == retina.FeatureCount)
        {
            Span<ulong> pattern = AddressScratch.Current.Pattern(BitSlice.WordCount(_bitCount));
            BitKernels.EncodeAbove(sample, _byteThresholds, pattern);
            XorPatternRows(pattern, addresses);
            return;
        }

        Span<byte> levels = AddressScratch.Current.Levels(retina.FeatureCount);
        retina.LevelsOf(sample, levels);
        XorLevels(retina, levels, addresses);
    }

    private static ulong[] HashRows(int inputs, NodeStorage storage)
    {
        if (storage.Kind != NodeStorageKind.Hashed)
        {
            ulong[] bits = new ulong[inputs];
            for (int input = 0; input < inputs; input++)
            {
                bits[input] = 1UL << input;
            }

            return bits;
        }

        ulong[] rows = new ulong[storage.Hashes * inputs];
        SplitMix64 random = new(storage.Seed);
        foreach (ref ulong row in rows.AsSpan())
        {
            row = random.Next() >> (64 - storage.AddressBits);
        }

        return rows;
    }

    private ThermometerRetina RetinaOrThrow() =>
        _retina ?? throw new InvalidOperationException("The input layer has no retina: samples are packed patterns.");

    private void Scatter(int start, int end, Span<ulong> addresses)
    {
        ReadOnlySpan<int> elements = _elements.AsSpan(start, end - start);
        ReadOnlySpan<ulong> deltas = _deltas.AsSpan(start, end - start);
        for (int i = 0; i < elements.Length; i++)
        {
            addresses[elements[i]] ^= deltas[i];
        }
    }

    private void XorLevels(ThermometerRetina retina, ReadOnlySpan<byte> levels, Span<ulong> addresses)
    {
        int featureLevels = retina.Levels;
        if (_levelRows is not null)
        {
            switch (BitKernels.VectorBits)
            {
                case 512: XorLevelRows<Lanes512>(levels, featureLevels + 1, addresses); break;
                case 256: XorLevelRows<Lanes256>(levels, featureLevels + 1, addresses); break;
                default: XorLevelRows<Lanes128>(levels, featureLevels + 1, addresses); break;
            }

            return;
        }

        addresses.Clear();
        int[] starts = _starts;
        int[] elements = _elements;
        ulong[] deltas = _deltas;
        for (int feature = 0; feature < levels.Length; feature++)
        {
            int first = feature * featureLevels;
            int end = starts[first + levels[feature]];
            for (int entry = starts[first]; entry < end; entry++)
            {
                addresses[elements[entry]] ^= deltas[entry];
            }
        }
    }

    private void XorLevelRows<TLanes>(ReadOnlySpan<byte> levels, int rowsPerFeature, Span<ulong> addresses)
        where TLanes : struct, ILanes<TLanes>
    {
        Span<byte> row = MemoryMarshal.AsBytes(AddressScratch.Current.Row(_rowBytes / sizeof(ulong)));
        ReadOnlySpan<byte> rows = _levelRows.AsSpan(0, levels.Length * rowsPerFeature * _rowBytes);
        ref byte firstRow = ref MemoryMarshal.GetReference(rows);
        for (int column = 0; column < _rowBytes; column += TLanes.ByteCount)
        {
            TLanes sum = TLanes.Zero;
            int first = column;
            foreach (byte level in levels)
            {
                sum = TLanes.Xor(sum, TLanes.Load(ref Unsafe.Add(ref firstRow, first + (level * _rowBytes))));
                first += rowsPerFeature * _rowBytes;
            }

            TLanes.Store(sum, ref row[column]);
        }

        Spread(row, addresses);
    }

    private void XorPatternRows(ReadOnlySpan<ulong> pattern, Span<ulong> addresses)
    {
        switch (BitKernels.VectorBits)
        {
            case 512: XorPatternRows<Lanes512>(pattern, addresses); break;
            case 256: XorPatternRows<Lanes256>(pattern, addresses); break;
            default: XorPatternRows<Lanes128>(pattern, addresses); break;
        }
    }

    private void XorPatternRows<TLanes>(ReadOnlySpan<ulong> pattern, Span<ulong> addresses)
        where TLanes : struct, ILanes<TLanes>
    {
        // One vector of the row at a time stays in a register; a value of 0 has a row of zeros, which is cheaper than a branch.
        Span<byte> row = MemoryMarshal.AsBytes(AddressScratch.Current.Row(_rowBytes / sizeof(ulong)));
        ReadOnlySpan<byte> rows = _patternRows.AsSpan(0, pattern.Length * 256 * _rowBytes);
        ref byte firstRow = ref MemoryMarshal.GetReference(rows);
        for (int column = 0; column < _rowBytes; column += TLanes.ByteCount)
        {
            TLanes sum = TLanes.Zero;
            int group = column;
            foreach (ulong word in pattern)
            {
                ulong bits = word;
                for (int nibble = 0; nibble < 16; nibble++, bits >>= 4, group += 16 * _rowBytes)
                {
                    sum = TLanes.Xor(sum, TLanes.Load(ref Unsafe.Add(ref firstRow, group + ((int)(bits & 15) * _rowBytes))));
                }
            }

            TLanes.Store(sum, ref row[column]);
        }

        Spread(row, addresses);
    }

    private void Spread(ReadOnlySpan<byte> row, Span<ulong> addresses)
    {
        switch (_elementBytes)
        {
            case sizeof(ushort):
                ReadOnlySpan<ushort> shorts = MemoryMarshal.Cast<byte, ushort>(row);
                for (int i = 0; i < addresses.Length; i++)
                {
                    addresses[i] = shorts[i];
                }

                break;
            case sizeof(uint):
                ReadOnlySpan<uint> ints = MemoryMarshal.Cast<byte, uint>(row);
                for (int i = 0; i < addresses.Length; i++)
                {
                    addresses[i] = ints[i];
                }

                break;
            default:
                MemoryMarshal.Cast<byte, ulong>(row)[..addresses.Length].CopyTo(addresses);
                break;
        }
    }

    // Features of one threshold can be compared as bytes: the thresholds as bytes, or null where one is below 0 (a pixel of 0 is above).
    private byte[]? ByteThresholds()
    {
        if (_retina is not { Levels: 1 } retina)
        {
            return null;
        }

        byte[] thresholds = new byte[retina.FeatureCount];
        for (int feature = 0; feature < thresholds.Length; feature++)
        {
            double threshold = retina.Thresholds[feature];
            if (threshold < 0)
            {
                return null;
            }

            thresholds[feature] = (byte)Math.Min(255, Math.Floor(threshold));
        }

        return thresholds;
    }

    // Row 16 * group + value is what the bits of a value contribute at the group's place.
    private byte[]? PatternRows()
    {
        int groups = BitSlice.WordCount(_bitCount) * 16;
        if ((long)groups * 16 * _rowBytes > MostRowBytes)
        {
            return null;
        }

        byte[] rows = new byte[groups * 16 * _rowBytes];
        for (int bit = 0; bit < _bitCount; bit++)
        {
            for (int value = 0; value < 16; value++)
            {
                if (((value >> (bit & 3)) & 1) != 0)
                {
                    AddBit(bit, rows.AsSpan((((bit >> 2) * 16) + value) * _rowBytes, _rowBytes));
                }
            }
        }

        return rows;
    }

    // Row feature * (levels + 1) + level is what the first bits of a feature, as many as its level, contribute together.
    private byte[]? LevelRows(ThermometerRetina retina)
    {
        int rowsPerFeature = retina.Levels + 1;
        if ((long)retina.FeatureCount * rowsPerFeature * _rowBytes > MostRowBytes)
        {
            return null;
        }

        byte[] rows = new byte[retina.FeatureCount * rowsPerFeature * _rowBytes];
        for (int bit = 0; bit < _bitCount; bit++)
        {
            int index = (bit / retina.Levels * rowsPerFeature) + (bit % retina.Levels);
            Span<byte> row = rows.AsSpan((index + 1) * _rowBytes, _rowBytes);
            rows.AsSpan(index * _rowBytes, _rowBytes).CopyTo(row);
            AddBit(bit, row);
        }

        return rows;
    }

    private void AddBit(int bit, Span<byte> row)
    {
        for (int entry = _starts[bit]; entry < _starts[bit + 1]; entry++)
        {
            for (int i = 0; i < _elementBytes; i++)
            {
                row[(_elements[entry] * _elementBytes) + i] ^= (byte)(_deltas[entry] >> (8 * i));
            }
        }
    }
}
