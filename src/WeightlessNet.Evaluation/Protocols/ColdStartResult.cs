namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The result of one recommender in a <see cref="ColdStartProtocol"/>. Immutable and safe to share between threads.</summary>
public sealed class ColdStartResult
{
    /// <inheritdoc cref="KFoldResult.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="KFoldResult.Kind"/>
    public required ResultKind Kind { get; init; }

    /// <inheritdoc cref="KFoldResult.FitSeconds"/>
    public required double FitSeconds { get; init; }

    /// <inheritdoc cref="KFoldResult.PredictSeconds"/>
    public required double PredictSeconds { get; init; }

    /// <summary>One point for each number of known ratings, in the order of the options.</summary>
    public required IReadOnlyList<ColdStartPoint> ByKnownRatings { get; init; }

    /// <summary>The name and the errors by the number of known ratings, in one line.</summary>
    public override string ToString() => $"{Name}: {string.Join("; ", ByKnownRatings)}";
}
