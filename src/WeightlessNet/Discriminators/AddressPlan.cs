using System.Runtime.InteropServices;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Nodes;

namespace WeightlessNet.Discriminators;

/// <summary>
/// Computes the node addresses of an input layer's samples as the XOR of the contributions of the set bits. This works because an
/// address, and an H3 hash of it, is linear over XOR.
/// </summary>
/// <remarks>
/// Chooses the cheapest of three ways. Gather, for small patterns: the pattern fits two registers, from which the tuples of many nodes are
/// picked at once; hashed tuples are picked from longer patterns, where <see cref="HashGather"/> is good for them. Rows, for few features
/// and many nodes, as in tables: each level of a thermometer has a precomputed row with its contribution to all addresses. Scatter,
/// otherwise: the bits' contributions are XORed one by one; bytes, such as pixels, become bits by comparing whole vectors with the
/// thresholds of one level. Immutable and thread-safe.
/// </remarks>
internal sealed class AddressPlan
{
    private const int MostRowBytes = 1 << 20;
    private const int WholeVector = 64;

    private readonly ThermometerRetina? _retina;
    private readonly int _bitCount;
    private readonly IScatterTable _scatter;
    private readonly BytePlanes? _planes;
    private readonly byte[]? _levelRows;
    private readonly IAddressGather? _patternGather;
    private readonly IAddressGather? _planeGather;
    private readonly int _rowBytes;

    // Only what keeps patterns needs it.
    private readonly Lazy<ulong[]> _readBits;

    public AddressPlan(InputLayer layer, NodeStorage storage)
    {
        TupleMapping mapping = layer.Mapping;
        _retina = layer.Retina;
        _bitCount = mapping.BitCount;
        _readBits = new Lazy<ulong[]>(() => BitsReadBy(mapping));
        int hashes = Math.Max(1, storage.Hashes);
        ElementCount = mapping.NodeCount * hashes;
        int addressBits = storage.IsHashed ? storage.AddressBits : mapping.TupleSize;
        int hashesPerWord = hashes * addressBits <= 64 ? hashes : 1;
        int wordCount = ElementCount / hashesPerWord;
        int wordBits = hashesPerWord * addressBits;
        _scatter = wordBits <= 16 && wordCount <= 1 << 16 ? new ScatterTable<ushort>(layer, storage, hashesPerWord, addressBits)
            : wordBits <= 32 ? new ScatterTable<uint>(layer, storage, hashesPerWord, addressBits)
            : new ScatterTable<ulong>(layer, storage, hashesPerWord, addressBits);
        _patternGather = GatherOf(mapping, storage, _bitCount, static bit => bit);

        if (_retina is not null)
        {
            _planes = new BytePlanes(_retina);
            _planeGather = GatherOf(mapping, storage, _planes.Layout.WordCount * 64, _planes.Layout.PlaceOf);

            _rowBytes = ((ElementCount * sizeof(uint)) + WholeVector - 1) / WholeVector * WholeVector;

            // XORing a vector of a row costs about as much as XORing a scatter entry, and about one in four entries is XORed.
            long rowBytes = (long)_retina.ThermometerCount * (_retina.Levels + 1) * _rowBytes;
            long vectors = (long)_retina.ThermometerCount * (_rowBytes / WholeVector);
            if (addressBits <= 32 && rowBytes <= MostRowBytes && vectors < _scatter.EntryCount / 4)
            {
                _levelRows = LevelRows(_retina);
            }
        }
    }

    /// <summary>The number of addresses of a sample: one for each node, or one for each hash of each node.</summary>
    public int ElementCount { get; }

    /// <summary>Throws if any sample is of another kind or length, before anything is changed.</summary>
    /// <exception cref="ArgumentException">A sample does not have the layer's length, or an unused bit of a pattern is set.</exception>
    /// <exception cref="InvalidOperationException">Samples are numbers or bytes, but the layer has no retina.</exception>
    public void ThrowIfNotSamples(SampleBatch samples)
    {
        // All have the same kind and length. Only patterns have more to check.
        int checkedSamples = samples.Count > 0 && samples[0].Kind != SampleKind.Pattern ? 1 : samples.Count;
        for (int i = 0; i < checkedSamples; i++)
        {
            ThrowIfNotASample(samples[i], nameof(samples));
        }
    }

