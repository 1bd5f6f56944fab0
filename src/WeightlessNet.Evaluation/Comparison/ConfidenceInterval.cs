namespace WeightlessNet.Evaluation.Comparison;

/// <summary>A mean and the interval that it lies in with some confidence, given that the users are a sample of many.</summary>
/// <param name="Estimate">The mean of the values themselves.</param>
/// <param name="Lower">The lower end of the interval.</param>
/// <param name="Upper">The upper end of the interval.</param>
/// <param name="Confidence">The confidence, above 0 and below 1.</param>
public readonly record struct ConfidenceInterval(double Estimate, double Lower, double Upper, double Confidence);
