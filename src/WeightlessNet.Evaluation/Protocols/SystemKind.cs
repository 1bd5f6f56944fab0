namespace WeightlessNet.Evaluation.Protocols;

/// <summary>Whether a row of a report is of what was to be evaluated, or of what it has to beat.</summary>
public enum SystemKind
{
    /// <summary>A recommender that the caller gave.</summary>
    Candidate,

    /// <summary>A plain rule that the protocol itself adds, so that the figures of the candidates can be read.</summary>
    Baseline,
}
