using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using WeightlessNet.Bits;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// Sixteen tables that are trained side by side, one in each lane of a vector. A table answers 1 where its cell is above 0. Each of its six
/// inputs is wired to the candidate of the greatest weight.
/// </summary>
/// <remarks>
/// Gradients pass a table as if its cell were its answer (straight-through), and reach the weights of all candidates through
/// <see cref="ExtendedDifference"/>. Blocks share nothing that changes, so that each may be trained on a thread of its own.
/// </remarks>
internal sealed class TableBlock
{
    /// <summary>The number of tables of a block.</summary>
    public const int Tables = 16;

    /// <summary>The number of inputs of a table.</summary>
    public const int Pins = 6;

    /// <summary>The number of cells of a table.</summary>
    public const int Cells = 1 << Pins;

    private const float FirstCells = 0.5f;
    private const float FirstWeights = 0.1f;

    private readonly int _candidates;
    private readonly int[] _bits;
    private readonly float[] _cells = new float[Cells * Tables];
    private readonly float[] _cellMeans = new float[Cells * Tables];
    private readonly float[] _cellSquares = new float[Cells * Tables];
    private readonly float[] _weights;
    private readonly float[] _weightMeans;
    private readonly float[] _weightSquares;
    private readonly ulong[] _answers = new ulong[Tables];
    private readonly int[] _wired = new int[Tables * Pins];
    private readonly byte[] _addresses = new byte[Tables * BatchSlices.Size];

    // The gradient of each example by each input of each table, if others learn from them.
    private readonly float[] _inputGradients;

    /// <summary>Draws the first cells and weights.</summary>
    /// <param name="bits">The candidates of each input of each table.</param>
    /// <param name="candidates">The number of candidates of an input.</param>
    /// <param name="kind">What the candidates are.</param>
    /// <param name="random">The source of the draws.</param>
    public TableBlock(int[] bits, int candidates, TrainedInputs kind, ref SplitMix64 random)
    {
        _inputGradients = kind == TrainedInputs.Answers ? new float[Tables * Pins * BatchSlices.Size] : [];
        (_bits, _candidates) = (bits, candidates);
        (_weights, _weightMeans, _weightSquares) = (new float[bits.Length], new float[bits.Length], new float[bits.Length]);
        foreach (ref float cell in _cells.AsSpan())
        {
            cell = FirstCells * (float)((2 * random.NextDouble()) - 1);
        }

        foreach (ref float weight in _weights.AsSpan())
        {
            weight = FirstWeights * (float)random.NextDouble();
        }

        Settle();
    }

    /// <summary>The answers of a table: bit a is that at address a.</summary>
    public ulong AnswersOf(int table) => _answers[table];

    /// <summary>The bit that an input of a table reads.</summary>
    public int WiredTo(int table, int pin) => _wired[(table * Pins) + pin];

    /// <summary>The gradient of each example of the last batch by an input, which is an answer of another table.</summary>
    public ReadOnlySpan<float> GradientsOf(int table, int pin) =>
        _inputGradients.AsSpan(((table * Pins) + pin) * BatchSlices.Size, BatchSlices.Size);

    /// <summary>Counts the votes of a table for each example of a batch.</summary>
    /// <param name="table">The table, 0 to 15.</param>
    /// <param name="slices">The batch.</param>
    /// <param name="votes">The votes for the table's class, one number for each example; increased.</param>
    public void Vote(int table, BatchSlices slices, Span<int> votes)
    {
        ReadOnlySpan<byte> addresses = Addresses(table, slices);
        ulong answers = _answers[table];
        for (int i = 0; i < addresses.Length; i++)
        {
            votes[i] += (int)(answers >> addresses[i]) & 1;
        }
    }

    /// <summary>Answers for each example of a batch.</summary>
    /// <param name="table">The table, 0 to 15.</param>
    /// <param name="slices">The batch.</param>
    /// <param name="slice">Receives the answers: that for example e is bit e % 64 of word e / 64.</param>
    public void Answer(int table, BatchSlices slices, Span<ulong> slice)
    {
        ReadOnlySpan<byte> addresses = Addresses(table, slices);
        ulong answers = _answers[table];
        slice.Clear();
        for (int i = 0; i < addresses.Length; i++)
        {
            slice[i >> 6] |= (answers >> addresses[i] & 1) << (i & 63);
        }
    }

    /// <summary>Learns from the gradients of a batch for which all tables have voted or answered.</summary>
    /// <param name="slices">The batch.</param>
    /// <param name="gradientsOf">The gradient of each example by the answer of a table; none if the table does not learn.</param>
    /// <param name="step">The step.</param>
    /// <param name="smoothing">How strongly neighboring cells are drawn to each other.</param>
    /// <param name="scratch">Memory of this thread.</param>
    public void Learn(BatchSlices slices, Func<int, float[]> gradientsOf, in AdamStep step, float smoothing, BlockScratch scratch)
    {
        for (int pin = 0; pin < Pins; pin++)
        {
            ExtendedDifference.Of(_cells, pin, scratch.DifferencesOf(pin));
        }

        Array.Clear(scratch.CellGradients);
        for (int table = 0; table < Tables; table++)
        {
            if (gradientsOf(table) is { Length: > 0 } gradients)
            {
                Span<float> inputGradients = InputGradientsOf(table, scratch);
                Spread(table, gradients, scratch, inputGradients);
                MoveWeights(table, slices, step, inputGradients);
            }
        }

        MoveCells(step, smoothing, scratch.CellGradients);
        Settle();
    }

