namespace WeightlessNet.Evaluation.Protocols;

/// <summary>What one recommender did on one fold.</summary>
/// <param name="Fold">The fold that was tested, 0 to the number of folds less 1.</param>
/// <param name="TrainCount">How many ratings it was trained on.</param>
/// <param name="TestCount">How many ratings it predicted.</param>
/// <param name="Rmse">The root mean squared error on the fold, in the units of the ratings.</param>
/// <param name="Mae">The mean absolute error on the fold, in the units of the ratings.</param>
/// <param name="FitSeconds">Seconds of wall time that the training took: information, never the same twice.</param>
/// <param name="PredictSeconds">Seconds of wall time that all predictions took: information, never the same twice.</param>
public sealed record FoldResult(
    int Fold, int TrainCount, int TestCount, double Rmse, double Mae, double FitSeconds, double PredictSeconds);
