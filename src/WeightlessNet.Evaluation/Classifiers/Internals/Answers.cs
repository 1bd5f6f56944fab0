using WeightlessNet.Models;

namespace WeightlessNet.Evaluation.Classifiers.Internals;

/// <summary>Makes a report of answers and probabilities.</summary>
internal static class Answers<TLabel>
    where TLabel : notnull
{
    /// <summary>Makes a report.</summary>
    /// <param name="actual">The true classes.</param>
    /// <param name="answers">The answer for each sample.</param>
    /// <param name="classes">The classes that have probabilities; none without probabilities.</param>
    /// <param name="probabilities">A row for each sample, a column for each class.</param>
    public static ClassificationReport<TLabel> Of(
        IReadOnlyList<TLabel> actual,
        IReadOnlyList<Classification<TLabel>> answers,
        IReadOnlyList<TLabel> classes,
        double[] probabilities)
    {
        if (actual.Count == 0 || actual.Count != answers.Count)
        {
            throw new ArgumentException(
                $"There are {actual.Count} labels and {answers.Count} answers; there must be one or more, and as many of each.",
                nameof(actual));
        }

        if (actual.Any(label => label is null))
        {
            throw new ArgumentException("A label is null.", nameof(actual));
        }

        TLabel[] labels = InOrder([.. classes, .. actual, .. answers.Where(answer => answer.IsKnown).Select(answer => answer.Label!)]);
        Dictionary<TLabel, int> positions = labels.Select((label, i) => (label, i)).ToDictionary(pair => pair.label, pair => pair.i);
        int[,] counts = new int[labels.Length, labels.Length + 1];
        for (int i = 0; i < actual.Count; i++)
        {
            counts[positions[actual[i]], answers[i].IsKnown ? positions[answers[i].Label!] : labels.Length]++;
        }

        ConfusionMatrix<TLabel> confusion = new(Array.AsReadOnly(labels), positions, counts);
        ClassResult<TLabel>[] results = [.. labels.Select((_, i) => ResultOf(confusion, i, actual, classes, probabilities))];
        ClassResult<TLabel>[] occurring = [.. results.Where(result => result.Count > 0)];
        double[] areas = [.. results.Select(result => result.Auc).OfType<double>()];
        ProbabilityFigures? figures = classes.Count == 0 ? null : FiguresOf(actual, classes, probabilities);
        return new ClassificationReport<TLabel>
        {
            Count = actual.Count,
            UnknownCount = answers.Count(answer => !answer.IsKnown),
            Accuracy = (double)labels.Select((_, i) => counts[i, i]).Sum() / actual.Count,
            MajorityAccuracy = (double)results.Max(result => result.Count) / actual.Count,
            BalancedAccuracy = occurring.Average(result => result.Recall),
            MacroF1 = occurring.Average(result => result.F1),
            Auc = areas.Length == 0 ? null : areas.Average(),
            LogLoss = figures?.LogLoss,
            BrierScore = figures?.BrierScore,
            CalibrationError = figures?.CalibrationError,
            Calibration = figures?.Bins ?? [],
            Confusion = confusion,
            Classes = Array.AsReadOnly(results),
        };
    }

    /// <summary>The position of the highest probability, the first of several.</summary>
    public static int MostProbable(ReadOnlySpan<double> probabilities)
    {
        int best = 0;
        for (int c = 1; c < probabilities.Length; c++)
        {
            best = probabilities[c] > probabilities[best] ? c : best;
        }

        return best;
    }

    private static ClassResult<TLabel> ResultOf(
        ConfusionMatrix<TLabel> confusion,
        int position,
        IReadOnlyList<TLabel> actual,
        IReadOnlyList<TLabel> classes,
        double[] probabilities)
    {
        int labels = confusion.Labels.Count;
        TLabel label = confusion.Labels[position];
        int count = Enumerable.Range(0, labels + 1).Sum(column => confusion.Count(position, column));
        int named = Enumerable.Range(0, labels).Sum(row => confusion.Count(row, position));
        int right = confusion.Count(position, position);
        int column = IndexOf(classes, label);
        (IReadOnlyList<RocPoint> roc, double? area) = column < 0
            ? ([], null)
            : RocCurve.Of(
                [.. actual.Select((_, i) => probabilities[(i * classes.Count) + column])],
                [.. actual.Select(other => EqualityComparer<TLabel>.Default.Equals(other, label))]);
        return new ClassResult<TLabel>
        {
            Label = label,
            Count = count,
            Precision = named == 0 ? 0 : (double)right / named,
            Recall = count == 0 ? 0 : (double)right / count,
            Auc = area,
            Roc = roc,
        };
    }

    private static ProbabilityFigures FiguresOf(IReadOnlyList<TLabel> actual, IReadOnlyList<TLabel> classes, double[] probabilities)
    {
        Dictionary<TLabel, int> columns = classes.Select((label, i) => (label, i)).ToDictionary(pair => pair.label, pair => pair.i);
        int[] truth = [.. actual.Select(label => columns.GetValueOrDefault(label, -1))];
        int[] mostProbable =
            [.. truth.Select((_, i) => MostProbable(probabilities.AsSpan(i * classes.Count, classes.Count)))];
        return ProbabilityFigures.Of(truth, mostProbable, probabilities, classes.Count);
    }

    private static int IndexOf(IReadOnlyList<TLabel> labels, TLabel label)
    {
        for (int i = 0; i < labels.Count; i++)
        {
            if (EqualityComparer<TLabel>.Default.Equals(labels[i], label))
            {
                return i;
            }
        }

        return -1;
    }

    // The same in every culture: other types, such as tuples, may compare strings by the current culture.
    private static TLabel[] InOrder(IEnumerable<TLabel> labels)
    {
        TLabel[] different = [.. labels.Distinct()];
        if (different is string[] texts)
        {
            Array.Sort(texts, StringComparer.Ordinal);
        }
        else if (typeof(TLabel).IsPrimitive || different[0] is Enum or decimal or Guid or TimeSpan
            or DateTime or DateTimeOffset or DateOnly or TimeOnly)
        {
            Array.Sort(different);
        }

        return different;
    }
}
