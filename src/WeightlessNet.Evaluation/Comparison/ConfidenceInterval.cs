namespace WeightlessNet.Evaluation.Comparison;

/// <summary>A mean over users and its confidence interval, which treats the users as a sample of a larger population.</summary>
/// <param name="Estimate">The mean of the values.</param>
/// <param name="Lower">The lower end of the interval.</param>
/// <param name="Upper">The upper end of the interval.</param>
/// <param name="Confidence">The confidence, above 0 and below 1.</param>
public readonly record struct ConfidenceInterval(double Estimate, double Lower, double Upper, double Confidence)
{
    /// <summary>The estimate and the interval, in one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Estimate:0.0000} ({100 * Confidence:0.##} %: {Lower:0.0000} to {Upper:0.0000})");
}
