namespace WeightlessNet.Evaluation.Protocols;

/// <summary>What one recommender did in a prequential run.</summary>
/// <param name="System">The name of the candidate or baseline.</param>
/// <param name="Kind">Whether it is a candidate or a baseline.</param>
/// <param name="Rmse">The root mean squared error over all predictions, in the units of the ratings.</param>
/// <param name="Mae">The mean absolute error over all predictions, in the units of the ratings.</param>
/// <param name="PredictNanoseconds">
/// Mean wall time of one prediction: information, never the same twice. It holds one reading of the clock, some 20 nanoseconds.
/// </param>
/// <param name="LearnNanoseconds">
/// Mean wall time of learning one rating: information, never the same twice. It holds one reading of the clock, some 20 nanoseconds.
/// </param>
/// <param name="LearningCurve">The error as it went, at evenly spaced points; the last point is the end of the run.</param>
/// <param name="ByKnownRatings">The error by how many ratings of the user were known; the rows are the same for every system.</param>
public sealed record PrequentialResult(
    string System,
    SystemKind Kind,
    double Rmse,
    double Mae,
    double PredictNanoseconds,
    double LearnNanoseconds,
    IReadOnlyList<LearningCurvePoint> LearningCurve,
    IReadOnlyList<KnownRatingsResult> ByKnownRatings);
