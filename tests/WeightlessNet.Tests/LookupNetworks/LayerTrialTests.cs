using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.LookupNetworks;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Models;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.LookupNetworks;

/// <summary>One layer or two, chosen by the data.</summary>
public sealed class LayerTrialTests
{
    private const int Features = 4;
    private const int Tables = 250;

    private static readonly LookupNetworkOptions Single = new() { MaxDegreeOfParallelism = 1 };

    [Fact]
    public void Two_layers_are_chosen_where_only_many_bits_together_tell_the_class()
    {
        (ulong[] patterns, bool[] labels) = BothOdd(1800);
        Epochs epochs = new();
        LookupNetwork<bool> network = Trained(patterns.AsSpan(0, 1500), labels.AsSpan(0, 1500), Single, epochs);
        Assert.Equal(150, network.OutputMapping!.NodeCount);
        Classification<bool>[] answers = network.Classify(new SampleBatch(patterns.AsMemory(1500), 1));
        Assert.True(answers.Zip(labels[1500..]).Count(pair => pair.First.Label == pair.Second) > 295);

        // Only the epochs of what was chosen are reported, and more of them than of one layer.
        Assert.Equal(Enumerable.Range(1, 40), epochs.All.Select(epoch => epoch.Number));
        Assert.All(epochs.All, epoch => Assert.Equal(40, epoch.Count));
        LookupNetworkOptions same = Single with { HiddenTables = 100, Epochs = 40 };
        Assert.Equal(Saved(Trained(patterns.AsSpan(0, 1500), labels.AsSpan(0, 1500), same)), Saved(network));
    }

    [Fact]
    public void One_layer_is_chosen_for_noisy_sums()
    {
        (double[] samples, double[] sums) = NoisySums(600);
        bool[] labels = [.. sums.Select(static sum => sum > 2)];
        Epochs epochs = new();
        LookupNetwork<bool> network = LookupNetwork.Train<bool>(
            Candidates(samples), new SampleBatch(samples, Features), labels, Single, epochs);
        Assert.Null(network.OutputMapping);
        Assert.Equal(Enumerable.Range(1, 20), epochs.All.Select(epoch => epoch.Number));
        Assert.All(epochs.All, epoch => Assert.Equal(20, epoch.Count));
        LookupNetworkOptions same = Single with { HiddenTables = 0, Epochs = 20 };
        Assert.Equal(
            Saved(LookupNetwork.Train<bool>(Candidates(samples), new SampleBatch(samples, Features), labels, same)), Saved(network));
    }

    [Fact]
    public void Numbers_have_two_layers_where_only_many_bits_together_tell_them_and_one_where_they_are_noisy_sums()
    {
        (ulong[] patterns, bool[] labels) = BothOdd(1500);
        double[] targets = [.. labels.Select(static label => label ? 7.0 : 3)];
        Epochs epochs = new();
        LookupRegressor two = TrainedRegression(patterns, targets, Single, epochs);
        Assert.Equal(150, two.OutputMapping!.NodeCount);
        Assert.Equal(40, epochs.All.Count);
        Assert.Equal(Saved(TrainedRegression(patterns, targets, Single with { HiddenTables = 100, Epochs = 40 })), Saved(two));

        (double[] samples, double[] sums) = NoisySums(600);
        LookupRegressor one = LookupNetwork.TrainRegression(Candidates(samples), new SampleBatch(samples, Features), sums, Single);
        LookupNetworkOptions same = Single with { HiddenTables = 0, Epochs = 20 };
        Assert.Null(one.OutputMapping);
        Assert.Equal(
            Saved(LookupNetwork.TrainRegression(Candidates(samples), new SampleBatch(samples, Features), sums, same)), Saved(one));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(5)]
    public void Any_number_of_threads_chooses_and_learns_the_same(int threads)
    {
        (ulong[] patterns, bool[] labels) = BothOdd(1500);
        double[] targets = [.. labels.Select(static label => label ? 7.0 : 3)];
        LookupNetworkOptions one = Single with { Epochs = 10, Seed = 3 };
        LookupNetworkOptions many = one with { MaxDegreeOfParallelism = threads };
        LookupNetwork<bool> network = Trained(patterns, labels, one);
        Assert.NotNull(network.OutputMapping);
        Assert.Equal(Saved(network), Saved(Trained(patterns, labels, many)));
        Assert.Equal(Saved(TrainedRegression(patterns, targets, one)), Saved(TrainedRegression(patterns, targets, many)));
    }

