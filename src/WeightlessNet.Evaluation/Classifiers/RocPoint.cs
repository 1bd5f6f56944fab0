namespace WeightlessNet.Evaluation.Classifiers;

/// <summary>A point of a ROC curve.</summary>
/// <param name="Threshold">
/// The lowest probability that counts as the class; positive infinity at the first point, where nothing does.
/// </param>
/// <param name="FalsePositiveRate">The share of the samples of other classes at or above the threshold, 0 to 1.</param>
/// <param name="TruePositiveRate">The share of the samples of the class at or above the threshold, 0 to 1.</param>
public readonly record struct RocPoint(double Threshold, double FalsePositiveRate, double TruePositiveRate)
{
    /// <summary>The threshold and the rates, in one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant(
            $"threshold {Threshold:0.0000}: false positives {FalsePositiveRate:0.0000}, true positives {TruePositiveRate:0.0000}");
}
