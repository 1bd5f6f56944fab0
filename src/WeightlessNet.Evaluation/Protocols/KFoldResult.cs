namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The result of one recommender in a <see cref="KFoldProtocol"/>. Immutable and safe to share between threads.</summary>
public sealed class KFoldResult
{
    /// <summary>The name of the candidate or baseline.</summary>
    public required string Name { get; init; }

    /// <summary>Whether the result belongs to a candidate or to a baseline.</summary>
    public required ResultKind Kind { get; init; }

    /// <summary>The root mean squared error over the predictions of all folds, in the units of the ratings.</summary>
    public required double Rmse { get; init; }

    /// <summary>The mean absolute error over the predictions of all folds, in the units of the ratings.</summary>
    public required double Mae { get; init; }

    /// <summary>Wall time of all trainings in seconds; differs from run to run.</summary>
    public required double FitSeconds { get; init; }

    /// <summary>Wall time of all predictions in seconds; differs from run to run.</summary>
    public required double PredictSeconds { get; init; }

    /// <summary>The results of the individual folds, in their order.</summary>
    public required IReadOnlyList<FoldResult> Folds { get; init; }

    /// <summary>The name and the errors, in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: RMSE {Rmse:0.0000}, MAE {Mae:0.0000}");
}
