namespace WeightlessNet.Evaluation.Protocols;

/// <summary>Whether a result belongs to a candidate or to a baseline.</summary>
public enum ResultKind
{
    /// <summary>A recommender that the caller evaluates.</summary>
    Candidate,

    /// <summary>A simple rule that the protocol adds for comparison.</summary>
    Baseline,
}
