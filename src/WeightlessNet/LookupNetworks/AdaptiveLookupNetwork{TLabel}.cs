using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Models;

namespace WeightlessNet.LookupNetworks;

/// <summary>
/// A trained network that goes on learning: the answers of its tables are the retina of a <see cref="WisardClassifier{TLabel}"/>, which
/// counts new examples, forgets them, and may learn new classes. The network itself does not change.
/// </summary>
/// <typeparam name="TLabel">The type of the labels; ordered.</typeparam>
/// <remarks>
/// <para>
/// At first it answers as the network does. Before an example is learned, the votes of the network, what was counted, and mixtures of both
/// answer it; which of them was right most often in about the last thousand examples gives the answers, see <see cref="NetworkShare"/>. So
/// a few examples do no harm, more examples like those of the training make it more accurate, and if labels or sensors change it follows.
/// </para>
/// <para>
/// Learn only new examples: of those that the network was trained with it knows too much, and would seem better than it is.
/// </para>
/// <para>Thread-safe for many readers, or one writer without readers. The network may be shared.</para>
/// <para>
/// It can be stored if its labels are strings, 32- or 64-bit whole numbers, truth values, or of an enumeration, whose values are stored by
/// name; else saving and loading throw <see cref="NotSupportedException"/>.
/// </para>
/// </remarks>
public sealed partial class AdaptiveLookupNetwork<TLabel>
    where TLabel : notnull
{
    // Beyond these, logarithms say no more.
    private const double LeastVoted = -27;
    private const double LeastProbability = 1e-6;

    private readonly WisardClassifier<TLabel> _counts;
    private readonly ShareChoice _share;
    private readonly int _words;
    private AdaptiveClass<TLabel>[] _classes;

    /// <summary>Creates a network that answers as the trained one.</summary>
    /// <param name="network">The trained network; it does not change.</param>
    /// <param name="seed">The seed by which the counting nodes are wired to its tables.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    public AdaptiveLookupNetwork(LookupNetwork<TLabel> network, ulong seed = 0)
        : this(network, new WisardClassifier<TLabel>(InputLayer.ForPatterns(VotingTablesOf(network), seed)), new ShareChoice())
    {
    }

    private AdaptiveLookupNetwork(LookupNetwork<TLabel> network, WisardClassifier<TLabel> counts, ShareChoice share)
    {
        (Network, _counts, _share) = (network, counts, share);
        _words = BitSlice.WordCount(VotingTablesOf(network));
        _classes = FindClasses();
    }

    /// <summary>The trained network.</summary>
    public LookupNetwork<TLabel> Network { get; }

    /// <summary>The number of examples learned since the training and not forgotten.</summary>
    public long ExampleCount => _counts.ExampleCount;

    /// <summary>The classes of the network and those that have examples, in label order.</summary>
    public IReadOnlyList<TLabel> Labels => Array.ConvertAll(_classes, static known => known.Label);

    /// <summary>
    /// How much the votes of the network count in answers, 0 to 1: 1, as at first, if they alone decide between its classes; 0 if only what
    /// was counted does.
    /// </summary>
    public double NetworkShare => _share.Value;

    /// <summary>What was learned since the training.</summary>
    internal WisardClassifier<TLabel> Counts => _counts;

    /// <summary>The number of examples of a label learned since the training and not forgotten.</summary>
    /// <param name="label">The label; an unknown one has 0.</param>
    public long ExamplesOf(TLabel label) => _counts.ExamplesOf(label);

    /// <summary>
    /// Learns an example that the network was not trained with. It is asked about it first, so this takes somewhat longer than
    /// <see cref="Classify(Sample)"/>.
    /// </summary>
    /// <remarks>
    /// From a hundred examples on, at half as many more each time, the counts are calibrated (see
    /// <see cref="WisardClassifier{TLabel}.CalibratedExampleCount"/>): such a call takes as long as
    /// <see cref="WisardClassifier{TLabel}.Calibrate"/> with at most 1,000 examples.
    /// </remarks>
    /// <param name="sample">The sample.</param>
    /// <param name="label">Its class; an unknown one is added.</param>
    /// <exception cref="ArgumentNullException"><paramref name="label"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// The sample does not have the layer's length, or the label is a string with an unpaired surrogate.
    /// </exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public void Learn(Sample sample, TLabel label)
    {
        LabelSet<TLabel>.ThrowIfNull(label);
        Network.Plan.ThrowIfNotASample(sample, nameof(sample));
        LearnExample(sample, label);
    }

    /// <summary>Learns examples, one after the other. All are checked before the first is learned.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="labels">The label of each.</param>
    /// <exception cref="ArgumentException">
    /// There is not one label for each sample, a label is null or a string with an unpaired surrogate, or a sample does not have the
    /// layer's length.
    /// </exception>
    /// <exception cref="InvalidOperationException">The samples are numbers or bytes, but the layer has no retina.</exception>
    public void Learn(SampleBatch samples, ReadOnlySpan<TLabel> labels)
    {
        SampleAnswers.ThrowIfNotAsMany(samples.Count, labels.Length, nameof(labels));
        LabelSet<TLabel>.ThrowIfNotLabels(labels);
        Network.Plan.ThrowIfNotSamples(samples);
        for (int i = 0; i < labels.Length; i++)
        {
            LearnExample(samples[i], labels[i]);
        }
    }

    /// <summary>
    /// Forgets an example: the counts are then, to the byte, as if it had never been learned. <see cref="NetworkShare"/> stays until all
    /// examples are forgotten; then everything is as after the training.
    /// </summary>
    /// <param name="sample">A sample that was learned.</param>
    /// <param name="label">The label that it was learned with.</param>
    /// <returns>Whether it was forgotten. False, with nothing changed, if the cells show that it was not learned with the label.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="label"/> is null.</exception>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public bool Forget(Sample sample, TLabel label)
    {
        LabelSet<TLabel>.ThrowIfNull(label);
        Network.Plan.ThrowIfNotASample(sample, nameof(sample));
        if (!_counts.Forget(AnswersOf(sample), label))
        {
            return false;
        }

        if (_counts.ExampleCount == 0)
        {
            _share.Clear();
        }

        if (_counts.IndexOfLearned(label) < 0)
        {
            _classes = FindClasses();
        }

        return true;
    }

    /// <summary>Classifies a sample. Does not allocate.</summary>
    /// <param name="sample">The sample.</param>
    /// <returns>
    /// The most probable class, of equal ones the first in label order; "don't know" if all are equally probable. The confidence is the
    /// lead over the second class, as a share of the probability of the first.
    /// </returns>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public Classification<TLabel> Classify(Sample sample)
    {
        Network.Plan.ThrowIfNotASample(sample, nameof(sample));
        AdaptiveClass<TLabel>[] classes = _classes;
        Span<double> logits = LogitsOf(sample, classes);
        int best = ShareChoice.BestOf(logits);
        if (!logits.ContainsAnyExcept(logits[0]))
        {
            return default;
        }

        double second = double.NegativeInfinity;
        for (int i = 0; i < logits.Length; i++)
        {
            second = i == best ? second : Math.Max(second, logits[i]);
        }

        return new Classification<TLabel>(true, classes[best].Label, 1 - Softmax.Exp(second - logits[best]));
    }

    /// <summary>Classifies samples, each with the same answer as <see cref="Classify(Sample)"/>.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="maxDegreeOfParallelism">The maximum number of threads, above 0; it does not change the answers.</param>
    /// <returns>The answer for each sample.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">A sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The samples are numbers or bytes, but the layer has no retina.</exception>
    public Classification<TLabel>[] Classify(SampleBatch samples, int maxDegreeOfParallelism = 1) =>
        SampleAnswers.Of(Network.Plan, samples, maxDegreeOfParallelism, Classify);

    /// <summary>Writes the probability of each class for a sample: numbers of 0 to 1 that sum to 1. Does not allocate.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="probabilities">One number for each of <see cref="Labels"/>, in their order; overwritten.</param>
    /// <exception cref="ArgumentException">
    /// The sample does not have the layer's length, or there is not one probability for each label.
    /// </exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public void Probabilities(Sample sample, Span<double> probabilities)
    {
        AdaptiveClass<TLabel>[] classes = _classes;
        if (probabilities.Length != classes.Length)
        {
            throw new ArgumentException(
                $"There are {classes.Length} labels and room for {probabilities.Length} probabilities: pass a span of as many as labels.",
                nameof(probabilities));
        }

        Network.Plan.ThrowIfNotASample(sample, nameof(sample));
        LogitsOf(sample, classes).CopyTo(probabilities);
        Softmax.Apply(probabilities);
    }

    private static int VotingTablesOf(LookupNetwork<TLabel> network)
    {
        ArgumentNullException.ThrowIfNull(network);
        return network.Network.Wiring.VotingCount;
    }

    private void LearnExample(Sample sample, TLabel label)
    {
        ReadOnlySpan<ulong> answers = AnswersOf(sample);
        int counted = _counts.IndexOfLearned(label);
        uint hits = _counts.ExampleCount == 0 ? 0 : HitsOf(answers, label, counted);
        _counts.Learn(answers, label);
        _share.Note(hits);
        if (counted < 0)
        {
            _classes = FindClasses();
        }
    }

    // None for a class that nothing knows yet.
    private uint HitsOf(ReadOnlySpan<ulong> answers, TLabel label, int counted)
    {
        int voted = Network.Classes.TryGetIndex(label, out int index) ? index : -1;
        int right = Array.FindIndex(_classes, known => known.Voted == voted && known.Counted == counted);
        if (right < 0)
        {
            return 0;
        }

        Evidence evidence = EvidenceOf(answers, _classes);
        return ShareChoice.Judge(evidence.Voted, evidence.Counted, right, evidence.Logits);
    }

    private Span<ulong> AnswersOf(Sample sample)
    {
        Span<ulong> answers = VoteScratch.Current.Answers(_words);
        Network.Answer(sample, answers);
        return answers;
    }

    private Span<double> LogitsOf(Sample sample, AdaptiveClass<TLabel>[] classes)
    {
        Evidence evidence = EvidenceOf(AnswersOf(sample), classes);
        _share.Combine(evidence.Voted, evidence.Counted, evidence.Logits);
        return evidence.Logits;
    }

    private Evidence EvidenceOf(ReadOnlySpan<ulong> answers, AdaptiveClass<TLabel>[] classes)
    {
        Span<double> memory = VoteScratch.Current.Evidence(Evidence.Numbers * classes.Length);
        Evidence evidence = new(memory);
        int most = 0;
        Span<int> votes = VoteScratch.Current.Votes(Network.Classes.Count);
        int tables = Network.Network.TablesOfGroup;
        for (int c = 0; c < votes.Length; c++)
        {
            votes[c] = BitRange.CountOnes(answers, c * tables, tables);
            most = Math.Max(most, votes[c]);
        }

        ReadOnlySpan<double> counted = _counts.ExampleCount == 0 ? [] : _counts.ProbabilitiesByIndex(answers);
        for (int i = 0; i < classes.Length; i++)
        {
            AdaptiveClass<TLabel> known = classes[i];
            evidence.Voted[i] = known.Voted < 0 ? double.NaN : Math.Max(LeastVoted, (votes[known.Voted] - most) / Network.Temperature);
            double probability = known.Counted < 0 ? 0 : counted[known.Counted];
            evidence.Counted[i] = PortableMath.Log(Math.Max(LeastProbability, probability));
        }

        return evidence;
    }

    // All in label order: sums of floating-point numbers depend on the order.
    private AdaptiveClass<TLabel>[] FindClasses()
    {
        LabelSet<TLabel> all = new();
        foreach (TLabel label in Network.Labels.Concat(_counts.Labels))
        {
            if (!all.TryGetIndex(label, out _))
            {
                all.Add(label);
            }
        }

        var classes = new AdaptiveClass<TLabel>[all.Count];
        for (int i = 0; i < classes.Length; i++)
        {
            TLabel label = all[all.InOrder[i]];
            int voted = Network.Classes.TryGetIndex(label, out int index) ? index : -1;
            classes[i] = new AdaptiveClass<TLabel>(label, voted, _counts.IndexOfLearned(label));
        }

        return classes;
    }

    /// <summary>What speaks for each class, in label order, and memory to combine it.</summary>
    private readonly ref struct Evidence(Span<double> memory)
    {
        public const int Numbers = 3;

        private readonly int _classes = memory.Length / Numbers;
        private readonly Span<double> _memory = memory;

        public Span<double> Voted => _memory[.._classes];

        public Span<double> Counted => _memory.Slice(_classes, _classes);

        public Span<double> Logits => _memory[(2 * _classes)..];
    }
}
