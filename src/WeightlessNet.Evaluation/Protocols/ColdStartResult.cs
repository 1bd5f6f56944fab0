namespace WeightlessNet.Evaluation.Protocols;

/// <summary>What one recommender did in a <see cref="ColdStartProtocol"/>.</summary>
/// <param name="System">The name of the candidate or baseline.</param>
/// <param name="Kind">Whether it is a candidate or a baseline.</param>
/// <param name="FitSeconds">Seconds of wall time that all trainings took: information, never the same twice.</param>
/// <param name="PredictSeconds">Seconds of wall time that all predictions took: information, never the same twice.</param>
/// <param name="ByKnownRatings">One row for each number of known ratings, in the order of the options.</param>
public sealed record ColdStartResult(
    string System, SystemKind Kind, double FitSeconds, double PredictSeconds, IReadOnlyList<ColdStartPoint> ByKnownRatings);
