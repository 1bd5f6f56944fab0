using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// The votes of a network, for one sample or for 512 at once. For one, each bit is a byte, so that an address is put together from single
/// reads. For many, each bit of the samples is a vector, a table is a circuit of bit operations, and votes are counted by adders of bits.
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

    /// <param name="layer">The wiring: tuples of six bits.</param>
    /// <param name="tables">The tables, as many for each class.</param>
    /// <param name="classes">The number of classes.</param>
    public NetworkVotes(InputLayer layer, ulong[] tables, int classes)
    {
        (_layer, _tables, _classes) = (layer, tables, classes);
        _pinsOfPattern = PinsOf(layer.Mapping, static bit => bit);
        _planes = layer.Retina is null ? null : new BytePlanes(layer.Retina);
        _pinsOfPlanes = _planes is null ? [] : PinsOf(layer.Mapping, _planes.Layout.PlaceOf);
    }

    /// <summary>Counts the tables of each class that answer 1.</summary>
    /// <param name="sample">A sample that fits the layer.</param>
    /// <param name="votes">A number for each class.</param>
    public void Of(Sample sample, Span<int> votes)
    {
        int words = WordsOf(sample.Kind);
        VoteScratch scratch = VoteScratch.Current;
        Span<ulong> pattern = scratch.Patterns(words);
        Write(sample, pattern);
        Span<byte> bits = scratch.Bits(words * WordBits);
        BitBytes.Write(pattern, bits);
        Count(ref MemoryMarshal.GetReference(bits), sample.Kind == SampleKind.Bytes ? _pinsOfPlanes : _pinsOfPattern, votes);
    }

    /// <summary>Counts the tables of each class that answer 1, for several samples.</summary>
    /// <param name="samples">Samples that fit the layer.</param>
    /// <param name="first">The first of the samples to ask about.</param>
    /// <param name="votes">
    /// Receives, class by class, the votes of the samples: <see cref="SampleSlices.Size"/> places for each class. Those of missing samples
    /// have no meaning.
    /// </param>
    public void Of(SampleBatch samples, int first, Span<int> votes)
    {
        SampleKind kind = samples[first].Kind;
        int words = WordsOf(kind);
        VoteScratch scratch = VoteScratch.Current;
        Span<ulong> patterns = scratch.Patterns(words * SampleSlices.Size);
        int count = Math.Min(SampleSlices.Size, samples.Count - first);
        for (int i = 0; i < count; i++)
        {
            Write(samples[first + i], patterns.Slice(i * words, words));
        }

        Span<Vector512<ulong>> slices = scratch.Slices(words * WordBits);
        SampleSlices.Write(patterns, words, slices);
        Count(slices, kind == SampleKind.Bytes ? _pinsOfPlanes : _pinsOfPattern, votes);
    }

    private int WordsOf(SampleKind kind) =>
        kind == SampleKind.Bytes ? _planes!.Layout.WordCount : BitSlice.WordCount(_layer.Mapping.BitCount);

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

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(ReadOnlySpan<Vector512<ulong>> slices, ReadOnlySpan<int> pins, Span<int> votes)
    {
        Span<Vector512<ulong>> pairs = stackalloc Vector512<ulong>[SlicedTable.Pairs];
        SliceCounter counter = new(stackalloc Vector512<ulong>[2 * SliceCounter.Planes]);
        ref Vector512<ulong> firstSlice = ref MemoryMarshal.GetReference(slices);
        ref Vector512<ulong> firstPair = ref MemoryMarshal.GetReference(pairs);
        int tablesOfClass = _tables.Length / _classes;
        for (int c = 0; c < _classes; c++)
        {
            for (int table = c * tablesOfClass; table < (c + 1) * tablesOfClass; table++)
            {
                counter.Add(SlicedTable.Answer(
                    _tables[table], ref firstSlice, pins.Slice(table * TableBlock.Pins, TableBlock.Pins), ref firstPair));
            }

            counter.WriteTo(votes.Slice(c * SampleSlices.Size, SampleSlices.Size));
            counter.Clear();
        }
    }

    private static int[] PinsOf(TupleMapping mapping, Func<int, int> placeOf)
    {
        int[] pins = new int[mapping.NodeCount * TableBlock.Pins];
        for (int table = 0; table < mapping.NodeCount; table++)
        {
            ReadOnlySpan<int> tuple = mapping.TupleOf(table);
            for (int pin = 0; pin < TableBlock.Pins; pin++)
            {
                pins[(table * TableBlock.Pins) + pin] = placeOf(tuple[pin]);
            }
        }

        return pins;
    }
}
