namespace WeightlessNet.Evaluation.Classifiers;

/// <summary>The samples whose most probable class has a probability in a range.</summary>
/// <param name="From">The low end of the range; included.</param>
/// <param name="To">The high end of the range; only included in the last one.</param>
/// <param name="Count">The number of samples.</param>
/// <param name="MeanProbability">The mean of the probabilities, 0 to 1; 0 without samples.</param>
/// <param name="Accuracy">The share of the samples whose most probable class is right, 0 to 1; 0 without samples.</param>
public readonly record struct CalibrationBin(double From, double To, int Count, double MeanProbability, double Accuracy)
{
    /// <summary>The range of probabilities and what came true, in one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{From:0.00} to {To:0.00}: mean {MeanProbability:0.000}, right {Accuracy:0.000}, n = {Count:N0}");
}
