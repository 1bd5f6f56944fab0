namespace WeightlessNet.Evaluation.Conformance;

/// <summary>How a check ended.</summary>
public enum ConformanceOutcome
{
    /// <summary>The promise was kept in every history.</summary>
    Passed,

    /// <summary>The promise was broken in a history.</summary>
    Failed,

    /// <summary>The recommender makes no such promise, or the check needs an option that is not set.</summary>
    NotApplicable,
}