    /// <summary>Throws if a sample is of another kind or length.</summary>
    public void ThrowIfNotASample(Sample sample, string parameter)
    {
        if (sample.Kind == SampleKind.Pattern)
        {
            ThrowIfNotAPattern(sample.Pattern, parameter);
            return;
        }

        int length = sample.Kind == SampleKind.Bytes ? sample.Bytes.Length : sample.Numbers.Length;
        if (RetinaOrThrow().FeatureCount is int features && length != features)
        {
            throw new ArgumentException($"A sample has {features} features, as the input layer, but this one has {length}.", parameter);
        }
    }

    /// <summary>Computes the addresses of a sample in this thread's scratch memory, valid until its next use.</summary>
    public ReadOnlySpan<ulong> AddressesOf(Sample sample)
    {
        Span<ulong> addresses = AddressScratch.Current.Addresses(ElementCount);
        AddressesOf(sample, addresses);
        return addresses;
    }

    /// <summary>Writes the addresses of a sample.</summary>
    public void AddressesOf(Sample sample, Span<ulong> addresses)
    {
        ThrowIfNotASample(sample, nameof(sample));
        switch (sample.Kind)
        {
            case SampleKind.Bytes: AddressesOf(sample.Bytes, addresses); break;
            case SampleKind.Numbers: AddressesOf(sample.Numbers, addresses); break;
            default: AddressesOf(sample.Pattern, addresses); break;
        }
    }

    /// <summary>The packed pattern of a sample that fits, with only the bits that a node reads.</summary>
    public ulong[] PatternOf(Sample sample)
    {
        ulong[] pattern = new ulong[BitSlice.WordCount(_bitCount)];
        switch (sample.Kind)
        {
            case SampleKind.Bytes: RetinaOrThrow().Encode(sample.Bytes, pattern); break;
            case SampleKind.Numbers: RetinaOrThrow().Encode(sample.Numbers, pattern); break;
            default: sample.Pattern.CopyTo(pattern); break;
        }

        ulong[] read = _readBits.Value;
        for (int word = 0; word < pattern.Length; word++)
        {
            pattern[word] &= read[word];
        }

        return pattern;
    }

    private static IAddressGather? GatherOf(TupleMapping mapping, NodeStorage storage, int patternBits, Func<int, int> positionOf) =>
        !storage.IsHashed && GatherTable.IsGoodFor(patternBits) ? new GatherTable(mapping, positionOf)
        : HashGather.IsGoodFor(mapping, patternBits, storage) ? new HashGather(mapping, positionOf, storage)
        : null;

    private static ulong[] BitsReadBy(TupleMapping mapping)
    {
        ulong[] read = new ulong[BitSlice.WordCount(mapping.BitCount)];
        BitSlice bits = new(read, 0, mapping.BitCount);
        for (int node = 0; node < mapping.NodeCount; node++)
        {
            foreach (int bit in mapping.TupleOf(node))
            {
                bits.Set(bit);
            }
        }

        return read;
    }

    /// <summary>Writes the addresses of a packed pattern.</summary>
    private void AddressesOf(ReadOnlySpan<ulong> pattern, Span<ulong> addresses)
    {
        if (_patternGather is null)
        {
            _scatter.AddressesOfPattern(pattern, addresses);
        }
        else
        {
            _patternGather.AddressesOf(pattern, addresses);
        }
    }