    [Fact]
    public void Examples_held_out_for_the_best_epoch_take_no_part()
    {
        (ulong[] patterns, bool[] labels) = BothOdd(1500);
        double[] targets = [.. labels.Select(static label => label ? 7.0 : 3)];
        LookupNetworkOptions options = Single with { Epochs = 10, HeldOutShare = 0.3 };
        SplitMix64 random = new(5);
        foreach (int example in HeldOut.Divide(new int[targets.Length], options.HeldOutShare, options.Seed).Held)
        {
            targets[example] = 1000 * random.NextDouble();
        }

        Assert.NotNull(TrainedRegression(patterns, targets, options).OutputMapping);
    }

    [Fact]
    public void A_trial_is_canceled_between_two_batches()
    {
        using CancellationTokenSource source = new();
        NoisyTarget target = new(1000, 2, judged => CancelAt(source, judged, 12));
        Assert.ThrowsAny<OperationCanceledException>(() => new LayerTrial(Bits(200), Single).Choose(target, source.Token));
        Assert.Equal(12, target.Judged);

        (ulong[] patterns, bool[] labels) = BothOdd(200);
        Epochs epochs = new();
        Assert.ThrowsAny<OperationCanceledException>(() => Trained(patterns, labels, Single, epochs, source.Token));
        Assert.Empty(epochs.All);
    }

    // Of 99 examples 19 are held out.
    [Theory]
    [InlineData(100, 200, 1, true)]
    [InlineData(99, 200, 1, false)]
    [InlineData(100, 100, 1, true)]
    [InlineData(100, 99, 1, false)]
    [InlineData(1000, 100, 60, true)]
    [InlineData(1000, 100, 61, false)]
    public void There_is_no_trial_of_few_examples_or_few_tables(int examples, int tables, int classes, bool isTried)
    {
        NoisyTarget target = new(examples, classes, static _ => { });
        NetworkShape shape = new LayerTrial(Bits(tables), Single).Choose(target, default);
        Assert.Equal(isTried, target.Judged > 0);
        Assert.Equal(new NetworkShape(0, 20), shape);
    }

    [Theory]
    [InlineData(0.4, 0.4, true)]
    [InlineData(0.4, 0.5, false)]
    [InlineData(0.5, 0.4, false)]
    public void Two_layers_must_be_better_by_every_measure(double first, double second, bool areTwo)
    {
        static double[][] Of(double one, double other, int rows) =>
            [[.. Enumerable.Repeat(one, rows)], [.. Enumerable.Repeat(other, rows)]];
        NoisyTarget target = new(200, 2, static _ => { })
        {
            Errors = (network, rows) => network.Wiring.HiddenCount > 0 ? Of(first, second, rows) : Of(0.5, 0.5, rows),
        };
        NetworkShape shape = new LayerTrial(Bits(101), Single with { Epochs = 1 }).Choose(target, default);
        Assert.Equal(new NetworkShape(areTwo ? 40 : 0, 1), shape);
    }

    [Fact]
    public void Few_examples_have_one_layer()
    {
        (ulong[] patterns, bool[] labels) = BothOdd(60);
        (LookupNetworkOptions free, LookupNetworkOptions one) = (Single with { Epochs = 5 }, Single with { Epochs = 5, HiddenTables = 0 });
        double[] targets = [.. labels.Select(static label => label ? 7.0 : 3)];
        Assert.Equal(Saved(Trained(patterns, labels, one)), Saved(Trained(patterns, labels, free)));
        Assert.Equal(Saved(TrainedRegression(patterns, targets, one)), Saved(TrainedRegression(patterns, targets, free)));
    }

