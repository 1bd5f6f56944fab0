namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The error of one window of ratings around a change of taste.</summary>
/// <param name="RatingsSinceChange">
/// How many ratings each user had given since the change when the window ended; 0 or less for windows before the change.
/// </param>
/// <param name="Count">How many predictions the window contains.</param>
/// <param name="Rmse">Their root mean squared error, in the units of the ratings.</param>
public readonly record struct TasteChangePoint(int RatingsSinceChange, int Count, double Rmse)
{
    /// <summary>The number of ratings and the error, in one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{RatingsSinceChange} since the change: RMSE {Rmse:0.0000}, n = {Count:N0}");
}
