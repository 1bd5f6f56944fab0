using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Which bits each input of each table may be wired to.</summary>
internal sealed class CandidateWiring
{
    // The answers of hidden tables that an input of an output table chooses among.
    private const int AnswerCandidates = 16;

    private readonly int[] _bits;

    private CandidateWiring(int[] bits, int bitCount, int candidates)
    {
        (_bits, BitCount, Candidates) = (bits, bitCount, candidates);
    }

    /// <summary>The number of bits that there are.</summary>
    public int BitCount { get; }

    /// <summary>The number of tables.</summary>
    public int TableCount => _bits.Length / (TableBlock.Pins * Candidates);

    /// <summary>The number of candidates of an input.</summary>
    public int Candidates { get; }

    /// <summary>Tables that read samples.</summary>
    /// <param name="mapping">A tuple for each table: the candidates of its inputs, one input after the other.</param>
    /// <param name="tables">The number of tables, of which the first tuples are.</param>
    public static CandidateWiring OfSamples(TupleMapping mapping, int tables)
    {
        int candidates = mapping.TupleSize / TableBlock.Pins;
        int size = TableBlock.Pins * candidates;
        int[] bits = new int[tables * size];
        for (int table = 0; table < tables; table++)
        {
            mapping.TupleOf(table)[..size].CopyTo(bits.AsSpan(table * size));
        }

        return new CandidateWiring(bits, mapping.BitCount, candidates);
    }

    /// <summary>Tables that read the answers of hidden tables.</summary>
    /// <param name="hidden">The number of hidden tables.</param>
    /// <param name="tables">The number of tables that read them.</param>
    /// <param name="seed">The seed of the candidates.</param>
    public static CandidateWiring OfAnswers(int hidden, int tables, ulong seed)
    {
        SplitMix64 random = new(SplitMix64.Mix(seed, 3));
        int[] bits = new int[tables * TableBlock.Pins * AnswerCandidates];
        foreach (ref int bit in bits.AsSpan())
        {
            bit = random.Next(hidden);
        }

        return new CandidateWiring(bits, hidden, AnswerCandidates);
    }

    /// <summary>The candidates of a block of tables. Tables beyond the last have bit 0 only.</summary>
    public int[] OfBlock(int block)
    {
        int size = TableBlock.Tables * TableBlock.Pins * Candidates;
        int[] bits = new int[size];
        ReadOnlySpan<int> own = _bits.AsSpan(block * size);
        own[..Math.Min(size, own.Length)].CopyTo(bits);
        return bits;
    }
}
