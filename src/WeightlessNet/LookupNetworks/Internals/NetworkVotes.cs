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

    private readonly NetworkTables _network;
    private readonly BytePlanes? _planes;

    // A network is mostly asked in one of these ways.
    private readonly Lazy<int[]> _pinsOfPattern;
    private readonly Lazy<int[]> _pinsOfPlanes;
    private readonly Lazy<int[]> _pinsOfAnswers;
    private readonly Lazy<WordVotes?> _wordsOfPattern;
    private readonly Lazy<WordVotes?> _wordsOfBytes;

    /// <param name="network">The network.</param>
    public NetworkVotes(NetworkTables network)
    {
        _network = network;
        InputLayer layer = network.Wiring.Layer;
        _planes = layer.Retina is null ? null : new BytePlanes(layer.Retina);
        _pinsOfPattern = new(() => TablePins.Of(layer.Mapping, static bit => bit));
        _pinsOfPlanes = new(() => TablePins.Of(layer.Mapping, _planes!.Layout.PlaceOf));
        _pinsOfAnswers = new(() => TablePins.Of(network.Wiring.OutputMapping!, static table => table));
        _wordsOfPattern = new(() => WordsOf(layer.Mapping.BitCount, static bit => bit));
        _wordsOfBytes = new(() => WordsOf(_planes!.Layout.WordCount * WordBits, _planes.Layout.TurnedPlaceOf));
        Together = ISlicedVotes.OfWidestVectors(network);
    }

    /// <summary>The votes for many samples at once; null if the machine cannot.</summary>
    public ISlicedVotes? Together { get; }

    /// <summary>Counts the tables of each group that answer 1.</summary>
    /// <param name="sample">A sample that fits the layer.</param>
    /// <param name="votes">A number for each group.</param>
    public void Of(Sample sample, Span<int> votes)
    {
        bool isBytes = sample.Kind == SampleKind.Bytes;
        if ((isBytes ? _wordsOfBytes : _wordsOfPattern).Value is not { } tables)
        {
            OfSingleBits(sample, votes);
            return;
        }

        int words = WordsOf(sample);
        Span<ulong> pattern = VoteScratch.Current.Patterns(Math.Max(words, tables.PatternWords));
        Write(sample, pattern[..words]);
        if (isBytes)
        {
            // Tables often read pixels that are near each other.
            Span<ulong> turned = VoteScratch.Current.Turned(pattern.Length);
            _planes!.Layout.Turn(pattern[..words], turned);
            tables.Count(turned, votes);
        }
        else
        {
            tables.Count(pattern, votes);
        }
    }

    /// <summary>The same with reads of single bits, as on machines without <see cref="WordVotes"/>.</summary>
    /// <inheritdoc cref="Of"/>
    public void OfSingleBits(Sample sample, Span<int> votes)
    {
        ref byte bits = ref BitsOf(sample, out int[] pins);
        Count(ref bits, pins, votes);
    }

    /// <summary>The answers of the tables that vote, in this thread's scratch memory.</summary>
    /// <param name="sample">A sample that fits the layer.</param>
    /// <returns>A bit for each of these tables, 64 to a word; other bits of the last word are 0.</returns>
    public ReadOnlySpan<ulong> AnswersTo(Sample sample)
    {
        Span<ulong> answers = VoteScratch.Current.Answers(BitSlice.WordCount(_network.Wiring.VotingCount));
        ref byte bits = ref BitsOf(sample, out int[] pins);
        ref int pin = ref MemoryMarshal.GetArrayDataReference(pins);
        ReadOnlySpan<ulong> voting = _network.Voting;
        for (int word = 0; word < answers.Length; word++)
        {
            ulong ofWord = 0;
            ReadOnlySpan<ulong> tables = voting[(word * WordBits)..Math.Min((word + 1) * WordBits, voting.Length)];
            for (int i = 0; i < tables.Length; i++)
            {
                ofWord |= (ulong)AnswerOf(tables[i], ref bits, ref pin) << i;
                pin = ref Unsafe.Add(ref pin, TableBlock.Pins);
            }

            answers[word] = ofWord;
        }

        return answers;
    }

    // What the tables that vote read: a byte for each bit.
    private ref byte BitsOf(Sample sample, out int[] pins)
    {
        int words = WordsOf(sample);
        VoteScratch scratch = VoteScratch.Current;
        Span<ulong> pattern = scratch.Patterns(words);
        Write(sample, pattern);
        Span<byte> bits = scratch.Bits((words * WordBits) + _network.Wiring.HiddenCount);
        Span<byte> answers = bits[(words * WordBits)..];
        BitBytes.Write(pattern, bits[..(words * WordBits)]);
        pins = (sample.Kind == SampleKind.Bytes ? _pinsOfPlanes : _pinsOfPattern).Value;
        ref byte bit = ref MemoryMarshal.GetReference(bits);
        if (answers.IsEmpty)
        {
            return ref bit;
        }

        WriteAnswers(ref bit, pins, answers);
        pins = _pinsOfAnswers.Value;
        return ref MemoryMarshal.GetReference(answers);
    }

    private int WordsOf(Sample sample) =>
        sample.Kind == SampleKind.Bytes ? _planes!.Layout.WordCount : BitSlice.WordCount(_network.Wiring.Layer.Mapping.BitCount);

    private WordVotes? WordsOf(int patternBits, Func<int, int> placeOf) =>
        WordVotes.IsGoodFor(_network, patternBits) ? new WordVotes(_network, placeOf) : null;

    private void Write(Sample sample, Span<ulong> pattern)
    {
        switch (sample.Kind)
        {
            case SampleKind.Bytes: _planes!.Write(sample.Bytes, pattern); break;
            case SampleKind.Numbers: _network.Wiring.Layer.Retina!.Encode(sample.Numbers, pattern); break;
            default: sample.Pattern.CopyTo(pattern); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void WriteAnswers(ref byte bits, int[] pins, Span<byte> answers)
    {
        ref int pin = ref MemoryMarshal.GetArrayDataReference(pins);
        ReadOnlySpan<ulong> tables = _network.Hidden;
        for (int i = 0; i < tables.Length; i++)
        {
            answers[i] = (byte)AnswerOf(tables[i], ref bits, ref pin);
            pin = ref Unsafe.Add(ref pin, TableBlock.Pins);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Count(ref byte bits, int[] pins, Span<int> votes)
    {
        ref int pin = ref MemoryMarshal.GetArrayDataReference(pins);
        ReadOnlySpan<ulong> voting = _network.Voting;
        int tablesOfGroup = _network.TablesOfGroup;
        for (int group = 0; group < votes.Length; group++)
        {
            int sum = 0;
            foreach (ulong table in voting.Slice(group * tablesOfGroup, tablesOfGroup))
            {
                sum += AnswerOf(table, ref bits, ref pin);
                pin = ref Unsafe.Add(ref pin, TableBlock.Pins);
            }

            votes[group] = sum;
        }
    }

    // Wiring was checked when the network was made: every pin is a bit of the layer, or a hidden table.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int AnswerOf(ulong table, ref byte bits, ref int pin)
    {
        int low = Unsafe.Add(ref bits, pin)
            | (Unsafe.Add(ref bits, Unsafe.Add(ref pin, 1)) << 1)
            | (Unsafe.Add(ref bits, Unsafe.Add(ref pin, 2)) << 2);
        int high = Unsafe.Add(ref bits, Unsafe.Add(ref pin, 3))
            | (Unsafe.Add(ref bits, Unsafe.Add(ref pin, 4)) << 1)
            | (Unsafe.Add(ref bits, Unsafe.Add(ref pin, 5)) << 2);
        return (int)(table >> (low | (high << 3))) & 1;
    }
}
