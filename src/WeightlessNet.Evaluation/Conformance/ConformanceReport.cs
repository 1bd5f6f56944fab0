namespace WeightlessNet.Evaluation.Conformance;

/// <summary>What <see cref="RecommenderConformance"/> found out about a recommender. Immutable.</summary>
public sealed class ConformanceReport
{
    internal ConformanceReport(IReadOnlyList<ConformanceCheck> checks) => Checks = checks;

    /// <summary>All checks, in the order in which they ran.</summary>
    public IReadOnlyList<ConformanceCheck> Checks { get; }

    /// <summary>Whether no check failed.</summary>
    public bool IsPassed => Checks.All(check => check.Outcome != ConformanceOutcome.Failed);

    /// <summary>Ends a test: does nothing where no check failed.</summary>
    /// <exception cref="InvalidOperationException">A check failed; the message has all failures.</exception>
    public void ThrowIfFailed()
    {
        if (!IsPassed)
        {
            throw new InvalidOperationException(string.Join(
                Environment.NewLine,
                Checks.Where(check => check.Outcome == ConformanceOutcome.Failed).Select(check => $"{check.Name}: {check.Message}")));
        }
    }

    /// <summary>A line for each check: its outcome, its name and its message.</summary>
    public override string ToString() => string.Join(
        Environment.NewLine, Checks.Select(check => $"{check.Outcome,-13} {check.Name,-20} {check.Message}".TrimEnd()));
}
