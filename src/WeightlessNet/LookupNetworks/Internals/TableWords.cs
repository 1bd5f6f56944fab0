using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// The answers of a layer of tables for one sample, and their votes: tables are bits of words. Of each input, the bits of 64 tables are
/// picked at once, and each of 64 addresses has a word with the answers of 64 tables, among which the inputs select.
/// </summary>
/// <remarks>
/// Immutable and thread-safe. Votes are sums, so that the order of the tables of a class is free, and that of their inputs.
/// </remarks>
internal sealed class TableWords
{
    private const int WordBits = 64;
    private const int Addresses = 1 << TableBlock.Pins;
    private const int VectorWords = 8;

    private readonly int _classes;
    private readonly int _tablesOfClass;
    private readonly int _words;
    private readonly BitPicker _inputs;
    private readonly int[] _places;

    // For each vector of words, for each address, the answers of its tables.
    private readonly ulong[] _answers;

    /// <param name="mapping">The bits that the tables read: tuples of six.</param>
    /// <param name="placeOf">The place of a bit in a pattern.</param>
    /// <param name="tables">The tables, as many for each class.</param>
    /// <param name="classes">The number of classes.</param>
    public TableWords(TupleMapping mapping, Func<int, int> placeOf, ReadOnlySpan<ulong> tables, int classes)
    {
        _classes = classes;
        _tablesOfClass = tables.Length / classes;
        _words = WordsOf(tables.Length);
        _answers = new ulong[_words * Addresses];
        _places = new int[tables.Length];
        int[] bits = new int[TableBlock.Pins * _words * WordBits];
        Array.Fill(bits, BitPicker.None);
        SortedTable[] sorted = new SortedTable[_tablesOfClass];
        int[] order = new int[_tablesOfClass];
        for (int c = 0; c < classes; c++)
        {
            int first = c * _tablesOfClass;
            for (int i = 0; i < sorted.Length; i++)
            {
                sorted[i] = SortedTable.Of(mapping.TupleOf(first + i), placeOf, tables[first + i]);
                order[i] = first + i;
            }

            // Inputs of the same number are near each other then, also those of the last tables of a class and the first of the next one:
            // few blocks of a pattern are read for a word.
            int direction = c % 2 == 0 ? 1 : -1;
            Array.Sort(
                sorted,
                order,
                Comparer<SortedTable>.Create((left, right) => direction * left.Middle.CompareTo(right.Middle)));
            for (int i = 0; i < sorted.Length; i++)
            {
                Add(sorted[i], first + i, bits);
                _places[order[i]] = first + i;
            }
        }

        _inputs = new BitPicker(bits);
    }

    /// <summary>Whether the answers of so many tables can be the pattern that others read.</summary>
    public static bool CanBePattern(int tables) => BitPicker.CanHave(tables);

    /// <summary>The number of words of a pattern, at least; what is in those without a bit that a table reads does not matter.</summary>
    public int PatternWords => _inputs.PatternWords;

    /// <summary>The number of words with the answers of all tables.</summary>
    public int WordCount => _words;

    /// <summary>The bit of the words of <see cref="Answer(ReadOnlySpan{ulong}, Span{ulong})"/> that is the answer of a table.</summary>
    public int PlaceOf(int table) => _places[table];

    /// <summary>Answers for a sample.</summary>
    /// <param name="pattern">The pattern of the sample.</param>
    /// <param name="answers">Receives <see cref="WordCount"/> words.</param>
    public void Answer(ReadOnlySpan<ulong> pattern, Span<ulong> answers) =>
        Answer(pattern, VoteScratch.Current.Words(TableBlock.Pins * _words), answers);

    /// <summary>Counts the tables of each class that answer 1.</summary>
    /// <param name="pattern">The pattern of the sample.</param>
    /// <param name="votes">A number for each class.</param>
    public void Count(ReadOnlySpan<ulong> pattern, Span<int> votes)
    {
        Span<ulong> inputs = VoteScratch.Current.Words((TableBlock.Pins + 1) * _words);
        Span<ulong> answers = inputs[(TableBlock.Pins * _words)..];
        Answer(pattern, inputs[..^_words], answers);
        for (int c = 0; c < _classes; c++)
        {
            votes[c] = BitRange.CountOnes(answers, c * _tablesOfClass, _tablesOfClass);
        }
    }

