namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The result of one recommender in a <see cref="PrequentialProtocol"/>. Immutable and safe to share between threads.</summary>
public sealed class PrequentialResult
{
    /// <inheritdoc cref="KFoldResult.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="KFoldResult.Kind"/>
    public required ResultKind Kind { get; init; }

    /// <inheritdoc cref="HoldOutResult.Rmse"/>
    public required double Rmse { get; init; }

    /// <inheritdoc cref="HoldOutResult.Mae"/>
    public required double Mae { get; init; }

    /// <summary>
    /// Mean wall time of one prediction in nanoseconds, including some 20 ns to read the clock; differs from run to run.
    /// </summary>
    public required double PredictNanoseconds { get; init; }

    /// <summary>
    /// Mean wall time of learning one rating in nanoseconds, including some 20 ns to read the clock; differs from run to run.
    /// </summary>
    public required double LearnNanoseconds { get; init; }

    /// <summary>The error over the course of the run, at evenly spaced points; the last point is the end of the run.</summary>
    public required IReadOnlyList<LearningCurvePoint> LearningCurve { get; init; }

    /// <summary>The errors by the number of the user's ratings learned before. The ranges are the same in every result.</summary>
    public required IReadOnlyList<KnownRatingsErrors> ByKnownRatings { get; init; }

    /// <summary>The name and the errors, in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: RMSE {Rmse:0.0000}, MAE {Mae:0.0000}");
}
