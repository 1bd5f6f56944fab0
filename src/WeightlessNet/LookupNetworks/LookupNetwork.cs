using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.LookupNetworks.Internals;
using WeightlessNet.Models;
using WeightlessNet.Nodes;

namespace WeightlessNet.LookupNetworks;

/// <summary>Trains a <see cref="LookupNetwork{TLabel}"/> or a <see cref="LookupRegressor"/>. Thread-safe.</summary>
public static partial class LookupNetwork
{
    /// <summary>
    /// Trains a network, by default of the number of layers that a trial on held-out examples finds to be better
    /// (<see cref="LookupNetworkOptions.HiddenTables"/>). With 2,000 tables the trial takes about half as long as the training of one
    /// layer; if it chooses two, their training takes about three times as long. Set the option to 0 for one layer without a trial.
    /// </summary>
    /// <typeparam name="TLabel">The type of the labels; ordered.</typeparam>
    /// <param name="candidates">
    /// An input layer with a tuple for each table, which holds the bits that the table may be wired to, as
    /// <see cref="InputLayer.CandidatesForImages"/> makes it. The first sixth of a tuple is for the first input, and so on. The first
    /// tuples are for the hidden tables, if there are any; those of output tables are counted, but not read. If the tables that vote are
    /// not a multiple of the classes, the last ones are not used.
    /// </param>
    /// <param name="samples">The examples.</param>
    /// <param name="labels">The label of each.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="progress">
    /// Receives the epochs, after each of them, on the calling thread; but not those of a trial of <see
    /// cref="LookupNetworkOptions.HiddenTables"/>.
    /// </param>
    /// <param name="cancellationToken">Cancels the training, and the trial, between two batches of 128 examples.</param>
    /// <returns>The network.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="candidates"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// There is not one label for each example, or only one class; a label is null or a string with an unpaired surrogate; a sample does
    /// not have the layer's length; tuples have fewer than 6 bits, or there are fewer tuples than classes;
    /// <see cref="LookupNetworkOptions.HiddenTables"/> leaves fewer tables than classes; or
    /// <see cref="LookupNetworkOptions.HeldOutShare"/> of no class is a whole example.
    /// </exception>
    /// <exception cref="InvalidOperationException">The samples are numbers or bytes, but the layer has no retina.</exception>
    /// <exception cref="NotSupportedException">The type of the labels has no order.</exception>
    /// <exception cref="OperationCanceledException">Training was canceled.</exception>
    public static LookupNetwork<TLabel> Train<TLabel>(
        InputLayer candidates,
        SampleBatch samples,
        ReadOnlySpan<TLabel> labels,
        LookupNetworkOptions? options = null,
        IProgress<LookupEpoch>? progress = null,
        CancellationToken cancellationToken = default)
        where TLabel : notnull
    {
        ArgumentNullException.ThrowIfNull(candidates);
        options ??= new LookupNetworkOptions();
        SampleAnswers.ThrowIfNotAsMany(samples.Count, labels.Length, nameof(labels));
        LabelSet<TLabel> set = ClassesOf(labels);
        ThrowIfNotTables(candidates, set.Count, options);
        int[] classes = new int[labels.Length];
        for (int i = 0; i < classes.Length; i++)
        {
            _ = set.TryGetIndex(labels[i], out classes[i]);
        }

        ulong[] patterns = PatternsOf(candidates, samples);
        int words = patterns.Length / samples.Count;
        (int[] learned, int[] held) = Divided(classes, options);
        NetworkShape shape = options.HiddenTables is int given
            ? NetworkShape.Given(given, options)
            : new LayerTrial(candidates, options).Choose(
                new TrialClasses(TrialRows.Draw(patterns, words, classes, learned, options.Seed), classes, set.Count), cancellationToken);
        double temperature = options.Temperature
            ?? VoteTemperature.OfClasses((candidates.NodeCount - shape.HiddenTables) / set.Count, set.Count);
        LookupTraining training = new(patterns, new CrossEntropy(classes, set.Count, temperature), candidates, shape, options);
        ulong[] heldPatterns = [.. held.SelectMany(example => patterns.AsSpan(example * words, words).ToArray())];
        NetworkTables? best = null;
        double bestAccuracy = -1;
        training.Run(
            learned,
            (epoch, loss) =>
            {
                double? accuracy = null;
                if (held.Length > 0)
                {
                    NetworkTables now = training.CopyNetwork();
                    accuracy = AccuracyOf(PatternVotes.Of(now, heldPatterns, words), set, classes, held);
                    (best, bestAccuracy) = accuracy > bestAccuracy ? (now, accuracy.Value) : (best, bestAccuracy);
                }

                progress?.Report(new LookupEpoch { Number = epoch, Count = shape.Epochs, Loss = loss, HeldOutAccuracy = accuracy });
            },
            cancellationToken);
        return new LookupNetwork<TLabel>(best ?? training.CopyNetwork(), set, temperature);
    }

