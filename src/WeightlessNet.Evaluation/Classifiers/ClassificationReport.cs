using WeightlessNet.Evaluation.Classifiers.Internals;
using WeightlessNet.Evaluation.Reports;
using WeightlessNet.Evaluation.Reports.Internals;

namespace WeightlessNet.Evaluation.Classifiers;

/// <summary>How good a classifier's answers and probabilities are. Immutable and safe to share between threads.</summary>
/// <typeparam name="TLabel">The type of the labels.</typeparam>
/// <remarks>
/// Figures of probabilities are <see langword="null"/> where there are none. "Don't know" is a wrong answer. Figures that are means over
/// the classes cover the classes that have samples.
/// </remarks>
public sealed class ClassificationReport<TLabel> : IEvaluationReport
    where TLabel : notnull
{
    /// <summary>The number of samples.</summary>
    public required int Count { get; init; }

    /// <summary>The number of samples for which the classifier did not know an answer.</summary>
    public required int UnknownCount { get; init; }

    /// <summary>The share of right answers, 0 to 1.</summary>
    public required double Accuracy { get; init; }

    /// <summary>The share of the most frequent class, 0 to 1: the accuracy of always giving the same answer.</summary>
    public required double MajorityAccuracy { get; init; }

    /// <summary>
    /// The mean of <see cref="ClassResult{TLabel}.Recall"/> over the classes, 0 to 1: the accuracy if all classes count the same.
    /// </summary>
    public required double BalancedAccuracy { get; init; }

    /// <summary>The mean of <see cref="ClassResult{TLabel}.F1"/> over the classes, 0 to 1.</summary>
    public required double MacroF1 { get; init; }

    /// <summary>
    /// The mean of <see cref="ClassResult{TLabel}.Auc"/> over the classes, 0 to 1. With two classes, both have the same, up to rounding.
    /// </summary>
    public required double? Auc { get; init; }

    /// <summary>
    /// The mean of -ln(p), in nats, where p is the probability of the true class; 0 or more, lower is better. Probabilities below 1e-15
    /// count as 1e-15.
    /// </summary>
    public required double? LogLoss { get; init; }

    /// <summary>
    /// The mean squared distance between the probabilities of all classes and the truth, 0 to 2; lower is better. With two classes it is
    /// twice the score of a single probability.
    /// </summary>
    public required double? BrierScore { get; init; }

    /// <summary>
    /// The expected calibration error, 0 to 1, lower is better: the mean distance between the probability of the most probable class and
    /// the share of them that are right, over <see cref="Calibration"/>, weighted by samples.
    /// </summary>
    /// <remarks>Guo et al., "On Calibration of Modern Neural Networks" (ICML 2017).</remarks>
    public required double? CalibrationError { get; init; }

    /// <summary>The samples in ten equal ranges of the probability of the most probable class; empty without probabilities.</summary>
    public required IReadOnlyList<CalibrationBin> Calibration { get; init; }

    /// <summary>How often each class was taken for each class.</summary>
    public required ConfusionMatrix<TLabel> Confusion { get; init; }

    /// <summary>
    /// The figures of each class: strings in ordinal order, numbers, dates and enumerations by value, and other labels in the order of
    /// their first use, so that the order is the same in every culture.
    /// </summary>
    public required IReadOnlyList<ClassResult<TLabel>> Classes { get; init; }

    /// <summary>The figures of a class.</summary>
    /// <param name="label">The class.</param>
    /// <exception cref="ArgumentNullException"><paramref name="label"/> is null.</exception>
    /// <exception cref="KeyNotFoundException">No sample and no answer is of this class; the message lists the classes.</exception>
    public ClassResult<TLabel> this[TLabel label]
    {
        get
        {
            ArgumentNullException.ThrowIfNull(label);
            return Classes.FirstOrDefault(result => EqualityComparer<TLabel>.Default.Equals(result.Label, label))
                ?? throw Named.Missing(LabelText.Of(label), Classes.Select(result => LabelText.Of(result.Label)));
        }
    }

    /// <summary>The figures of all samples and of each class as text, at most 80 columns wide.</summary>
    public override string ToString()
    {
        IReadOnlyList<ReportTable> tables = ToTables();
        return $"{tables[0]}\n{tables[1]}";
    }

    /// <inheritdoc/>
    public IReadOnlyList<ReportTable> ToTables() =>
    [
        new TableBuilder<ClassificationReport<TLabel>>(
            "results",
            FormattableString.Invariant($"classification: {Count:N0} samples of {Classes.Count} classes, {UnknownCount:N0} unanswered"),
            [this])
            .FileOnly("count", report => report.Count)
            .FileOnly("unknown_count", report => report.UnknownCount)
            .Figure("accuracy", "accuracy", report => report.Accuracy)
            .Figure("majority", "majority_accuracy", report => report.MajorityAccuracy)
            .Figure("balanced", "balanced_accuracy", report => report.BalancedAccuracy)
            .Figure("F1", "macro_f1", report => report.MacroF1)
            .Figure("AUC", "auc", report => report.Auc)
            .Figure("log loss", "log_loss", report => report.LogLoss)
            .Figure("Brier", "brier_score", report => report.BrierScore)
            .Figure("cal. err", "calibration_error", report => report.CalibrationError)
            .Build(),
        new TableBuilder<ClassResult<TLabel>>("classes", "By class", Classes)
            .Key("class", row => LabelText.Of(row.Label))
            .Plain("count", "count", row => row.Count)
            .Figure("precision", "precision", row => row.Precision)
            .Figure("recall", "recall", row => row.Recall)
            .Figure("F1", "f1", row => row.F1)
            .Figure("AUC", "auc", row => row.Auc)
            .Build(),
        Confusion.ToTable(),
        new TableBuilder<CalibrationBin>(
            "calibration", "Calibration: samples by the probability of the most probable class", Calibration)
            .Parameter("from", bin => bin.From)
            .Parameter("to", bin => bin.To)
            .Plain("count", "count", bin => bin.Count)
            .Figure("probability", "mean_probability", bin => bin.MeanProbability)
            .Figure("accuracy", "accuracy", bin => bin.Accuracy)
            .Build(),
        new TableBuilder<(ClassResult<TLabel> Class, RocPoint Point)>(
            "roc", "ROC: each class against all others", Classes.SelectMany(row => row.Roc.Select(point => (row, point))))
            .Key("class", row => LabelText.Of(row.Class.Label))
            .Figure("threshold", "threshold", row => double.IsFinite(row.Point.Threshold) ? row.Point.Threshold : null)
            .Figure("false positives", "false_positive_rate", row => row.Point.FalsePositiveRate)
            .Figure("true positives", "true_positive_rate", row => row.Point.TruePositiveRate)
            .Build(),
    ];

    /// <inheritdoc/>
    public void WriteCsv(TextWriter writer) => ToTables()[0].WriteCsv(writer);

    /// <inheritdoc/>
    public void WriteJson(Stream stream) => TableFiles.WriteJson(stream, ToTables());
}
