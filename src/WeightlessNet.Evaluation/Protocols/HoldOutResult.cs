using WeightlessNet.Evaluation.Comparison;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>What one recommender did in a <see cref="HoldOutProtocol"/>.</summary>
/// <param name="System">The name of the candidate or baseline.</param>
/// <param name="Kind">Whether it is a candidate or a baseline.</param>
/// <param name="Rmse">The root mean squared error over all predictions, in the units of the ratings.</param>
/// <param name="Mae">The mean absolute error over all predictions, in the units of the ratings.</param>
/// <param name="FitSeconds">Seconds of wall time that the training took: information, never the same twice.</param>
/// <param name="PredictSeconds">Seconds of wall time that all predictions took: information, never the same twice.</param>
/// <param name="UserRmse">
/// The root mean squared error of each user's predictions, in the order of the users' ids; the same users for every system, fit for
/// <see cref="PairedComparison"/>.
/// </param>
/// <param name="ByKnownRatings">
/// The error by how many ratings of the user trained; the rows are the same for every system.
/// </param>
public sealed record HoldOutResult(
    string System,
    SystemKind Kind,
    double Rmse,
    double Mae,
    double FitSeconds,
    double PredictSeconds,
    IReadOnlyList<UserValue> UserRmse,
    IReadOnlyList<KnownRatingsResult> ByKnownRatings);