    [Fact]
    public void A_trial_has_up_to_a_thousand_tables_and_ten_epochs_and_a_temperature_that_fits()
    {
        NoisyTarget target = new(200, 2, static _ => { });
        _ = new LayerTrial(Bits(2500), Single with { Temperature = 3 }).Choose(target, default);

        // 160 examples are two batches.
        Assert.Equal(2 * 10 * 2, target.Judged);
        double less = VoteTemperature.OfClasses(500, 2) / VoteTemperature.OfClasses(1250, 2);
        double lessOfTwo = VoteTemperature.OfClasses(300, 2) / VoteTemperature.OfClasses(750, 2);
        Assert.Equal([(1000, 3 * less), (600, 3 * lessOfTwo)], target.Asked);

        NoisyTarget many = new(2000, 30, static _ => { });
        _ = new LayerTrial(Bits(2000), Single with { Epochs = 1 }).Choose(many, default);
        Assert.Equal([(1500, VoteTemperature.OfClasses(50, 30)), (900, VoteTemperature.OfClasses(30, 30))], many.Asked);

        NoisyTarget all = new(200, 2, static _ => { });
        _ = new LayerTrial(Bits(150), Single with { Temperature = 3, Epochs = 3 }).Choose(all, default);
        Assert.Equal([(150, 3), (90, 3)], all.Asked);
        Assert.Equal(2 * 3 * 2, all.Judged);
    }

    [Fact]
    public void A_trial_draws_up_to_twenty_thousand_examples_and_holds_out_a_fifth_of_each_class()
    {
        const int Count = 30_000;
        ulong[] patterns = [.. Enumerable.Range(0, Count * 2).Select(static word => (ulong)word)];
        int[] classes = [.. Enumerable.Range(0, Count).Select(static example => example % 10 == 0 ? 1 : 0)];
        int[] examples = [.. Enumerable.Range(0, Count).Where(static example => example % 5 != 3)];
        var rows = TrialRows.Draw(patterns, 2, classes, examples, 1);
        Assert.Equal(20_000, rows.Examples.Length);
        Assert.Equal(rows.Examples, rows.Examples.Distinct().Order());
        Assert.Empty(rows.Examples.Except(examples));
        Assert.Equal(rows.Examples.SelectMany(static example => new[] { 2UL * (ulong)example, (2UL * (ulong)example) + 1 }), rows.Patterns);
        Assert.Equal(Enumerable.Range(0, 20_000), rows.Learned.Concat(rows.Held).Order());
        foreach (int ofClass in new[] { 0, 1 })
        {
            int all = rows.Examples.Count(example => classes[example] == ofClass);
            Assert.Equal(all / 5, rows.Held.Count(row => classes[rows.Examples[row]] == ofClass));
        }

        Assert.Equal(rows.Held.SelectMany(row => rows.Patterns[(2 * row)..((2 * row) + 2)]), rows.HeldPatterns());
        Assert.NotEqual(rows.Examples, TrialRows.Draw(patterns, 2, classes, examples, 2).Examples);
        Assert.Equal(examples[..100], TrialRows.Draw(patterns, 2, classes, examples[..100], 1).Examples);
    }

    // A difference of 0.1 and 0.3 has a mean of 0.2, a deviation of 0.141 for two and a standard error of 0.1.
    [Theory]
    [InlineData(new[] { 0.5, 0.5 }, new[] { 0.6, 0.8001 }, false)]
    [InlineData(new[] { 0.5, 0.5 }, new[] { 0.61, 0.79 }, true)]
    [InlineData(new[] { 0.5, 0.5 }, new[] { 0.6, 0.6 }, true)]
    [InlineData(new[] { 0.5, 0.5 }, new[] { 0.5, 0.5 }, false)]
    [InlineData(new[] { 0.61, 0.79 }, new[] { 0.5, 0.5 }, false)]
    public void Errors_are_clearly_less_by_more_than_two_standard_errors(double[] errors, double[] others, bool expected) =>
        Assert.Equal(expected, LayerTrial.IsClearlyLess(errors, others));

    private static void CancelAt(CancellationTokenSource source, int judged, int at)
    {
        if (judged == at)
        {
            source.Cancel();
        }
    }

