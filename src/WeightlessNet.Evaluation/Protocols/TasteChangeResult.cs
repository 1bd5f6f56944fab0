namespace WeightlessNet.Evaluation.Protocols;

/// <summary>What one recommender did in a <see cref="TasteChangeProtocol"/>.</summary>
/// <param name="System">The name of the candidate or baseline.</param>
/// <param name="Kind">Whether it is a candidate or a baseline.</param>
/// <param name="RmseBefore">
/// The root mean squared error of all predictions before the change, in the units of the ratings: the level to return to.
/// </param>
/// <param name="RmseAfter">The root mean squared error of all predictions after the change, in the units of the ratings.</param>
/// <param name="RatingsToRecover">
/// After how many ratings of each user since the change a window ended for the first time whose error is not above
/// <paramref name="RmseBefore"/> by more than the tolerance; <see langword="null"/> where none did.
/// </param>
/// <param name="Curve">The error by number of ratings since the change, one point for each window, in the order of time.</param>
/// <param name="FitSeconds">Seconds of wall time that the training took: information, never the same twice.</param>
public sealed record TasteChangeResult(
    string System,
    SystemKind Kind,
    double RmseBefore,
    double RmseAfter,
    int? RatingsToRecover,
    IReadOnlyList<TasteChangePoint> Curve,
    double FitSeconds);
