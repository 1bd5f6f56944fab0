using WeightlessNet.Discriminators;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Which bits of a pattern each input of each table may be wired to.</summary>
internal sealed class CandidateWiring
{
    private readonly TupleMapping _mapping;

    /// <param name="mapping">A tuple for each table: the candidates of its inputs, one input after the other.</param>
    public CandidateWiring(TupleMapping mapping)
    {
        _mapping = mapping;
        Candidates = mapping.TupleSize / TableBlock.Pins;
    }

    /// <summary>The number of bits of a pattern.</summary>
    public int BitCount => _mapping.BitCount;

    /// <summary>The number of tables.</summary>
    public int TableCount => _mapping.NodeCount;

    /// <summary>The number of candidates of an input.</summary>
    public int Candidates { get; }

    /// <summary>The candidates of a block of tables. Tables beyond the last have bit 0 only.</summary>
    public int[] OfBlock(int block)
    {
        int size = TableBlock.Pins * Candidates;
        int[] bits = new int[TableBlock.Tables * size];
        for (int i = 0; i < TableBlock.Tables; i++)
        {
            int table = (block * TableBlock.Tables) + i;
            if (table < TableCount)
            {
                _mapping.TupleOf(table)[..size].CopyTo(bits.AsSpan(i * size));
            }
        }

        return bits;
    }
}
