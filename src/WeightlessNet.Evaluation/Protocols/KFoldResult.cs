namespace WeightlessNet.Evaluation.Protocols;

/// <summary>What one recommender did on all folds.</summary>
/// <param name="System">The name of the candidate or baseline.</param>
/// <param name="Kind">Whether it is a candidate or a baseline.</param>
/// <param name="Rmse">The root mean squared error over the predictions of all folds together, in the units of the ratings.</param>
/// <param name="Mae">The mean absolute error over the predictions of all folds together, in the units of the ratings.</param>
/// <param name="FitSeconds">Seconds of wall time that all trainings took: information, never the same twice.</param>
/// <param name="PredictSeconds">Seconds of wall time that all predictions took: information, never the same twice.</param>
/// <param name="Folds">The folds one by one, in their order.</param>
public sealed record KFoldResult(
    string System, SystemKind Kind, double Rmse, double Mae, double FitSeconds, double PredictSeconds, IReadOnlyList<FoldResult> Folds);
