using WeightlessNet.Bits;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Trains one layer of tables, of which each group has the same number.</summary>
internal sealed class LookupTraining
{
    private const int TablesOfPart = 128;

    private readonly ulong[] _patterns;
    private readonly IVoteLoss _loss;
    private readonly int _tableCount;
    private readonly int _tablesOfGroup;
    private readonly LookupNetworkOptions _options;
    private readonly TableBlock[] _blocks;
    private readonly BatchSlices _slices;
    private readonly VotePart[] _parts;
    private readonly int[][] _votes;
    private readonly float[][] _gradients;

    /// <param name="patterns">The words of all examples, one after the other.</param>
    /// <param name="loss">What the training makes less of.</param>
    /// <param name="wiring">Which bits the tables may read. If they are not a multiple of the groups, the last ones are not used.</param>
    /// <param name="options">The options.</param>
    public LookupTraining(ulong[] patterns, IVoteLoss loss, CandidateWiring wiring, LookupNetworkOptions options)
    {
        (_patterns, _loss, _options) = (patterns, loss, options);
        _tablesOfGroup = wiring.TableCount / loss.GroupCount;
        _tableCount = _tablesOfGroup * loss.GroupCount;
        SplitMix64 random = new(options.Seed);
        _blocks = new TableBlock[(_tableCount + TableBlock.Tables - 1) / TableBlock.Tables];
        for (int block = 0; block < _blocks.Length; block++)
        {
            _blocks[block] = new TableBlock(wiring.OfBlock(block), wiring.Candidates, ref random);
        }

        _slices = new BatchSlices(wiring.BitCount);
        _parts = [.. Enumerable.Range(0, loss.GroupCount).SelectMany(PartsOf)];
        _votes = [.. Enumerable.Range(0, loss.GroupCount).Select(static _ => new int[BatchSlices.Size])];
        _gradients = [.. Enumerable.Range(0, loss.GroupCount).Select(static _ => new float[BatchSlices.Size])];
    }

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
                Array.ForEach(_gradients, Array.Clear);
                loss += _loss.Judge(batch, _votes, _gradients);
                Learn(schedule.Next(), parallel);
            }

            ended(epoch, loss / examples.Length);
        }
    }

    // Each part on a thread of its own, so that no two threads count into the same votes.
    private void CountVotes(ParallelOptions parallel)
    {
        Parallel.For(0, _parts.Length, parallel, part => CountVotesOf(_parts[part]));
        Array.ForEach(_votes, Array.Clear);
        foreach (VotePart part in _parts)
        {
            int[] votes = _votes[part.Group];
            for (int i = 0; i < votes.Length; i++)
            {
                votes[i] += part.Votes[i];
            }
        }
    }

    private void CountVotesOf(VotePart part)
    {
        Array.Clear(part.Votes);
        for (int table = part.First; table < part.End; table++)
        {
            _blocks[table / TableBlock.Tables].Vote(table % TableBlock.Tables, _slices, part.Votes);
        }
    }

    private IEnumerable<VotePart> PartsOf(int group)
    {
        int end = (group + 1) * _tablesOfGroup;
        for (int first = group * _tablesOfGroup; first < end; first += TablesOfPart)
        {
            yield return new VotePart(group, first, Math.Min(first + TablesOfPart, end), new int[BatchSlices.Size]);
        }
    }

    private void Learn(AdamStep step, ParallelOptions parallel) => Parallel.For(
        0,
        _blocks.Length,
        parallel,
        block => _blocks[block].Learn(
            _slices, table => GradientsOf((block * TableBlock.Tables) + table), step, (float)_options.Smoothing, BlockScratch.Current));

    private float[] GradientsOf(int table) => table < _tableCount ? _gradients[table / _tablesOfGroup] : [];

    /// <summary>Some tables of a group, and their votes.</summary>
    private sealed record VotePart(int Group, int First, int End, int[] Votes);
}
