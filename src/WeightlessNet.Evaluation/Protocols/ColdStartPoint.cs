using WeightlessNet.Evaluation.Comparison;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>
/// The error when a certain number of ratings of each tested user is known. All points test the same ratings of the same users.
/// Immutable and safe to share between threads.
/// </summary>
public sealed class ColdStartPoint
{
    /// <summary>How many ratings of each tested user were in the training data.</summary>
    public required int KnownRatings { get; init; }

    /// <inheritdoc cref="HoldOutResult.Rmse"/>
    public required double Rmse { get; init; }

    /// <inheritdoc cref="HoldOutResult.Mae"/>
    public required double Mae { get; init; }

    /// <summary>
    /// The root mean squared error of each user, ordered by user id. The users are the same in every result and for every number of known
    /// ratings, as <see cref="PairedComparison"/> requires.
    /// </summary>
    public required IReadOnlyList<UserValue> UserRmse { get; init; }

    /// <summary>The number of known ratings and the errors, in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"{KnownRatings} known: RMSE {Rmse:0.0000}, MAE {Mae:0.0000}");
}
