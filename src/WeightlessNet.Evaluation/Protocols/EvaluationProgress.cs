namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The progress of an evaluation.</summary>
/// <param name="Name">The name of the candidate or baseline that is being evaluated. It is first reported when its evaluation
/// starts.</param>
/// <param name="Fraction">The finished fraction of the whole evaluation, 0 to 1. It never falls, and the last report of a run is
/// 1.</param>
public readonly record struct EvaluationProgress(string Name, double Fraction)
{
    /// <summary>The name and the part that is done, in percent.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: {100 * Fraction:0} %");
}
