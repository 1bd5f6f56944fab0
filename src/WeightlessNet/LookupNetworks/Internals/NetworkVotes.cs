using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// The votes of a network, for one sample or for many at once. For one, each bit is a byte, so that an address is put together from single
/// reads.
/// </summary>
/// <remarks>Immutable and thread-safe. Integers: both ways give the same votes.</remarks>
internal sealed class NetworkVotes
{
    private const int WordBits = 64;

    private readonly InputLayer _layer;
    private readonly ulong[] _tables;
    private readonly int _classes;
    private readonly BytePlanes? _planes;
    private readonly int[] _pinsOfPattern;
    private readonly int[] _pinsOfPlanes;
    private readonly TableWords? _wordsOfPattern;
    private readonly TableWords? _wordsOfBytes;

    /// <param name="layer">The wiring: tuples of six bits.</param>
    /// <param name="tables">The tables, as many for each class.</param>
    /// <param name="classes">The number of classes.</param>
    public NetworkVotes(InputLayer layer, ulong[] tables, int classes)
    {
        if (layer.Mapping.TupleSize != TableBlock.Pins || layer.NodeCount < tables.Length)
        {
            throw new ArgumentException(
                $"{layer.NodeCount} tuples of {layer.Mapping.TupleSize} bits are not one of {TableBlock.Pins} for each of {tables.Length} "
                + "tables.",
                nameof(layer));
        }

        (_layer, _tables, _classes) = (layer, tables, classes);
        _pinsOfPattern = TablePins.Of(layer.Mapping, static bit => bit);
        _planes = layer.Retina is null ? null : new BytePlanes(layer.Retina);
        _pinsOfPlanes = _planes is null ? [] : TablePins.Of(layer.Mapping, _planes.Layout.PlaceOf);
        _wordsOfPattern = WordsOf(layer.Mapping.BitCount, static bit => bit);
        _wordsOfBytes = _planes is null ? null : WordsOf(_planes.Layout.WordCount * WordBits, _planes.Layout.TurnedPlaceOf);
        Together = BitKernels.VectorBits switch
        {
            0 => null,
            _ when !BitConverter.IsLittleEndian => null,
            512 => new SlicedVotes<Lanes512>(layer, tables, classes),
            256 => new SlicedVotes<Lanes256>(layer, tables, classes),
            _ => new SlicedVotes<Lanes128>(layer, tables, classes),
        };
    }

    /// <summary>
    /// The votes for many samples at once, with the machine's widest vectors; null if it has none, or the first byte of its numbers is the
    /// highest one.
    /// </summary>
    public ISlicedVotes? Together { get; }

    /// <summary>Counts the tables of each class that answer 1.</summary>
    /// <param name="sample">A sample that fits the layer.</param>
    /// <param name="votes">A number for each class.</param>
    public void Of(Sample sample, Span<int> votes)
    {
        bool isBytes = sample.Kind == SampleKind.Bytes;
        int words = isBytes ? _planes!.Layout.WordCount : BitSlice.WordCount(_layer.Mapping.BitCount);
        TableWords? tables = isBytes ? _wordsOfBytes : _wordsOfPattern;
        VoteScratch scratch = VoteScratch.Current;
        Span<ulong> pattern = scratch.Patterns(Math.Max(words, tables?.PatternWords ?? 0));
        Write(sample, pattern[..words]);
        if (tables is null)
        {
            Span<byte> bits = scratch.Bits(words * WordBits);
            BitBytes.Write(pattern, bits);
            Count(ref MemoryMarshal.GetReference(bits), isBytes ? _pinsOfPlanes : _pinsOfPattern, votes);
        }
        else if (isBytes)
        {
            // Tables often read pixels that are near each other.
            Span<ulong> turned = scratch.Turned(pattern.Length);
            _planes!.Layout.Turn(pattern[..words], turned);
            tables.Count(turned, votes);
        }
        else
        {
            tables.Count(pattern, votes);
        }
    }

    private TableWords? WordsOf(int patternBits, Func<int, int> placeOf) =>
        TableWords.IsGoodFor(patternBits) ? new TableWords(_layer.Mapping, placeOf, _tables, _classes) : null;

    private void Write(Sample sample, Span<ulong> pattern)
    {
        switch (sample.Kind)
        {
            case SampleKind.Bytes: _planes!.Write(sample.Bytes, pattern); break;
            case SampleKind.Numbers: _layer.Retina!.Encode(sample.Numbers, pattern); break;
            default: sample.Pattern.CopyTo(pattern); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(ref byte bits, int[] pins, Span<int> votes)
    {
        // Wiring was checked when the layer was made: every pin is a bit of it.
        ref int pin = ref MemoryMarshal.GetArrayDataReference(pins);
        int tablesOfClass = _tables.Length / _classes;
        for (int c = 0; c < _classes; c++)
        {
            int sum = 0;
            foreach (ulong table in _tables.AsSpan(c * tablesOfClass, tablesOfClass))
            {
                int low = Unsafe.Add(ref bits, pin)
                    | (Unsafe.Add(ref bits, Unsafe.Add(ref pin, 1)) << 1)
                    | (Unsafe.Add(ref bits, Unsafe.Add(ref pin, 2)) << 2);
                int high = Unsafe.Add(ref bits, Unsafe.Add(ref pin, 3))
                    | (Unsafe.Add(ref bits, Unsafe.Add(ref pin, 4)) << 1)
                    | (Unsafe.Add(ref bits, Unsafe.Add(ref pin, 5)) << 2);
                sum += (int)(table >> (low | (high << 3))) & 1;
                pin = ref Unsafe.Add(ref pin, TableBlock.Pins);
            }

            votes[c] = sum;
        }
    }
}