    private static double AccuracyOf<TLabel>(int[] votes, LabelSet<TLabel> labels, int[] classes, int[] examples)
        where TLabel : notnull
    {
        int right = 0;
        for (int i = 0; i < examples.Length; i++)
        {
            Classification<TLabel> answer = SignedScores.Judge(votes.AsSpan(i * labels.Count, labels.Count), labels);
            right += answer.IsKnown && labels.TryGetIndex(answer.Label, out int index) && index == classes[examples[i]] ? 1 : 0;
        }

        return (double)right / examples.Length;
    }

    // The classes, in label order.
    private static LabelSet<TLabel> ClassesOf<TLabel>(ReadOnlySpan<TLabel> labels)
        where TLabel : notnull
    {
        LabelSet<TLabel>.ThrowIfNotLabels(labels);
        LabelSet<TLabel> found = new();
        foreach (TLabel label in labels)
        {
            if (!found.TryGetIndex(label, out _))
            {
                found.Add(label);
            }
        }

        LabelSet<TLabel> ordered = new();
        foreach (int index in found.InOrder)
        {
            ordered.Add(found[index]);
        }

        return ordered.Count >= 2
            ? ordered
            : throw new ArgumentException($"A network needs examples of at least two classes, not {ordered.Count}.", nameof(labels));
    }

    // The bits of all examples, one after the other.
    private static ulong[] PatternsOf(InputLayer candidates, SampleBatch samples)
    {
        AddressPlan plan = new(candidates, NodeStorage.Dense);
        plan.ThrowIfNotSamples(samples);
        int words = BitSlice.WordCount(candidates.Mapping.BitCount);
        ulong[] patterns = new ulong[(long)words * samples.Count];
        for (int i = 0; i < samples.Count; i++)
        {
            plan.PatternOf(samples[i]).CopyTo(patterns, (long)i * words);
        }

        return patterns;
    }

    private static (int[] Learned, int[] Held) Divided(int[] classes, LookupNetworkOptions options)
    {
        (int[] learned, int[] held) = HeldOut.Divide(classes, options.HeldOutShare, options.Seed);
        return options.HeldOutShare == 0 || held.Length > 0
            ? (learned, held)
            : throw new ArgumentException(
                FormattableString.Invariant(
                    $"A share of {options.HeldOutShare} of the examples, or of those of each class, is none of {classes.Length}. ")
                + $"Set {nameof(LookupNetworkOptions.HeldOutShare)} to 0, or to more.",
                nameof(options));
    }

    private static void ThrowIfNotTables(InputLayer candidates, int groups, LookupNetworkOptions options)
    {
        TupleMapping mapping = candidates.Mapping;
        if (mapping.TupleSize < TableBlock.Pins || mapping.NodeCount < groups)
        {
            throw new ArgumentException(
                $"{mapping.NodeCount} tuples of {mapping.TupleSize} bits do not fit: there must be {groups} or more, of "
                + $"{TableBlock.Pins} bits or more. {nameof(InputLayer.CandidatesForImages)}, "
                + $"{nameof(InputLayer.CandidatesForFeatures)} and {nameof(InputLayer.CandidatesForSchema)} of {nameof(InputLayer)} make "
                + "layers that fit.",
                nameof(candidates));
        }

        if (options.HiddenTables > mapping.NodeCount - groups)
        {
            throw new ArgumentException(
                $"With {options.HiddenTables} of {mapping.NodeCount} tables hidden, "
                + (groups == 1 ? "no table votes" : $"there is not a table for each of {groups} classes")
                + $". Set {nameof(LookupNetworkOptions.HiddenTables)} to at most {mapping.NodeCount - groups}, or make more candidates.",
                nameof(options));
        }
    }
}
