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
/// At first its labels and probabilities are those of the network. Before an example is learned, the network, what was counted, and
/// mixtures of both answer it. A mixture is used when it was right more often than the network, by more than chance, and not while it has
/// lately been worse; see <see cref="NetworkShare"/>. Where the network takes a sample for a class of which fewer than ten examples were
/// learned, it decides alone. So a few examples do no harm, nor do examples of one class only; more examples like those of the training
/// make it more accurate; and if labels or sensors change it follows. A new class needs some dozens of examples among those of the others,
/// and more if it is like them, or was learned before them. A class that no longer occurs is answered as before: if a label has another
/// name, or two have become one, change the names of the answers.
/// </para>
/// <para>
/// Counts do not age: what was learned before a change speaks against it for as long as it was true. Forget it, as far as it is known, or
/// begin another adaptive network.
/// </para>
/// <para>
/// Learn only new examples: of those that the network was trained with it knows too much, and would seem better than it is. Learn all of
/// them, or a random part: if only those are learned that were answered wrong, the choice of a mixture is misled.
/// </para>
/// <para>
/// An answer takes some tens of microseconds, also in batches, and an example some kilobytes of memory, like those of a
/// <see cref="WisardClassifier{TLabel}"/> of 600 nodes.
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

    // What was counted is not heard about samples that the network takes for a class of which fewer examples were counted: it knows only
    // other classes, and would answer these.
    private const int LeastOfClass = 10;

    private readonly WisardClassifier<TLabel> _counts;
    private readonly MixtureChoice _choice;
    private AdaptiveClass<TLabel>[] _classes;

    /// <summary>Creates a network that answers as the trained one.</summary>
    /// <param name="network">The trained network; it does not change.</param>
    /// <param name="seed">The seed by which the counting nodes are wired to its tables.</param>
    /// <exception cref="ArgumentNullException"><paramref name="network"/> is null.</exception>
    public AdaptiveLookupNetwork(LookupNetwork<TLabel> network, ulong seed = 0)
        : this(
            network,
            new WisardClassifier<TLabel>(InputLayer.ForPatterns(VotingTablesOf(network), seed)),
            new MixtureChoice(ClassMixtures.Count))
    {
    }

    private AdaptiveLookupNetwork(LookupNetwork<TLabel> network, WisardClassifier<TLabel> counts, MixtureChoice choice)
    {
        (Network, _counts, _choice) = (network, counts, choice);
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
    /// was counted does, except where fewer than ten examples of what the network answers were learned.
    /// </summary>
    public double NetworkShare => ClassMixtures.ShareOf(_choice.Best);

    /// <summary>What was learned since the training.</summary>
    internal WisardClassifier<TLabel> Counts => _counts;

    /// <summary>The number of examples of a label learned since the training and not forgotten.</summary>
    /// <param name="label">The label; an unknown one has 0.</param>
    public long ExamplesOf(TLabel label) => _counts.ExamplesOf(label);

    /// <summary>
    /// Learns an example that the network was not trained with. The example is classified first: this takes somewhat longer than
    /// <see cref="Classify(Sample)"/>.
    /// </summary>
    /// <remarks>
    /// From a hundred examples on, of at most 50 classes, the counts are calibrated now and then (see
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
    /// Forgets an example: the counts are then, to the byte, as if it had never been learned. <see cref="NetworkShare"/>, and how the
    /// counts are read, stay until all examples are forgotten; then everything is as after the training.
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
        if (!_counts.Forget(Network.AnswersTo(sample), label))
        {
            return false;
        }

        if (_counts.ExampleCount == 0)
        {
            _choice.Clear();
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
        int best = ClassMixtures.BestOf<double>(logits);
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
        ReadOnlySpan<ulong> answers = Network.AnswersTo(sample);
        int counted = _counts.IndexOfLearned(label);
        Span<int> gains = stackalloc int[ClassMixtures.Count];
        gains.Clear();
        if (_counts.ExampleCount > 0)
        {
            Judge(EvidenceOf(answers, _classes), PlaceOf(label, counted), gains);
        }

        _counts.Learn(answers, label);
        _choice.Note(gains);
        if (counted < 0)
        {
            _classes = FindClasses();
        }
    }

    // Among the classes; -1 of a label that nothing knows yet.
    private int PlaceOf(TLabel label, int counted)
    {
        int voted = Network.Classes.TryGetIndex(label, out int index) ? index : -1;
        return Array.FindIndex(_classes, known => known.Voted == voted && known.Counted == counted);
    }

    private static void Judge(Evidence evidence, int right, Span<int> gains)
    {
        if (!evidence.IsHeard)
        {
            return;
        }

        ClassMixtures.Combine(MixtureChoice.Network, evidence.Voted, evidence.Counted, evidence.Logits);
        bool isRight = ClassMixtures.BestOf<double>(evidence.Logits) == right;
        for (int i = 0; i < gains.Length; i++)
        {
            ClassMixtures.Combine(i, evidence.Voted, evidence.Counted, evidence.Logits);
            bool isNowRight = ClassMixtures.BestOf<double>(evidence.Logits) == right;
            gains[i] = isNowRight == isRight ? 0 : isNowRight ? MixtureChoice.Unit : -MixtureChoice.Unit;
        }
    }

    private Span<double> LogitsOf(Sample sample, AdaptiveClass<TLabel>[] classes)
    {
        Evidence evidence = EvidenceOf(Network.AnswersTo(sample), classes);
        int mixture = evidence.IsHeard ? _choice.Best : MixtureChoice.Network;
        ClassMixtures.Combine(mixture, evidence.Voted, evidence.Counted, evidence.Logits);
        return evidence.Logits;
    }

    private Evidence EvidenceOf(ReadOnlySpan<ulong> answers, AdaptiveClass<TLabel>[] classes)
    {
        ReadOnlySpan<int> votes = VotesOf(answers);
        int best = ClassMixtures.BestOf(votes);
        ReadOnlySpan<double> counted = _counts.ExampleCount == 0 ? [] : _counts.ProbabilitiesByIndex(answers);
        Evidence evidence = new(VoteScratch.Current.Evidence(Evidence.Numbers * classes.Length))
        {
            IsHeard = _counts.ExamplesOf(Network.Classes[best]) >= LeastOfClass,
        };
        for (int i = 0; i < classes.Length; i++)
        {
            AdaptiveClass<TLabel> known = classes[i];
            evidence.Voted[i] = known.Voted < 0
                ? double.NaN
                : Math.Max(LeastVoted, (votes[known.Voted] - votes[best]) / Network.Temperature);
            double probability = known.Counted < 0 ? 0 : counted[known.Counted];
            evidence.Counted[i] = PortableMath.Log(Math.Max(LeastProbability, probability));
        }

        return evidence;
    }

    private ReadOnlySpan<int> VotesOf(ReadOnlySpan<ulong> answers)
    {
        Span<int> votes = VoteScratch.Current.Votes(Network.Classes.Count);
        int tables = Network.Network.TablesOfGroup;
        for (int c = 0; c < votes.Length; c++)
        {
            votes[c] = BitRange.CountOnes(answers, c * tables, tables);
        }

        return votes;
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

        /// <summary>Whether what was counted says something of a sample like this.</summary>
        public bool IsHeard { get; init; }

        public Span<double> Voted => _memory[.._classes];

        public Span<double> Counted => _memory.Slice(_classes, _classes);

        public Span<double> Logits => _memory[(2 * _classes)..];
    }
}