    // Whether both of two groups of four bits are odd, with four bits that say nothing.
    private static (ulong[] Patterns, bool[] Labels) BothOdd(int count)
    {
        SplitMix64 random = new(4);
        ulong[] patterns = [.. Enumerable.Range(0, count).Select(_ => random.Next() & 0xFFF)];
        static bool IsOdd(ulong bits) => (ulong.PopCount(bits) & 1) != 0;
        return (patterns, [.. patterns.Select(static pattern => IsOdd(pattern & 0xF) && IsOdd(pattern & 0xF0))]);
    }

    private static (double[] Samples, double[] Sums) NoisySums(int count)
    {
        SplitMix64 random = new(1);
        double[] samples = [.. Enumerable.Range(0, count * Features).Select(_ => random.NextDouble())];
        return (samples, [.. samples.Chunk(Features).Select(one => one.Sum() + random.NextDouble() - random.NextDouble())]);
    }

    private static InputLayer Candidates(double[] samples) => InputLayer.CandidatesForFeatures(samples, Features, Tables);

    private static InputLayer Bits(int tables) => new(TupleMapping.Random(12, 12, tables, 1));

    private static LookupNetwork<bool> Trained(
        ReadOnlySpan<ulong> patterns,
        ReadOnlySpan<bool> labels,
        LookupNetworkOptions options,
        IProgress<LookupEpoch>? progress = null,
        CancellationToken cancellationToken = default) =>
        LookupNetwork.Train(Bits(Tables), new SampleBatch(patterns.ToArray(), 1), labels, options, progress, cancellationToken);

    private static LookupRegressor TrainedRegression(
        ulong[] patterns, double[] targets, LookupNetworkOptions options, IProgress<LookupEpoch>? progress = null) =>
        LookupNetwork.TrainRegression(Bits(Tables), new SampleBatch(patterns, 1), targets, options, progress);

    private static byte[] Saved(ISnapshot snapshot)
    {
        using MemoryStream stream = new();
        snapshot.Save(stream);
        return stream.ToArray();
    }

    /// <summary>Random classes of random bits, and what a trial asks of them.</summary>
    private sealed class NoisyTarget : ITrialTarget
    {
        private readonly TrialClasses _classes;
        private readonly Action<int> _judged;

        public NoisyTarget(int examples, int classes, Action<int> judged)
        {
            SplitMix64 random = new(9);
            ulong[] patterns = [.. Enumerable.Range(0, examples).Select(_ => random.Next() & 0xFFF)];
            int[] drawn = [.. Enumerable.Range(0, examples).Select(example => example % classes)];
            Rows = TrialRows.Draw(patterns, 1, drawn, [.. Enumerable.Range(0, examples)], 1);
            _classes = new TrialClasses(Rows, drawn, classes);
            _judged = judged;
        }

        public TrialRows Rows { get; }

        /// <summary>The errors of a network on so many rows, in place of its own; null for these.</summary>
        public Func<NetworkTables, int, double[][]>? Errors { get; init; }

        public int GroupCount => _classes.GroupCount;

        public int Judged { get; private set; }

        public List<(int Tables, double Temperature)> Asked { get; } = [];

        public double TemperatureOf(int tablesOfGroup) => _classes.TemperatureOf(tablesOfGroup);

        public IVoteLoss LossOf(int tables, double temperature)
        {
            Asked.Add((tables, temperature));
            return new CountedLoss(_classes.LossOf(tables, temperature), () => _judged(++Judged));
        }

        public double[][] ErrorsOf(NetworkTables network, double temperature) =>
            Errors?.Invoke(network, Rows.Held.Length) ?? _classes.ErrorsOf(network, temperature);
    }

    private sealed class CountedLoss(IVoteLoss loss, Action judged) : IVoteLoss
    {
        public int GroupCount => loss.GroupCount;

        public double Judge(ReadOnlySpan<int> batch, int[][] votes, float[][] gradients)
        {
            judged();
            return loss.Judge(batch, votes, gradients);
        }
    }
}
