using WeightlessNet.Bits;
using WeightlessNet.Discriminators;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// Trains tables, of which each group has the same number. With hidden tables, these read the examples, and the tables of the groups read
/// their answers.
/// </summary>
internal sealed class LookupTraining
{
    private const int TablesOfPart = 128;

    private readonly ulong[] _patterns;
    private readonly IVoteLoss _loss;
    private readonly InputLayer _layer;
    private readonly int _tablesOfGroup;
    private readonly NetworkShape _shape;
    private readonly LookupNetworkOptions _options;
    private readonly TrainedTables? _hidden;
    private readonly TrainedTables _voting;
    private readonly HiddenTables? _answers;
    private readonly BatchSlices _slices;
    private readonly VotePart[] _parts;
    private readonly int[][] _votes;
    private readonly float[][] _gradients;

    /// <param name="patterns">The words of all examples, one after the other.</param>
    /// <param name="loss">What the training makes less of.</param>
    /// <param name="candidates">
    /// For each table, hidden ones first, the bits of the examples that it may read; of tables that read answers, these are not used. If
    /// the others are not a multiple of the groups, the last ones are not used at all.
    /// </param>
    /// <param name="shape">How many tables are hidden, and the epochs.</param>
    /// <param name="options">The other options.</param>
    public LookupTraining(ulong[] patterns, IVoteLoss loss, InputLayer candidates, NetworkShape shape, LookupNetworkOptions options)
    {
        (_patterns, _loss, _layer, _shape, _options) = (patterns, loss, candidates, shape, options);
        int hidden = shape.HiddenTables;
        _tablesOfGroup = (candidates.NodeCount - hidden) / loss.GroupCount;
        int voting = _tablesOfGroup * loss.GroupCount;
        SplitMix64 random = new(options.Seed);
        if (hidden > 0)
        {
            _hidden = new TrainedTables(CandidateWiring.OfSamples(candidates.Mapping, hidden), TrainedInputs.Bits, ref random);
            _answers = new HiddenTables(_hidden, voting);
        }

        _voting = hidden > 0
            ? new TrainedTables(CandidateWiring.OfAnswers(hidden, voting, options.Seed), TrainedInputs.Answers, ref random)
            : new TrainedTables(CandidateWiring.OfSamples(candidates.Mapping, voting), TrainedInputs.Bits, ref random);
        _slices = new BatchSlices(candidates.Mapping.BitCount);
        _parts = [.. Enumerable.Range(0, loss.GroupCount).SelectMany(PartsOf)];
        _votes = [.. Enumerable.Range(0, loss.GroupCount).Select(static _ => new int[BatchSlices.Size])];
        _gradients = [.. Enumerable.Range(0, loss.GroupCount).Select(static _ => new float[BatchSlices.Size])];
    }

    /// <summary>The network that was learned. Hidden tables that no output table reads are not in it.</summary>
    public NetworkTables CopyNetwork()
    {
        int[] voting = [.. Enumerable.Range(0, _voting.Count)];
        if (_hidden is null)
        {
            return NetworkOf(_voting, voting, null);
        }

        int[] read = [.. voting.SelectMany(_voting.TupleOf).Distinct().Order()];
        int[] placeOf = new int[_hidden.Count];
        for (int place = 0; place < read.Length; place++)
        {
            placeOf[read[place]] = place;
        }

        int[] outputs = [.. voting.SelectMany(_voting.TupleOf).Select(table => placeOf[table])];
        return NetworkOf(_hidden, read, new TupleMapping(read.Length, TableBlock.Pins, outputs));
    }

    /// <summary>Trains on some of the examples.</summary>
    /// <param name="examples">Their indexes; the order changes.</param>
    /// <param name="ended">Called after each epoch with its number, from 1, and the mean loss.</param>
    /// <param name="cancellationToken">Cancels the training between two batches.</param>
    public void Run(int[] examples, Action<int, double> ended, CancellationToken cancellationToken)
    {
        int batches = (examples.Length + BatchSlices.Size - 1) / BatchSlices.Size;
        AdamStep.Schedule schedule = new(_options.Step, (long)batches * _shape.Epochs);
        SplitMix64 random = new(SplitMix64.Mix(_options.Seed, 1));
        ParallelOptions parallel = new()
        {
            MaxDegreeOfParallelism = _options.MaxDegreeOfParallelism,
            CancellationToken = cancellationToken,
        };
        for (int epoch = 1; epoch <= _shape.Epochs; epoch++)
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

    // What the tables that vote read.
    private BatchSlices Read => _answers?.Answers ?? _slices;

    // Each part on a thread of its own, so that no two threads count into the same votes.
    private void CountVotes(ParallelOptions parallel)
    {
        _answers?.Answer(_slices, parallel);
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
            _voting[table / TableBlock.Tables].Vote(table % TableBlock.Tables, Read, part.Votes);
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

    private void Learn(AdamStep step, ParallelOptions parallel)
    {
        float smoothing = (float)_options.Smoothing;
        _answers?.NoteReaders(_voting);
        Parallel.For(
            0,
            _voting.BlockCount,
            parallel,
            block => _voting[block].Learn(
                Read, table => GradientsOf((block * TableBlock.Tables) + table), step, smoothing, BlockScratch.Current));
        _answers?.Learn(_slices, _voting, step, smoothing, parallel);
    }

    // Some tables that read the examples, and all that vote, if these are others.
    private NetworkTables NetworkOf(TrainedTables readers, int[] some, TupleMapping? outputMapping)
    {
        TupleMapping mapping = new(_layer.Mapping.BitCount, TableBlock.Pins, [.. some.SelectMany(readers.TupleOf)]);
        InputLayer layer = _layer.Retina is { } retina ? new InputLayer(retina, mapping) : new InputLayer(mapping);
        IEnumerable<int> others = outputMapping is null ? [] : Enumerable.Range(0, _voting.Count);
        return new NetworkTables(
            new NetworkWiring(layer, outputMapping, _loss.GroupCount),
            [.. some.Select(readers.AnswersOf), .. others.Select(_voting.AnswersOf)]);
    }

    private float[] GradientsOf(int table) => table < _voting.Count ? _gradients[table / _tablesOfGroup] : [];

    /// <summary>Some tables of a group, and their votes.</summary>
    private sealed record VotePart(int Group, int First, int End, int[] Votes);
}
