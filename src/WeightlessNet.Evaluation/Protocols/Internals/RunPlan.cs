namespace WeightlessNet.Evaluation.Protocols.Internals;

/// <summary>How the evaluation of each recommender is divided, and what is evaluated beside the candidates.</summary>
/// <param name="Baselines">The names of the chosen baselines.</param>
/// <param name="MaxDegreeOfParallelism">How many parts run at the same time.</param>
internal sealed record RunPlan(IReadOnlyList<string> Baselines, int MaxDegreeOfParallelism)
{
    /// <summary>The number of independent parts of each evaluation.</summary>
    public int Parts { get; init; } = 1;

    /// <summary>How many steps of equal weight each part reports as finished.</summary>
    public int StepsEach { get; init; } = 1;

    /// <summary>Receives the run of the first candidate before any other starts; null if nothing depends on it.</summary>
    public Action<CandidateRun>? Prepare { get; init; }
}