    private ReadOnlySpan<byte> Addresses(int table, BatchSlices slices)
    {
        Span<byte> addresses = _addresses.AsSpan(table * BatchSlices.Size, BatchSlices.Size);
        addresses.Clear();
        for (int pin = 0; pin < Pins; pin++)
        {
            AddressBits.Set(slices[_wired[(table * Pins) + pin]], pin, addresses);
        }

        return addresses;
    }

    private Span<float> InputGradientsOf(int table, BlockScratch scratch)
    {
        int size = scratch.InputGradients.Length;
        return _inputGradients.Length > 0 ? _inputGradients.AsSpan(table * size, size) : scratch.InputGradients;
    }

    // Adds the gradient of each example to the cell that it reads, and passes it to the inputs.
    private void Spread(int table, float[] gradients, BlockScratch scratch, Span<float> inputGradients)
    {
        ref float gradient = ref MemoryMarshal.GetArrayDataReference(gradients);
        ref byte address = ref _addresses[table * BatchSlices.Size];
        ref float cell = ref scratch.CellGradients[table];
        ref float difference = ref scratch.Differences[table];
        ref float input = ref MemoryMarshal.GetReference(inputGradients);
        const int Next = Cells * Tables;
        const int Size = BatchSlices.Size;
        for (int example = 0; example < Size; example++)
        {
            // Unrolled: this is where most of the time goes.
            float amount = Unsafe.Add(ref gradient, example);
            int at = Unsafe.Add(ref address, example) * Tables;
            Unsafe.Add(ref cell, at) += amount;
            Unsafe.Add(ref input, example) = amount * Unsafe.Add(ref difference, at);
            Unsafe.Add(ref input, example + Size) = amount * Unsafe.Add(ref difference, at + Next);
            Unsafe.Add(ref input, example + (2 * Size)) = amount * Unsafe.Add(ref difference, at + (2 * Next));
            Unsafe.Add(ref input, example + (3 * Size)) = amount * Unsafe.Add(ref difference, at + (3 * Next));
            Unsafe.Add(ref input, example + (4 * Size)) = amount * Unsafe.Add(ref difference, at + (4 * Next));
            Unsafe.Add(ref input, example + (5 * Size)) = amount * Unsafe.Add(ref difference, at + (5 * Next));
        }
    }

    private void MoveWeights(int table, BatchSlices slices, in AdamStep step, ReadOnlySpan<float> inputGradients)
    {
        for (int pin = 0; pin < Pins; pin++)
        {
            ReadOnlySpan<float> gradients = inputGradients.Slice(pin * BatchSlices.Size, BatchSlices.Size);
            Vector512<float> all = SliceSums.Of(gradients);
            int first = ((table * Pins) + pin) * _candidates;
            for (int i = first; i < first + _candidates; i++)
            {
                // A bit that is set counts as 1, another one as -1.
                Vector512<float> set = SliceSums.OfSet(gradients, slices[_bits[i]]);
                float gradient = SliceSums.Total(set + set - all) / BatchSlices.Size;
                _weights[i] -= step.Move(gradient, ref _weightMeans[i], ref _weightSquares[i]);
            }
        }
    }

    private void MoveCells(in AdamStep step, float smoothing, float[] gradients)
    {
        for (int address = 0; address < Cells; address++)
        {
            int at = address * Tables;
            var cell = Vector512.LoadUnsafe(ref _cells[at]);
            Vector512<float> gradient = Vector512.LoadUnsafe(ref gradients[at]) * (1f / BatchSlices.Size);
            if (smoothing > 0)
            {
                Vector512<float> neighbors = default;
                for (int pin = 0; pin < Pins; pin++)
                {
                    neighbors += cell - Vector512.LoadUnsafe(ref _cells[(address ^ (1 << pin)) * Tables]);
                }

                gradient += neighbors * smoothing;
            }

            Vector512<float> moved = cell - step.Move(gradient, ref _cellMeans[at], ref _cellSquares[at]);
            Vector512.Min(Vector512.Max(moved, -Vector512<float>.One), Vector512<float>.One).StoreUnsafe(ref _cells[at]);
        }
    }

    // The answers and the wiring that follow from the cells and the weights.
    private void Settle()
    {
        Array.Clear(_answers);
        for (int i = 0; i < _cells.Length; i++)
        {
            _answers[i % Tables] |= (_cells[i] > 0 ? 1ul : 0) << (i / Tables);
        }

        for (int input = 0; input < _wired.Length; input++)
        {
            ReadOnlySpan<float> weights = _weights.AsSpan(input * _candidates, _candidates);
            int best = 0;
            for (int i = 1; i < weights.Length; i++)
            {
                best = weights[i] > weights[best] ? i : best;
            }

            _wired[input] = _bits[(input * _candidates) + best];
        }
    }
}