    private void ThrowIfNotAPattern(ReadOnlySpan<ulong> pattern, string parameter)
    {
        int words = BitSlice.WordCount(_bitCount);
        if (pattern.Length != words)
        {
            string numbers = _retina is null ? "" : $" The input layer also takes rows of {Counted(_retina.FeatureCount, "number")}.";
            throw new ArgumentException(
                $"A pattern of {Counted(_bitCount, "bit")} has {Counted(words, "word")}, this one has {pattern.Length}.{numbers}",
                parameter);
        }

        int tail = _bitCount & 63;
        if (tail != 0 && pattern[^1] >> tail != 0)
        {
            throw new ArgumentException(
                $"A bit after the {_bitCount} bits of the pattern is set. Clear the rest of its last word.", parameter);
        }
    }

    /// <summary>Writes the addresses of a sample of numbers.</summary>
    private void AddressesOf(ReadOnlySpan<double> sample, Span<ulong> addresses)
    {
        ThermometerRetina retina = RetinaOrThrow();
        Span<byte> levels = AddressScratch.Current.Levels(retina.ThermometerCount);
        retina.LevelsOf(sample, levels);
        XorLevels(retina, levels, addresses);
    }

    /// <summary>Writes the addresses of a sample of bytes, such as pixels.</summary>
    private void AddressesOf(ReadOnlySpan<byte> sample, Span<ulong> addresses)
    {
        ThermometerRetina retina = RetinaOrThrow();
        if (_levelRows is not null && _planeGather is null)
        {
            Span<byte> levels = AddressScratch.Current.Levels(retina.ThermometerCount);
            retina.LevelsOf(sample, levels);
            XorLevels(retina, levels, addresses);
            return;
        }

        Span<ulong> planes = AddressScratch.Current.Pattern(_planes!.Layout.WordCount);
        _planes.Write(sample, planes);
        if (_planeGather is null)
        {
            _scatter.AddressesOfPlanes(planes, addresses);
        }
        else
        {
            _planeGather.AddressesOf(planes, addresses);
        }
    }

    private static string Counted(int count, string thing) => count == 1 ? $"1 {thing}" : $"{count} {thing}s";

    private ThermometerRetina RetinaOrThrow() =>
        _retina ?? throw new InvalidOperationException(
            "The input layer has no retina: pass samples as packed patterns (ulong), or make the layer with InputLayer.ForFeatures.");

    private void XorLevels(ThermometerRetina retina, ReadOnlySpan<byte> levels, Span<ulong> addresses)
    {
        if (_levelRows is null)
        {
            _scatter.AddressesOfLevels(levels, addresses);
            return;
        }

        Span<byte> row = MemoryMarshal.AsBytes(AddressScratch.Current.Row(_rowBytes / sizeof(ulong)));
        RowKernels.XorLevels(_levelRows, levels, retina.Levels + 1, row);
        GatherTable.Widen(MemoryMarshal.Cast<byte, uint>(row), addresses);
    }

    // Row thermometer * (levels + 1) + level is the XOR of the contributions of the thermometer's first `level` bits. The padding is 0.
    private byte[] LevelRows(ThermometerRetina retina)
    {
        int rowsPerThermometer = retina.Levels + 1;
        byte[] rows = new byte[retina.ThermometerCount * rowsPerThermometer * _rowBytes];
        ulong[] pattern = new ulong[BitSlice.WordCount(_bitCount)];
        ulong[] addresses = new ulong[ElementCount];
        for (int bit = 0; bit < _bitCount; bit++)
        {
            int index = (bit / retina.Levels * rowsPerThermometer) + (bit % retina.Levels);
            Span<uint> row = MemoryMarshal.Cast<byte, uint>(rows.AsSpan((index + 1) * _rowBytes, _rowBytes));
            rows.AsSpan(index * _rowBytes, _rowBytes).CopyTo(MemoryMarshal.AsBytes(row));
            pattern[bit >> 6] = 1UL << (bit & 63);
            _scatter.AddressesOfPattern(pattern, addresses);
            pattern[bit >> 6] = 0;
            for (int element = 0; element < addresses.Length; element++)
            {
                row[element] ^= (uint)addresses[element];
            }
        }

        return rows;
    }
}
