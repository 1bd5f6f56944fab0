using WeightlessNet.Evaluation.Reports.Internals;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>
/// The prediction errors for users of whom a certain number of ratings was known. Immutable and safe to share between threads.
/// </summary>
public sealed class KnownRatingsErrors
{
    /// <summary>The lowest number of known ratings in this range.</summary>
    public required int Minimum { get; init; }

    /// <summary>The highest number of known ratings in this range; <see langword="null"/> if it has no upper bound.</summary>
    public required int? Maximum { get; init; }

    /// <summary>The number of predictions in this range.</summary>
    public required int Count { get; init; }

    /// <summary>Their root mean squared error, in the units of the ratings; 0 if there is no prediction.</summary>
    public required double Rmse { get; init; }

    /// <summary>Their mean absolute error, in the units of the ratings; 0 if there is no prediction.</summary>
    public required double Mae { get; init; }

    /// <summary>The range of known ratings and the errors, in one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Named.RangeOf(Minimum, Maximum)} known: RMSE {Rmse:0.0000}, MAE {Mae:0.0000}, n = {Count:N0}");
}
