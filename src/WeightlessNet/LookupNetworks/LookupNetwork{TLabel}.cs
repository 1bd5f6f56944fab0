using WeightlessNet.Discriminators;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Models;
using WeightlessNet.Nodes;

namespace WeightlessNet.LookupNetworks;

/// <summary>
/// A classifier of learned look-up tables: each table has six inputs, wired to bits of the sample or to hidden tables, and answers 0 or 1;
/// the class whose tables answer 1 most often wins. Training learns the tables and the wiring. It is small and fast to ask, and more
/// accurate than counting. It cannot forget an example or learn one more: train it again, or let an
/// <see cref="AdaptiveLookupNetwork{TLabel}"/> go on learning beside it.
/// </summary>
/// <typeparam name="TLabel">The type of the labels; ordered.</typeparam>
/// <remarks>
/// <para>
/// After Bacellar et al., "Differentiable Weightless Neural Networks" (ICML 2024): cells are trained with straight-through gradients,
/// wiring with extended finite differences, both with Adam. Training computes with numbers of 32 bits, in an order that does not depend on
/// the machine, the vector width or the number of threads: the same seed and examples give the same network. Answers are integers.
/// </para>
/// <para>
/// Immutable and thread-safe. It can be stored if its labels are strings, 32- or 64-bit whole numbers, truth values, or of an enumeration,
/// whose values are stored by name; else saving and loading throw <see cref="NotSupportedException"/>.
/// </para>
/// </remarks>
public sealed partial class LookupNetwork<TLabel>
    where TLabel : notnull
{
    private readonly AddressPlan _plan;
    private readonly NetworkVotes _votes;
    private readonly LabelSet<TLabel> _labels;

    internal LookupNetwork(NetworkTables tables, LabelSet<TLabel> labels, double temperature)
    {
        (Network, _labels, Temperature) = (tables, labels, temperature);
        _plan = new AddressPlan(tables.Wiring.Layer, NodeStorage.Dense);
        _votes = new NetworkVotes(tables);
    }

    /// <summary>
    /// The input layer: for each table that reads the sample, a tuple of the six bits that it was wired to. These are all tables, or, with
    /// two layers, the hidden ones.
    /// </summary>
    public InputLayer Layer => Network.Wiring.Layer;

    /// <summary>
    /// With two layers (<see cref="LookupNetworkOptions.HiddenTables"/>), for each output table a tuple of the six hidden tables that it
    /// was wired to: its pattern has a bit for each hidden table, which is that table's answer. Null with one layer.
    /// </summary>
    public TupleMapping? OutputMapping => Network.Wiring.OutputMapping;

    /// <summary>The classes, in label order.</summary>
    public IReadOnlyList<TLabel> Labels => [.. Enumerable.Range(0, _labels.Count).Select(index => _labels[index])];

    /// <summary>
    /// The tables, for use by other programs: bit a of a table is its answer at address a. Each class has as many, those of the first class
    /// first. With two layers the hidden tables come before all of these: as many as <see cref="Layer"/> has tuples.
    /// </summary>
    public ReadOnlySpan<ulong> Tables => Network.All;

    /// <summary>The votes by which the odds of two classes differ e times.</summary>
    public double Temperature { get; }

    /// <summary>The tables and what they read.</summary>
    internal NetworkTables Network { get; }

    /// <summary>The plan that samples must fit.</summary>
    internal AddressPlan Plan => _plan;

    /// <summary>The classes, which are in label order.</summary>
    internal LabelSet<TLabel> Classes => _labels;

    /// <summary>
    /// The answers of the tables that vote, 64 to a word, to a sample that fits <see cref="Plan"/>, in this thread's scratch memory.
    /// </summary>
    internal ReadOnlySpan<ulong> AnswersTo(Sample sample) => _votes.AnswersTo(sample);

    /// <summary>Classifies a sample. Does not allocate.</summary>
    /// <param name="sample">The sample.</param>
    /// <returns>
    /// The class with the most votes, of equal ones the first in label order; "don't know" if all have as many. The confidence is the lead
    /// over the second class, as a share of the difference between the best and the worst.
    /// </returns>
    /// <exception cref="ArgumentException">The sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public Classification<TLabel> Classify(Sample sample)
    {
        Span<int> votes = AddressScratch.Current.Sums(_labels.Count);
        _plan.ThrowIfNotASample(sample, nameof(sample));
        _votes.Of(sample, votes);
        return SignedScores.Judge(votes, _labels);
    }

    /// <summary>
    /// Classifies samples, each with the same answer as <see cref="Classify(Sample)"/>. From 64 samples on they are asked about as many at
    /// once as a vector has bits, which is many times as fast: each bit of them is a vector, and a table is a circuit of bit operations. A
    /// thread keeps some memory for this: about a megabyte for images of 28 by 28 pixels, at most 16 for each kind of memory. Samples that
    /// need more, and machines without vectors, answer one by one.
    /// </summary>
    /// <param name="samples">The samples.</param>
    /// <param name="maxDegreeOfParallelism">The maximum number of threads, above 0; it does not change the answers.</param>
    /// <returns>The answer for each sample.</returns>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is not above 0.</exception>
    /// <exception cref="ArgumentException">A sample does not have the layer's length.</exception>
    /// <exception cref="InvalidOperationException">The samples are numbers or bytes, but the layer has no retina.</exception>
    public Classification<TLabel>[] Classify(SampleBatch samples, int maxDegreeOfParallelism = 1) =>
        VotedAnswers.Of(
            _plan,
            _votes,
            samples,
            maxDegreeOfParallelism,
            Classify,
            (together, first, answers) => ClassifyTogether(together, samples, first, answers));

    /// <summary>Counts the tables of each class that answer 1, hidden ones not. Does not allocate.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="votes">One number for each class, in the order of <see cref="Labels"/>, overwritten.</param>
    /// <exception cref="ArgumentException">
    /// The sample does not have the layer's length, or <paramref name="votes"/> has not one place for each class.
    /// </exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public void Votes(Sample sample, Span<int> votes)
    {
        ThrowIfNotOneForEach(votes.Length, nameof(votes));
        _plan.ThrowIfNotASample(sample, nameof(sample));
        _votes.Of(sample, votes);
    }

    /// <summary>The probability of each class, as training saw it: the softmax of votes by <see cref="Temperature"/>.</summary>
    /// <param name="sample">The sample.</param>
    /// <param name="probabilities">One number for each class, in the order of <see cref="Labels"/>, overwritten.</param>
    /// <exception cref="ArgumentException">
    /// The sample does not have the layer's length, or <paramref name="probabilities"/> has not one place for each class.
    /// </exception>
    /// <exception cref="InvalidOperationException">The sample is numbers or bytes, but the layer has no retina.</exception>
    public void Probabilities(Sample sample, Span<double> probabilities)
    {
        ThrowIfNotOneForEach(probabilities.Length, nameof(probabilities));
        Span<int> votes = AddressScratch.Current.Sums(_labels.Count);
        _plan.ThrowIfNotASample(sample, nameof(sample));
        _votes.Of(sample, votes);
        for (int c = 0; c < votes.Length; c++)
        {
            probabilities[c] = votes[c] / Temperature;
        }

        Softmax.Apply(probabilities);
    }

    private void ClassifyTogether(ISlicedVotes together, SampleBatch samples, int first, Classification<TLabel>[] answers)
    {
        int size = together.Size;
        Span<int> votes = VoteScratch.Current.Votes(_labels.Count * size);
        together.Of(samples, first, votes);
        VoteLeads leads = new(VoteScratch.Current.Leads(VoteLeads.Numbers * size));
        leads.Compare(votes, _labels.InOrder);
        int count = Math.Min(size, answers.Length - first);
        for (int i = 0; i < count; i++)
        {
            int spread = leads.Spread[i];
            answers[first + i] = spread == 0
                ? default
                : new Classification<TLabel>(true, _labels[leads.Best[i]], (double)leads.Lead[i] / spread);
        }
    }

    private void ThrowIfNotOneForEach(int length, string parameter)
    {
        if (length != _labels.Count)
        {
            throw new ArgumentException($"{length} places are not one for each of {_labels.Count} classes.", parameter);
        }
    }
}
