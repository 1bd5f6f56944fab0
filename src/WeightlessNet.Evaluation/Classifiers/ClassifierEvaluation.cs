using WeightlessNet.Discriminators;
using WeightlessNet.Evaluation.Classifiers.Internals;
using WeightlessNet.Evaluation.Protocols.Internals;
using WeightlessNet.Models;

namespace WeightlessNet.Evaluation.Classifiers;

/// <summary>Judges the answers and the probabilities of classifiers, on samples that they did not learn.</summary>
/// <remarks>Safe to call from many threads.</remarks>
public static class ClassifierEvaluation
{
    private const int SamplesAtOnce = 256;
    private const double SumTolerance = 1e-3;

    /// <summary>Judges a classifier by its answers and its probabilities.</summary>
    /// <typeparam name="TLabel">The type of the labels.</typeparam>
    /// <param name="classifier">The classifier; it is not changed.</param>
    /// <param name="samples">Samples that it did not learn; one or more.</param>
    /// <param name="actual">The true class of each; it may be one that the classifier does not know.</param>
    /// <param name="maxDegreeOfParallelism">The maximum number of threads, above 0; it does not change the figures.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// There is no sample, or not one label for each, a label is null, or a sample does not have the layer's length.
    /// </exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="maxDegreeOfParallelism"/> is not above 0.</exception>
    /// <exception cref="InvalidOperationException">The samples are numbers or bytes, but the layer has no retina.</exception>
    public static ClassificationReport<TLabel> Of<TLabel>(
        WisardClassifier<TLabel> classifier, SampleBatch samples, IReadOnlyList<TLabel> actual, int maxDegreeOfParallelism = 1)
        where TLabel : notnull
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(actual);
        Classification<TLabel>[] answers = classifier.Classify(samples, maxDegreeOfParallelism);
        return Of(actual, answers, classifier.Labels, maxDegreeOfParallelism, (i, row) => classifier.Probabilities(samples[i], row));
    }

    /// <inheritdoc cref="Of{TLabel}(WisardClassifier{TLabel}, SampleBatch, IReadOnlyList{TLabel}, int)"/>
    public static ClassificationReport<TLabel> Of<TLabel>(
        MarginClassifier<TLabel> classifier, SampleBatch samples, IReadOnlyList<TLabel> actual, int maxDegreeOfParallelism = 1)
        where TLabel : notnull
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(actual);
        Classification<TLabel>[] answers = classifier.Classify(samples, maxDegreeOfParallelism);
        return Of(actual, answers, classifier.Labels, maxDegreeOfParallelism, (i, row) => classifier.Probabilities(samples[i], row));
    }

    /// <summary>Judges the answers of any classifier of this library. There are no figures of probabilities.</summary>
    /// <typeparam name="TLabel">The type of the labels.</typeparam>
    /// <param name="actual">The true classes; one or more.</param>
    /// <param name="answers">The answer for each.</param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">There is no sample, or not one answer for each, or a label is null.</exception>
    public static ClassificationReport<TLabel> Of<TLabel>(IReadOnlyList<TLabel> actual, IReadOnlyList<Classification<TLabel>> answers)
        where TLabel : notnull
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(answers);
        return Answers<TLabel>.Of(actual, answers, [], []);
    }

    /// <summary>Judges the probabilities of any classifier. Its answer is the most probable class, the first of several.</summary>
    /// <typeparam name="TLabel">The type of the labels.</typeparam>
    /// <param name="actual">The true classes; one or more. A class that is not among <paramref name="classes"/> has probability 0.</param>
    /// <param name="classes">The classes that have probabilities; one or more, all different.</param>
    /// <param name="probabilities">
    /// For each sample one probability for each class, in their order, sample after sample: numbers of 0 to 1 that sum to 1.
    /// </param>
    /// <exception cref="ArgumentNullException">An argument is null.</exception>
    /// <exception cref="ArgumentException">
    /// There is no sample or no class, a class repeats, a label is null, or the probabilities are not as described.
    /// </exception>
    public static ClassificationReport<TLabel> Of<TLabel>(
        IReadOnlyList<TLabel> actual, IReadOnlyList<TLabel> classes, ReadOnlySpan<double> probabilities)
        where TLabel : notnull
    {
        ArgumentNullException.ThrowIfNull(actual);
        ArgumentNullException.ThrowIfNull(classes);
        if (classes.Count == 0 || classes.Distinct().Count() < classes.Count)
        {
            throw new ArgumentException("There must be one class or more, and no class twice.", nameof(classes));
        }

        if (probabilities.Length != (long)actual.Count * classes.Count)
        {
            throw new ArgumentException(
                $"{actual.Count} samples and {classes.Count} classes need {(long)actual.Count * classes.Count} probabilities, not "
                    + $"{probabilities.Length}.",
                nameof(probabilities));
        }

        double[] copy = probabilities.ToArray();
        Classification<TLabel>[] answers = new Classification<TLabel>[actual.Count];
        for (int i = 0; i < answers.Length; i++)
        {
            ReadOnlySpan<double> row = copy.AsSpan(i * classes.Count, classes.Count);
            CheckProbabilities(row, i);
            int best = Answers<TLabel>.MostProbable(row);
            answers[i] = new Classification<TLabel>(true, classes[best], row[best]);
        }

        return Answers<TLabel>.Of(actual, answers, classes, copy);
    }

    private static void CheckProbabilities(ReadOnlySpan<double> probabilities, int sample)
    {
        double sum = 0;
        foreach (double probability in probabilities)
        {
            sum += probability is >= 0 and <= 1
                ? probability
                : throw new ArgumentException(
                    FormattableString.Invariant($"Sample {sample} has the probability {probability}; probabilities are 0 to 1."),
                    nameof(probabilities));
        }

        if (Math.Abs(sum - 1) > SumTolerance)
        {
            throw new ArgumentException(
                FormattableString.Invariant(
                    $"The probabilities of sample {sample} sum to {sum}, not to 1. Divide them by their sum."),
                nameof(probabilities));
        }
    }

    // With the probabilities of each sample.
    private static ClassificationReport<TLabel> Of<TLabel>(
        IReadOnlyList<TLabel> actual,
        Classification<TLabel>[] answers,
        IReadOnlyList<TLabel> classes,
        int maxDegreeOfParallelism,
        Action<int, Span<double>> probabilitiesOf)
        where TLabel : notnull
    {
        double[] all = new double[answers.Length * classes.Count];
        int units = (answers.Length + SamplesAtOnce - 1) / SamplesAtOnce;
        WorkUnits.Run(classes.Count == 0 ? 0 : units, maxDegreeOfParallelism, unit =>
        {
            int end = Math.Min((unit + 1) * SamplesAtOnce, answers.Length);
            for (int i = unit * SamplesAtOnce; i < end; i++)
            {
                probabilitiesOf(i, all.AsSpan(i * classes.Count, classes.Count));
            }
        });
        return Answers<TLabel>.Of(actual, answers, classes, all);
    }
}
