namespace WeightlessNet.Evaluation.Classifiers;

/// <summary>The figures of one class in a <see cref="ClassificationReport{TLabel}"/>. Immutable.</summary>
/// <typeparam name="TLabel">The type of the labels.</typeparam>
public sealed class ClassResult<TLabel>
    where TLabel : notnull
{
    /// <summary>The class.</summary>
    public required TLabel Label { get; init; }

    /// <summary>The number of samples of the class.</summary>
    public required int Count { get; init; }

    /// <summary>The share of right answers among those that name the class, 0 to 1; 0 if none does.</summary>
    public required double Precision { get; init; }

    /// <summary>The share of the samples of the class that got the right answer, 0 to 1; 0 if there is no sample.</summary>
    public required double Recall { get; init; }

    /// <summary>The harmonic mean of <see cref="Precision"/> and <see cref="Recall"/>, 0 to 1; 0 if both are 0.</summary>
    public double F1 => Precision + Recall == 0 ? 0 : 2 * Precision * Recall / (Precision + Recall);

    /// <summary>
    /// The area under <see cref="Roc"/>, 0 to 1: how often a sample of the class is given a higher probability of the class than a sample
    /// of another one, where ties count half. <see langword="null"/> without probabilities, or if all samples or none are of the class.
    /// </summary>
    public required double? Auc { get; init; }

    /// <summary>
    /// The ROC curve of the class against all others: a point for each different probability, from (0, 0) to (1, 1). Empty where
    /// <see cref="Auc"/> is <see langword="null"/>.
    /// </summary>
    public required IReadOnlyList<RocPoint> Roc { get; init; }

    /// <summary>The class and its main figures, in one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Label}: precision {Precision:0.000}, recall {Recall:0.000}, F1 {F1:0.000}, n = {Count:N0}");
}
