using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// The votes of a network for as many samples at once as a vector has bits: each bit of the samples is a vector, a slice; a table is a
/// circuit of bit operations, and votes are counted by adders of bits.
/// </summary>
/// <typeparam name="TLanes">The vector; it does not change the votes.</typeparam>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class SlicedVotes<TLanes> : ISlicedVotes
    where TLanes : struct, ILanes<TLanes>
{
    private const int WordBits = 64;

    private readonly InputLayer _layer;
    private readonly ulong[] _tables;
    private readonly int _classes;
    private readonly int[] _pinsOfPattern;
    private readonly ByteSlices? _bytes;
    private readonly int[] _pinsOfBytes;

    /// <param name="layer">The wiring: tuples of six bits.</param>
    /// <param name="tables">The tables, as many for each class.</param>
    /// <param name="classes">The number of classes.</param>
    public SlicedVotes(InputLayer layer, ulong[] tables, int classes)
    {
        (_layer, _tables, _classes) = (layer, tables, classes);
        _pinsOfPattern = TablePins.Of(layer.Mapping, static bit => bit);
        _bytes = layer.Retina?.FeatureCount <= ByteSlices.MostFeatures ? new ByteSlices(layer) : null;
        _pinsOfBytes = _bytes is null ? [] : TablePins.Of(layer.Mapping, _bytes.SliceOf);
    }

    public int Size => SampleSlices<TLanes>.Size;

    public void Of(SampleBatch samples, int first, Span<int> votes)
    {
        VoteScratch scratch = VoteScratch.Current;
        if (_bytes is not null && samples[first].Kind == SampleKind.Bytes)
        {
            Span<TLanes> read = MemoryMarshal.Cast<byte, TLanes>(scratch.Slices(_bytes.Count * TLanes.ByteCount));
            _bytes.Write(samples, first, Size, MemoryMarshal.AsBytes(read), scratch.Columns(_bytes.ScratchBytes(Size)));
            Count(read, _pinsOfBytes, votes);
            return;
        }

        int words = BitSlice.WordCount(_layer.Mapping.BitCount);
        Span<ulong> patterns = scratch.Patterns(words * Size);
        for (int i = 0; i < Math.Min(Size, samples.Count - first); i++)
        {
            Write(samples[first + i], patterns.Slice(i * words, words));
        }

        Span<TLanes> all = MemoryMarshal.Cast<byte, TLanes>(scratch.Slices(words * WordBits * TLanes.ByteCount));
        SampleSlices<TLanes>.Write(patterns, words, all);
        Count(all, _pinsOfPattern, votes);
    }

    private void Write(Sample sample, Span<ulong> pattern)
    {
        switch (sample.Kind)
        {
            case SampleKind.Bytes: _layer.Retina!.Encode(sample.Bytes, pattern); break;
            case SampleKind.Numbers: _layer.Retina!.Encode(sample.Numbers, pattern); break;
            default: sample.Pattern.CopyTo(pattern); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(Span<TLanes> slices, int[] pins, Span<int> votes)
    {
        // Wiring was checked when the layer was made: every pin is a slice.
        Span<TLanes> memory = MemoryMarshal.Cast<byte, TLanes>(
            VoteScratch.Current.Circuit((SlicedTable<TLanes>.Pairs + (2 * SliceCounter<TLanes>.Planes)) * TLanes.ByteCount));
        Span<TLanes> pairs = memory[..SlicedTable<TLanes>.Pairs];
        SlicedTable<TLanes>.WriteConstants(pairs);
        SliceCounter<TLanes> counter = new(memory[SlicedTable<TLanes>.Pairs..]);
        ref TLanes firstSlice = ref MemoryMarshal.GetReference(slices);
        ref TLanes firstPair = ref MemoryMarshal.GetReference(pairs);
        ref int pin = ref MemoryMarshal.GetArrayDataReference(pins);
        int tablesOfClass = _tables.Length / _classes;
        for (int c = 0; c < _classes; c++)
        {
            foreach (ulong table in _tables.AsSpan(c * tablesOfClass, tablesOfClass))
            {
                counter.Add(SlicedTable<TLanes>.Answer(table, ref firstSlice, ref pin, ref firstPair));
                pin = ref Unsafe.Add(ref pin, TableBlock.Pins);
            }

            counter.WriteTo(votes.Slice(c * Size, Size));
            counter.Clear();
        }
    }
}
