using WeightlessNet.Bits;
using WeightlessNet.Models;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Trains one layer of tables, of which each class has the same number.</summary>
internal sealed class LookupTraining
{
    private readonly ulong[] _patterns;
    private readonly int[] _classes;
    private readonly int _classCount;
    private readonly int _tableCount;
    private readonly int _tablesOfClass;
    private readonly double _temperature;
    private readonly LookupNetworkOptions _options;
    private readonly TableBlock[] _blocks;
    private readonly BatchSlices _slices;
    private readonly int[][] _votes;
    private readonly float[][] _gradients;

    /// <param name="patterns">The words of all examples, one after the other.</param>
    /// <param name="classes">The class of each example.</param>
    /// <param name="classCount">The number of classes.</param>
    /// <param name="wiring">Which bits the tables may read.</param>
    /// <param name="options">The options.</param>
    public LookupTraining(ulong[] patterns, int[] classes, int classCount, CandidateWiring wiring, LookupNetworkOptions options)
    {
        (_patterns, _classes, _classCount, _options) = (patterns, classes, classCount, options);
        _tablesOfClass = wiring.TableCount / classCount;
        _tableCount = _tablesOfClass * classCount;
        _temperature = options.Temperature ?? Math.Sqrt(_tablesOfClass / 2.0);
        SplitMix64 random = new(options.Seed);
        _blocks = new TableBlock[(_tableCount + TableBlock.Tables - 1) / TableBlock.Tables];
        for (int block = 0; block < _blocks.Length; block++)
        {
            _blocks[block] = new TableBlock(wiring.OfBlock(block), wiring.Candidates, ref random);
        }

        _slices = new BatchSlices(wiring.BitCount);
        _votes = [.. Enumerable.Range(0, classCount).Select(static _ => new int[BatchSlices.Size])];
        _gradients = [.. Enumerable.Range(0, classCount).Select(static _ => new float[BatchSlices.Size])];
    }

    /// <summary>The number of tables: a multiple of the number of classes.</summary>
    public int TableCount => _tableCount;

    /// <summary>The votes by which the odds of two classes differ e times.</summary>
    public double Temperature => _temperature;

    /// <summary>The answers of all tables.</summary>
    public ulong[] CopyAnswers() =>
        [.. Enumerable.Range(0, _tableCount).Select(table => _blocks[table / TableBlock.Tables].AnswersOf(table % TableBlock.Tables))];

    /// <summary>The bits that the tables read, six for each.</summary>
    public int[] CopyWiring() =>
    [
        .. Enumerable.Range(0, _tableCount * TableBlock.Pins).Select(input =>
        {
            int table = input / TableBlock.Pins;
            return _blocks[table / TableBlock.Tables].WiredTo(table % TableBlock.Tables, input % TableBlock.Pins);
        }),
    ];

    /// <summary>Trains on some of the examples.</summary>
    /// <param name="examples">Their indexes; the order changes.</param>
    /// <param name="ended">Called after each epoch with its number, from 1, and the mean loss.</param>
    /// <param name="cancellationToken">Cancels the training between two batches.</param>
    public void Run(int[] examples, Action<int, double> ended, CancellationToken cancellationToken)
    {
        int batches = (examples.Length + BatchSlices.Size - 1) / BatchSlices.Size;
        AdamStep.Schedule schedule = new(_options.Step, (long)batches * _options.Epochs);
        SplitMix64 random = new(SplitMix64.Mix(_options.Seed, 1));
        ParallelOptions parallel = new()
        {
            MaxDegreeOfParallelism = _options.MaxDegreeOfParallelism,
            CancellationToken = cancellationToken,
        };
        for (int epoch = 1; epoch <= _options.Epochs; epoch++)
        {
            random.Shuffle<int>(examples);
            double loss = 0;
            for (int start = 0; start < examples.Length; start += BatchSlices.Size)
            {
                ReadOnlySpan<int> batch = examples.AsSpan(start, Math.Min(BatchSlices.Size, examples.Length - start));
                _slices.Fill(_patterns, batch);
                CountVotes(parallel);
                loss += Judge(batch);
                Learn(schedule.Next(), parallel);
            }

            ended(epoch, loss / examples.Length);
        }
    }

    // Each class on a thread of its own, so that no two threads count for the same.
    private void CountVotes(ParallelOptions parallel) => Parallel.For(0, _classCount, parallel, CountVotesOf);

    private void CountVotesOf(int ofClass)
    {
        Span<int> votes = _votes[ofClass];
        votes.Clear();
        for (int table = ofClass * _tablesOfClass; table < (ofClass + 1) * _tablesOfClass; table++)
        {
            _blocks[table / TableBlock.Tables].Vote(table % TableBlock.Tables, _slices, votes);
        }
    }

    // The gradients of the cross-entropy by the votes. Returns the loss of the batch.
    private double Judge(ReadOnlySpan<int> batch)
    {
        double loss = 0;
        Span<double> logits = new double[_classCount];
        for (int i = 0; i < BatchSlices.Size; i++)
        {
            if (i >= batch.Length)
            {
                Array.ForEach(_gradients, gradients => gradients[i] = 0);
                continue;
            }

            for (int c = 0; c < _classCount; c++)
            {
                logits[c] = _votes[c][i] / _temperature;
            }

            Softmax.Apply(logits);
            int right = _classes[batch[i]];
            loss -= PortableMath.Log(Math.Max(double.Epsilon, logits[right]));
            for (int c = 0; c < _classCount; c++)
            {
                _gradients[c][i] = (float)(logits[c] - (c == right ? 1 : 0));
            }
        }

        return loss;
    }

    private void Learn(AdamStep step, ParallelOptions parallel) => Parallel.For(
        0,
        _blocks.Length,
        parallel,
        block => _blocks[block].Learn(
            _slices, table => GradientsOf((block * TableBlock.Tables) + table), step, (float)_options.Smoothing, BlockScratch.Current));

    private float[] GradientsOf(int table) => table < _tableCount ? _gradients[table / _tablesOfClass] : [];
}
