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

    private readonly NetworkTables _network;
    private readonly byte[] _functionsOfHidden;
    private readonly byte[] _functions;
    private readonly int[] _offsetsOfPattern;
    private readonly int[] _offsetsOfBytes;
    private readonly int[] _offsetsOfAnswers;
    private readonly ByteSlices? _bytes;

    /// <param name="network">The network.</param>
    public SlicedVotes(NetworkTables network)
    {
        _network = network;
        InputLayer layer = network.Wiring.Layer;
        _functionsOfHidden = SlicedTable<TLanes>.FunctionsOf(network.Hidden);
        _functions = SlicedTable<TLanes>.FunctionsOf(network.Voting);
        _offsetsOfPattern = SlicedTable<TLanes>.OffsetsOf(TablePins.Of(layer.Mapping, static bit => bit));
        _bytes = layer.Retina is null ? null : new ByteSlices(layer);
        _offsetsOfBytes = SlicedTable<TLanes>.OffsetsOf(_bytes?.Pins ?? []);
        _offsetsOfAnswers = SlicedTable<TLanes>.OffsetsOf(
            network.Wiring.OutputMapping is { } mapping ? TablePins.Of(mapping, static table => table) : []);
    }

    public int Size => SampleSlices<TLanes>.Size;

    public bool CanAsk(SampleKind kind)
    {
        if (kind == SampleKind.Bytes && _bytes is null)
        {
            return false;
        }

        int words = BitSlice.WordCount(_network.Wiring.Layer.Mapping.BitCount);
        long slices = kind == SampleKind.Bytes ? _bytes!.Count : (long)words * WordBits;
        return (slices + _network.Wiring.HiddenCount) * TLanes.ByteCount <= MostScratch
            && (kind != SampleKind.Bytes || _bytes!.ScratchBytes <= MostScratch)
            && (long)_network.Wiring.GroupCount * Size * sizeof(int) <= MostScratch;
    }

    public void Of(SampleBatch samples, int first, Span<int> votes)
    {
        VoteScratch scratch = VoteScratch.Current;
        if (samples[first].Kind == SampleKind.Bytes)
        {
            Span<TLanes> read = Slices(_bytes!.Count, out Span<TLanes> answersToBytes);
            _bytes.Write(samples, first, Size, MemoryMarshal.AsBytes(read), scratch.Columns((int)_bytes.ScratchBytes));
            Count(read, _offsetsOfBytes, answersToBytes, votes);
            return;
        }

        int words = BitSlice.WordCount(_network.Wiring.Layer.Mapping.BitCount);
        Span<TLanes> all = Slices(words * WordBits, out Span<TLanes> answers);
        SampleSlices<TLanes>.Write(PatternsOf(samples, first, words), words, all);
        Count(all, _offsetsOfPattern, answers, votes);
    }

    // Memory for the slices of the samples, and of the answers of hidden tables to them.
    private Span<TLanes> Slices(int count, out Span<TLanes> answers)
    {
        Span<byte> bytes = VoteScratch.Current.Slices((count + _network.Wiring.HiddenCount) * TLanes.ByteCount);
        Span<TLanes> all = MemoryMarshal.Cast<byte, TLanes>(bytes);
        answers = all[count..];
        return all[..count];
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
            _network.Wiring.Layer.Retina!.Encode(samples[first + i].Numbers, patterns.Slice(i * words, words));
        }

        return patterns;
    }

    private void Count(ReadOnlySpan<TLanes> slices, int[] offsets, Span<TLanes> hiddenAnswers, Span<int> votes)
    {
        // Every pin is a slice: there is a tuple of six bits or hidden tables for each table, as `NetworkTables` checks.
        Span<TLanes> memory = MemoryMarshal.Cast<byte, TLanes>(
            VoteScratch.Current.Circuit((SlicedTable<TLanes>.Pairs + (2 * SliceCounter<TLanes>.Planes)) * TLanes.ByteCount));
        Span<TLanes> pairs = memory[..SlicedTable<TLanes>.Pairs];
        SlicedTable<TLanes>.WriteConstants(pairs);
        Span<TLanes> counted = memory[SlicedTable<TLanes>.Pairs..];
        if (hiddenAnswers.IsEmpty)
        {
            Count(slices, offsets, pairs, counted, votes);
            return;
        }

        WriteAnswers(slices, offsets, pairs, hiddenAnswers);
        Count(hiddenAnswers, _offsetsOfAnswers, pairs, counted, votes);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteAnswers(ReadOnlySpan<TLanes> slices, int[] offsets, Span<TLanes> pairs, Span<TLanes> answers)
    {
        ref TLanes firstSlice = ref MemoryMarshal.GetReference(slices);
        ref TLanes firstPair = ref MemoryMarshal.GetReference(pairs);
        ref int offset = ref MemoryMarshal.GetArrayDataReference(offsets);
        ref byte functions = ref MemoryMarshal.GetArrayDataReference(_functionsOfHidden);
        for (int table = 0; table < answers.Length; table++)
        {
            answers[table] = SlicedTable<TLanes>.Answer(ref functions, ref firstSlice, ref offset, ref firstPair);
            functions = ref Unsafe.Add(ref functions, SlicedTable<TLanes>.Functions);
            offset = ref Unsafe.Add(ref offset, TableBlock.Pins);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(ReadOnlySpan<TLanes> slices, int[] offsets, Span<TLanes> pairs, Span<TLanes> counted, Span<int> votes)
    {
        SliceCounter<TLanes> counter = new(counted);
        ref TLanes firstSlice = ref MemoryMarshal.GetReference(slices);
        ref TLanes firstPair = ref MemoryMarshal.GetReference(pairs);
        ref int offset = ref MemoryMarshal.GetArrayDataReference(offsets);
        ref byte functions = ref MemoryMarshal.GetArrayDataReference(_functions);
        int tablesOfGroup = _network.TablesOfGroup;
        for (int group = 0; group < _network.Wiring.GroupCount; group++)
        {
            for (int table = 0; table < tablesOfGroup; table++)
            {
                counter.Add(SlicedTable<TLanes>.Answer(ref functions, ref firstSlice, ref offset, ref firstPair));
                functions = ref Unsafe.Add(ref functions, SlicedTable<TLanes>.Functions);
                offset = ref Unsafe.Add(ref offset, TableBlock.Pins);
            }

            counter.WriteTo(votes.Slice(group * Size, Size));
            counter.Clear();
        }
    }
}
