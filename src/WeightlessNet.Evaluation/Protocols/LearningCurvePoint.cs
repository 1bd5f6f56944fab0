namespace WeightlessNet.Evaluation.Protocols;

/// <summary>One point of a learning curve.</summary>
/// <param name="RatingsSeen">How many ratings had been predicted and then learned.</param>
/// <param name="CumulativeRmse">The root mean squared error over all of them, in the units of the ratings.</param>
/// <param name="WindowRmse">The root mean squared error over those since the previous point, in the units of the ratings.</param>
public readonly record struct LearningCurvePoint(int RatingsSeen, double CumulativeRmse, double WindowRmse)
{
    /// <summary>The number of ratings and the errors, in one line.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"seen {RatingsSeen:N0}: RMSE {CumulativeRmse:0.0000}, {WindowRmse:0.0000} in the window");
}
