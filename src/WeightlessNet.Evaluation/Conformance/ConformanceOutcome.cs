namespace WeightlessNet.Evaluation.Conformance;

/// <summary>How a check ended.</summary>
public enum ConformanceOutcome
{
    /// <summary>The promise was kept in every history.</summary>
    Passed,

    /// <summary>The promise was broken in a history.</summary>
    Failed,

    /// <summary>
    /// The recommender makes no such promise, the check needs an option that is not set, or it rests on another check, which failed.
    /// </summary>
    NotApplicable,
}
