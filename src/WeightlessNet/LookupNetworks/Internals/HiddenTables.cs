using System.Numerics.Tensors;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// The hidden tables of a network while it is trained: they answer, and learn from the gradients of those inputs of output tables that read
/// them.
/// </summary>
/// <remarks>The gradients are added in the order of the inputs, whatever thread they come from.</remarks>
internal sealed class HiddenTables
{
    private readonly TrainedTables _tables;

    // The inputs of output tables by the hidden table that they read: those of table t are from _first[t] to the next.
    private readonly int[] _first;
    private readonly int[] _readers;

    /// <param name="tables">The hidden tables.</param>
    /// <param name="outputs">The number of output tables.</param>
    public HiddenTables(TrainedTables tables, int outputs)
    {
        _tables = tables;
        Answers = new BatchSlices(tables.Count);
        _first = new int[tables.Count + 1];
        _readers = new int[outputs * TableBlock.Pins];
    }

    /// <summary>The answers to a batch: a slice for each table.</summary>
    public BatchSlices Answers { get; }

    /// <summary>Answers for a batch.</summary>
    /// <param name="slices">The batch.</param>
    /// <param name="parallel">How many threads answer.</param>
    public void Answer(BatchSlices slices, ParallelOptions parallel) => Parallel.For(0, _tables.BlockCount, parallel, block =>
    {
        int first = block * TableBlock.Tables;
        for (int table = first; table < Math.Min(first + TableBlock.Tables, _tables.Count); table++)
        {
            _tables[block].Answer(table - first, slices, Answers.Of(table));
        }
    });

    /// <summary>Notes which inputs of output tables read which hidden table, before these learn, which may change it.</summary>
    public void NoteReaders(TrainedTables outputs)
    {
        Array.Clear(_first);
        for (int input = 0; input < _readers.Length; input++)
        {
            _first[outputs.WiredTo(input)]++;
        }

        int sum = 0;
        foreach (ref int first in _first.AsSpan())
        {
            sum += first;
            first = sum;
        }

        // From the last one on, so that each table has its readers in order.
        for (int input = _readers.Length - 1; input >= 0; input--)
        {
            _readers[--_first[outputs.WiredTo(input)]] = input;
        }
    }

    /// <summary>Learns from the gradients of the output tables, which have learned from the same batch.</summary>
    /// <param name="slices">The batch.</param>
    /// <param name="outputs">The output tables.</param>
    /// <param name="step">The step.</param>
    /// <param name="smoothing">How strongly neighboring cells are drawn to each other.</param>
    /// <param name="parallel">How many threads learn.</param>
    public void Learn(BatchSlices slices, TrainedTables outputs, AdamStep step, float smoothing, ParallelOptions parallel) => Parallel.For(
        0,
        _tables.BlockCount,
        parallel,
        block =>
        {
            BlockScratch scratch = BlockScratch.Current;
            _tables[block].Learn(
                slices, table => GradientsOf((block * TableBlock.Tables) + table, outputs, scratch.Gradients), step, smoothing, scratch);
        });

    // None of a table that nothing reads.
    private float[] GradientsOf(int table, TrainedTables outputs, float[] sums)
    {
        if (table >= _tables.Count || _first[table] == _first[table + 1])
        {
            return [];
        }

        Array.Clear(sums);
        foreach (int reader in _readers.AsSpan(_first[table].._first[table + 1]))
        {
            TensorPrimitives.Add(sums, outputs.GradientsOf(reader), sums);
        }

        return sums;
    }
}
