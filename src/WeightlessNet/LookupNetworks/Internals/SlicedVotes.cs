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
    private readonly int _classes;
    private readonly byte[] _functions;
    private readonly int[] _offsetsOfPattern;
    private readonly int[] _offsetsOfBytes;
    private readonly ByteSlices? _bytes;

    /// <param name="layer">The wiring: tuples of six bits.</param>
    /// <param name="tables">The tables, as many for each class.</param>
    /// <param name="classes">The number of classes.</param>
    public SlicedVotes(InputLayer layer, ulong[] tables, int classes)
    {
        (_layer, _classes) = (layer, classes);
        _functions = SlicedTable<TLanes>.FunctionsOf(tables);
        _offsetsOfPattern = SlicedTable<TLanes>.OffsetsOf(TablePins.Of(layer.Mapping, static bit => bit));
        _bytes = layer.Retina is null ? null : new ByteSlices(layer);
        _offsetsOfBytes = SlicedTable<TLanes>.OffsetsOf(_bytes?.Pins ?? []);
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
            Count(read, _offsetsOfBytes, votes);
            return;
        }

        int words = BitSlice.WordCount(_layer.Mapping.BitCount);
        Span<TLanes> all = MemoryMarshal.Cast<byte, TLanes>(scratch.Slices(words * WordBits * TLanes.ByteCount));
        SampleSlices<TLanes>.Write(PatternsOf(samples, first, words), words, all);
        Count(all, _offsetsOfPattern, votes);
    }

    // The words of as many samples as are asked about; what missing ones have does not matter.
    private ReadOnlySpan<ulong> PatternsOf(SampleBatch samples, int first, int words)
    {
        bool isPattern = samples[first].Kind == SampleKind.Pattern;
        if (isPattern && samples.Count - first >= Size)
        {
            return samples.WordsOf(first, Size);
        }

        Span<ulong> patterns = VoteScratch.Current.Patterns(words * Size);
        if (isPattern)
        {
            samples.WordsOf(first, Size).CopyTo(patterns);
            return patterns;
        }

        for (int i = 0; i < Math.Min(Size, samples.Count - first); i++)
        {
            _layer.Retina!.Encode(samples[first + i].Numbers, patterns.Slice(i * words, words));
        }

        return patterns;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(Span<TLanes> slices, int[] offsets, Span<int> votes)
    {
        // Every pin is a slice: the layer has a tuple of six of its bits for each table, as `NetworkVotes` checks.
        Span<TLanes> memory = MemoryMarshal.Cast<byte, TLanes>(
            VoteScratch.Current.Circuit((SlicedTable<TLanes>.Pairs + (2 * SliceCounter<TLanes>.Planes)) * TLanes.ByteCount));
        Span<TLanes> pairs = memory[..SlicedTable<TLanes>.Pairs];
        SlicedTable<TLanes>.WriteConstants(pairs);
        SliceCounter<TLanes> counter = new(memory[SlicedTable<TLanes>.Pairs..]);
        ref TLanes firstSlice = ref MemoryMarshal.GetReference(slices);
        ref TLanes firstPair = ref MemoryMarshal.GetReference(pairs);
        ref int offset = ref MemoryMarshal.GetArrayDataReference(offsets);
        ref byte functions = ref MemoryMarshal.GetArrayDataReference(_functions);
        int tablesOfClass = _functions.Length / SlicedTable<TLanes>.Functions / _classes;
        for (int c = 0; c < _classes; c++)
        {
            for (int table = 0; table < tablesOfClass; table++)
            {
                counter.Add(SlicedTable<TLanes>.Answer(ref functions, ref firstSlice, ref offset, ref firstPair));
                functions = ref Unsafe.Add(ref functions, SlicedTable<TLanes>.Functions);
                offset = ref Unsafe.Add(ref offset, TableBlock.Pins);
            }

            counter.WriteTo(votes.Slice(c * Size, Size));
            counter.Clear();
        }
    }
}
