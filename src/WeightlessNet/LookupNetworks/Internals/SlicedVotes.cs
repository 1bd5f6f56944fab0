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

    // The most bytes of one kind of memory, which a thread keeps.
    private const int MostScratch = 1 << 24;

    private readonly InputLayer _layer;
    private readonly ulong[] _tables;
    private readonly int _classes;
    private readonly int[] _pinsOfPattern;
    private readonly ByteSlices? _bytes;

    /// <param name="layer">The wiring: tuples of six bits.</param>
    /// <param name="tables">The tables, as many for each class.</param>
    /// <param name="classes">The number of classes.</param>
    public SlicedVotes(InputLayer layer, ulong[] tables, int classes)
    {
        (_layer, _tables, _classes) = (layer, tables, classes);
        _pinsOfPattern = TablePins.Of(layer.Mapping, static bit => bit);
        _bytes = layer.Retina is null ? null : new ByteSlices(layer);
    }

    public int Size => SampleSlices<TLanes>.Size;

    public bool CanAsk(SampleKind kind)
    {
        long needed = kind != SampleKind.Bytes ? (long)BitSlice.WordCount(_layer.Mapping.BitCount) * WordBits * TLanes.ByteCount
            : _bytes is null ? long.MaxValue
            : Math.Max(_bytes.ScratchBytes, (long)_bytes.Count * TLanes.ByteCount);
        return Math.Max(needed, (long)_classes * Size * sizeof(int)) <= MostScratch;
    }

    public void Of(SampleBatch samples, int first, Span<int> votes)
    {
        VoteScratch scratch = VoteScratch.Current;
        if (samples[first].Kind == SampleKind.Bytes)
        {
            Span<TLanes> read = MemoryMarshal.Cast<byte, TLanes>(scratch.Slices(_bytes!.Count * TLanes.ByteCount));
            _bytes.Write(samples, first, Size, MemoryMarshal.AsBytes(read), scratch.Columns((int)_bytes.ScratchBytes));
            Count(read, _bytes.Pins, votes);
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
        if (sample.Kind == SampleKind.Numbers)
        {
            _layer.Retina!.Encode(sample.Numbers, pattern);
        }
        else
        {
            sample.Pattern.CopyTo(pattern);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(Span<TLanes> slices, int[] pins, Span<int> votes)
    {
        // Every pin is a slice: the layer has a tuple of six of its bits for each table, as `NetworkVotes` checks.
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
