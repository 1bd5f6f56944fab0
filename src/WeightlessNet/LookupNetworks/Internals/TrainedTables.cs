using WeightlessNet.Bits;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>The tables of one layer while they are trained, in blocks.</summary>
internal sealed class TrainedTables
{
    private readonly TableBlock[] _blocks;

    /// <summary>Draws the first cells and weights.</summary>
    /// <param name="wiring">Which bits the tables may read.</param>
    /// <param name="kind">What the tables read.</param>
    /// <param name="random">The source of the draws.</param>
    public TrainedTables(CandidateWiring wiring, TrainedInputs kind, ref SplitMix64 random)
    {
        Count = wiring.TableCount;
        _blocks = new TableBlock[(Count + TableBlock.Tables - 1) / TableBlock.Tables];
        for (int block = 0; block < _blocks.Length; block++)
        {
            _blocks[block] = new TableBlock(wiring.OfBlock(block), wiring.Candidates, kind, ref random);
        }
    }

    /// <summary>The number of tables.</summary>
    public int Count { get; }

    /// <summary>The number of blocks; the last one may have tables that are not used.</summary>
    public int BlockCount => _blocks.Length;

    /// <summary>A block.</summary>
    public TableBlock this[int block] => _blocks[block];

    /// <summary>The bit that an input reads; inputs are counted over all tables, six for each.</summary>
    public int WiredTo(int input)
    {
        (int table, int pin) = Math.DivRem(input, TableBlock.Pins);
        return _blocks[table / TableBlock.Tables].WiredTo(table % TableBlock.Tables, pin);
    }

    /// <summary>The gradient of each example by an input, of the last batch.</summary>
    public ReadOnlySpan<float> GradientsOf(int input)
    {
        (int table, int pin) = Math.DivRem(input, TableBlock.Pins);
        return _blocks[table / TableBlock.Tables].GradientsOf(table % TableBlock.Tables, pin);
    }

    /// <summary>The answers of a table.</summary>
    public ulong AnswersOf(int table) => _blocks[table / TableBlock.Tables].AnswersOf(table % TableBlock.Tables);

    /// <summary>The bits that a table reads.</summary>
    public IEnumerable<int> TupleOf(int table) => Enumerable.Range(table * TableBlock.Pins, TableBlock.Pins).Select(WiredTo);
}
