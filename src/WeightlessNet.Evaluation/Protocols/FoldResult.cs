namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The result of one recommender on one fold. Immutable and safe to share between threads.</summary>
public sealed class FoldResult
{
    /// <summary>The tested fold, 0 to the number of folds - 1.</summary>
    public required int Fold { get; init; }

    /// <summary>The number of training ratings.</summary>
    public required int TrainCount { get; init; }

    /// <summary>The number of predicted ratings.</summary>
    public required int TestCount { get; init; }

    /// <summary>The root mean squared error on the fold, in the units of the ratings.</summary>
    public required double Rmse { get; init; }

    /// <summary>The mean absolute error on the fold, in the units of the ratings.</summary>
    public required double Mae { get; init; }

    /// <summary>Wall time of the training in seconds; differs from run to run.</summary>
    public required double FitSeconds { get; init; }

    /// <inheritdoc cref="KFoldResult.PredictSeconds"/>
    public required double PredictSeconds { get; init; }

    /// <summary>The fold and its errors, in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"fold {Fold}: RMSE {Rmse:0.0000}, MAE {Mae:0.0000}");
}
