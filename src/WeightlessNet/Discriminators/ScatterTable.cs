using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Nodes;

namespace WeightlessNet.Discriminators;

/// <summary>
/// A scatter table whose addresses and node numbers have a given width, so that small entries stay in the first-level cache.
/// </summary>
/// <remarks>
/// Samples of a retina start from the addresses of a baseline, the sample of all thermometers' middle thresholds, and XOR only the bits
/// that differ from it: about half as many as are set. All hashes of a node share an entry if together they fit 64 bits.
/// Immutable and thread-safe.
/// </remarks>
internal sealed class ScatterTable<TWord> : IScatterTable
    where TWord : unmanaged, IBinaryInteger<TWord>
{
    private readonly int _bitCount;
    private readonly int _wordCount;
    private readonly int _hashesPerWord;
    private readonly int _addressBits;
    private readonly int _levels;
    private readonly int _planeCount;
    private readonly bool _isOneEntryForEachBit;
    private readonly int[] _starts;
    private readonly Entry[] _entries;
    private readonly byte[] _baselineLevels = [];
    private readonly ulong[] _baselinePlanes = [];
    private readonly TWord[] _baseline = [];

    /// <summary>Creates a table.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="storage">The storage, whose hashes are used.</param>
    /// <param name="hashesPerWord">The number of a node's hashes in one word: all, or 1.</param>
    /// <param name="addressBits">The number of bits of a node's address, or of each hash of it.</param>
    public ScatterTable(InputLayer layer, NodeStorage storage, int hashesPerWord, int addressBits)
    {
        TupleMapping mapping = layer.Mapping;
        int hashes = Math.Max(1, storage.Hashes);
        int wordsPerNode = hashes / hashesPerWord;
        _bitCount = mapping.BitCount;
        _wordCount = mapping.NodeCount * wordsPerNode;
        _hashesPerWord = hashesPerWord;
        _addressBits = addressBits;
        ulong[] hashRows = H3Hash.RowsOf(mapping.TupleSize, storage);

        _starts = new int[_bitCount + 1];
        for (int node = 0; node < mapping.NodeCount; node++)
        {
            foreach (int bit in mapping.TupleOf(node))
            {
                _starts[bit + 1] += wordsPerNode;
            }
        }

        _isOneEntryForEachBit = _starts.Max() == 1;
        if (_isOneEntryForEachBit)
        {
            // Bits that no tuple holds get an entry that changes nothing, so that the entry of a bit is at the bit's index.
            _starts = [.. Enumerable.Range(0, _bitCount + 1)];
        }
        else
        {
            for (int bit = 0; bit < _bitCount; bit++)
            {
                _starts[bit + 1] += _starts[bit];
            }
        }

        _entries = new Entry[_starts[_bitCount]];
        int[] next = _starts[.._bitCount];
        for (int node = 0; node < mapping.NodeCount; node++)
        {
            ReadOnlySpan<int> tuple = mapping.TupleOf(node);
            for (int input = 0; input < tuple.Length; input++)
            {
                for (int word = 0; word < wordsPerNode; word++)
                {
                    ulong delta = 0;
                    for (int hash = 0; hash < hashesPerWord; hash++)
                    {
                        delta |= hashRows[(((word * hashesPerWord) + hash) * tuple.Length) + input] << (hash * addressBits);
                    }

                    _entries[next[tuple[input]]++] = new Entry(
                        TWord.CreateChecked((node * wordsPerNode) + word), TWord.CreateChecked(delta));
                }
            }
        }

        if (layer.Retina is ThermometerRetina retina)
        {
            _levels = retina.Levels;
            _baselineLevels = new byte[retina.ThermometerCount];
            TWord[] baseline = new TWord[_wordCount];
            PlaneLayout planes = new(retina);
            _planeCount = planes.PlaneCount;
            _baselinePlanes = new ulong[planes.WordCount];
            for (int thermometer = 0; thermometer < retina.ThermometerCount; thermometer++)
            {
                int first = thermometer * _levels;
                int level = retina.LevelOf(thermometer, retina.Thresholds[first + (_levels / 2)]);
                _baselineLevels[thermometer] = (byte)level;
                XorBits(first, first + level, baseline);
                for (int bit = first; bit < first + level; bit++)
                {
                    int place = planes.PlaceOf(bit);
                    _baselinePlanes[place >> 6] |= 1UL << (place & 63);
                }
            }

            _baseline = baseline;
        }
    }

    public int EntryCount => _entries.Length;

    public void AddressesOfPattern(ReadOnlySpan<ulong> pattern, Span<ulong> addresses)
    {
        Span<TWord> words = Words();
        words.Clear();
        XorPlane(pattern, [], 0, 1, words);
        Spread(words, addresses);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddressesOfLevels(ReadOnlySpan<byte> levels, Span<ulong> addresses)
    {
        Span<TWord> words = Words();
        _baseline.CopyTo(words);
        for (int thermometer = 0; thermometer < levels.Length; thermometer++)
        {
            int first = thermometer * _levels;
            int level = levels[thermometer];
            int baseline = _baselineLevels[thermometer];
            XorBits(first + Math.Min(level, baseline), first + Math.Max(level, baseline), words);
        }

        Spread(words, addresses);
    }

    public void AddressesOfPlanes(ReadOnlySpan<ulong> planes, Span<ulong> addresses)
    {
        Span<TWord> words = Words();
        _baseline.CopyTo(words);
        int length = planes.Length / _planeCount;
        for (int plane = 0; plane < _planeCount; plane++)
        {
            XorPlane(planes.Slice(plane * length, length), _baselinePlanes.AsSpan(plane * length, length), plane, _planeCount, words);
        }

        Spread(words, addresses);
    }

    private Span<TWord> Words()
    {
        Span<ulong> memory = AddressScratch.Current.Row(((_wordCount * Unsafe.SizeOf<TWord>()) + sizeof(ulong) - 1) / sizeof(ulong));
        return MemoryMarshal.Cast<ulong, TWord>(memory)[.._wordCount];
    }

    // XORs the contribution of every bit that differs from the baseline, or is set if there is none. Bit i of the plane is bit
    // offset + i * step of a pattern.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void XorPlane(ReadOnlySpan<ulong> plane, ReadOnlySpan<ulong> baseline, int offset, int step, Span<TWord> words)
    {
        if (_isOneEntryForEachBit)
        {
            XorEntries(plane, baseline, offset, step, words, _entries);
            return;
        }

        for (int word = 0; word < plane.Length; word++)
        {
            int origin = offset + ((word << 6) * step);
            for (ulong bits = plane[word] ^ (baseline.IsEmpty ? 0 : baseline[word]); bits != 0; bits &= bits - 1)
            {
                int bit = origin + (BitOperations.TrailingZeroCount(bits) * step);
                XorBits(bit, bit + 1, words);
            }
        }
    }

    // The innermost loop, without calls and bounds checks. It is safe: the constructor creates entries only for words below `_wordCount`,
    // the length of `words`, and planes have no bits beyond the features.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void XorEntries(
        ReadOnlySpan<ulong> plane, ReadOnlySpan<ulong> baseline, int offset, int step, Span<TWord> words, ReadOnlySpan<Entry> entries)
    {
        ref TWord firstWord = ref MemoryMarshal.GetReference(words);
        ref Entry firstEntry = ref MemoryMarshal.GetReference(entries);
        for (int word = 0; word < plane.Length; word++)
        {
            ulong bits = plane[word];
            if (word < baseline.Length)
            {
                bits ^= baseline[word];
            }

            ref Entry origin = ref Unsafe.Add(ref firstEntry, offset + ((word << 6) * step));
            for (; bits != 0; bits &= bits - 1)
            {
                Entry entry = Unsafe.Add(ref origin, BitOperations.TrailingZeroCount(bits) * step);
                Unsafe.Add(ref firstWord, nint.CreateTruncating(entry.Word)) ^= entry.Delta;
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void XorBits(int start, int end, Span<TWord> words)
    {
        int firstEntry = _starts[start];
        foreach (Entry entry in _entries.AsSpan(firstEntry, _starts[end] - firstEntry))
        {
            words[int.CreateTruncating(entry.Word)] ^= entry.Delta;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Spread(ReadOnlySpan<TWord> words, Span<ulong> addresses)
    {
        if (_hashesPerWord == 1)
        {
            for (int i = 0; i < addresses.Length; i++)
            {
                addresses[i] = ulong.CreateTruncating(words[i]);
            }

            return;
        }

        ulong mask = (1UL << _addressBits) - 1;
        int element = 0;
        foreach (TWord word in words)
        {
            ulong rest = ulong.CreateTruncating(word);
            for (int hash = 0; hash < _hashesPerWord; hash++, rest >>= _addressBits)
            {
                addresses[element++] = rest & mask;
            }
        }
    }

    private readonly record struct Entry(TWord Word, TWord Delta);
}
