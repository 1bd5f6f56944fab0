using WeightlessNet.Evaluation.Comparison;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The result of one recommender in a <see cref="HoldOutProtocol"/>. Immutable and safe to share between threads.</summary>
public sealed class HoldOutResult
{
    /// <inheritdoc cref="KFoldResult.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="KFoldResult.Kind"/>
    public required ResultKind Kind { get; init; }

    /// <summary>The root mean squared error over all predictions, in the units of the ratings.</summary>
    public required double Rmse { get; init; }

    /// <summary>The mean absolute error over all predictions, in the units of the ratings.</summary>
    public required double Mae { get; init; }

    /// <inheritdoc cref="FoldResult.FitSeconds"/>
    public required double FitSeconds { get; init; }

    /// <inheritdoc cref="KFoldResult.PredictSeconds"/>
    public required double PredictSeconds { get; init; }

    /// <summary>
    /// The root mean squared error of each user, ordered by user id. The users are the same in every result, as
    /// <see cref="PairedComparison"/> requires.
    /// </summary>
    public required IReadOnlyList<UserValue> UserRmse { get; init; }

    /// <summary>The errors by the number of the user's training ratings. The ranges are the same in every result.</summary>
    public required IReadOnlyList<KnownRatingsErrors> ByKnownRatings { get; init; }

    /// <summary>The name and the errors, in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"{Name}: RMSE {Rmse:0.0000}, MAE {Mae:0.0000}");
}