    private void Answer(ReadOnlySpan<ulong> pattern, Span<ulong> inputs, Span<ulong> answers)
    {
        _inputs.Pick(pattern, inputs);
        Select(inputs, answers);
    }

    // Whole vectors.
    private static int WordsOf(int tables) => (((tables - 1) / (WordBits * VectorWords)) + 1) * VectorWords;

    private void Add(SortedTable table, int place, int[] bits)
    {
        (int word, int lane) = Math.DivRem(place, WordBits);
        for (int pin = 0; pin < TableBlock.Pins; pin++)
        {
            bits[(((pin * _words) + word) * WordBits) + lane] = table.Places[pin];
        }

        (int vector, int wordOfVector) = Math.DivRem(word, VectorWords);
        for (int address = 0; address < Addresses; address++)
        {
            _answers[(((vector * Addresses) + address) * VectorWords) + wordOfVector] |= (table.Answers >> address & 1) << lane;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Select(ReadOnlySpan<ulong> inputs, Span<ulong> answers)
    {
        ref byte input = ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(inputs));
        ref byte answer = ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(answers));
        ref byte stored = ref MemoryMarshal.GetReference(MemoryMarshal.AsBytes(_answers.AsSpan()));
        int pinBytes = _words * sizeof(ulong);
        for (int at = 0; at < pinBytes; at += Lanes512.ByteCount)
        {
            Lanes512 first = Lanes512.Load(in Unsafe.Add(ref input, at));
            Lanes512 second = Lanes512.Load(in Unsafe.Add(ref input, at + pinBytes));
            Lanes512 third = Lanes512.Load(in Unsafe.Add(ref input, at + (2 * pinBytes)));
            Lanes512 fourth = Lanes512.Load(in Unsafe.Add(ref input, at + (3 * pinBytes)));
            Lanes512 fifth = Lanes512.Load(in Unsafe.Add(ref input, at + (4 * pinBytes)));
            Lanes512 sixth = Lanes512.Load(in Unsafe.Add(ref input, at + (5 * pinBytes)));
            Lanes512 low = Lanes512.Select(
                fifth, OfFour(ref stored, 16, first, second, third, fourth), OfFour(ref stored, 0, first, second, third, fourth));
            Lanes512 high = Lanes512.Select(
                fifth, OfFour(ref stored, 48, first, second, third, fourth), OfFour(ref stored, 32, first, second, third, fourth));
            Lanes512.Store(Lanes512.Select(sixth, high, low), ref Unsafe.Add(ref answer, at));
            stored = ref Unsafe.Add(ref stored, Addresses * Lanes512.ByteCount);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes512 OfFour(ref byte stored, int address, Lanes512 first, Lanes512 second, Lanes512 third, Lanes512 fourth) =>
        Lanes512.Select(
            fourth, OfThree(ref stored, address + 8, first, second, third), OfThree(ref stored, address, first, second, third));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes512 OfThree(ref byte stored, int address, Lanes512 first, Lanes512 second, Lanes512 third) =>
        Lanes512.Select(third, OfTwo(ref stored, address + 4, first, second), OfTwo(ref stored, address, first, second));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes512 OfTwo(ref byte stored, int address, Lanes512 first, Lanes512 second) =>
        Lanes512.Select(second, OfOne(ref stored, address + 2, first), OfOne(ref stored, address, first));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Lanes512 OfOne(ref byte stored, int address, Lanes512 first) => Lanes512.Select(
        first,
        Lanes512.Load(in Unsafe.Add(ref stored, (address + 1) * Lanes512.ByteCount)),
        Lanes512.Load(in Unsafe.Add(ref stored, address * Lanes512.ByteCount)));
}
