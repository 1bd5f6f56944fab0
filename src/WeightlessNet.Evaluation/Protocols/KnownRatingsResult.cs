namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The error of predictions for users of whom a certain number of ratings were known at the moment.</summary>
/// <param name="Minimum">The lowest number of known ratings of this row.</param>
/// <param name="Maximum">The highest number of known ratings of this row; <see langword="null"/> where there is no bound.</param>
/// <param name="Count">How many predictions fell into the row.</param>
/// <param name="Rmse">Their root mean squared error, in the units of the ratings; 0 where <paramref name="Count"/> is 0.</param>
/// <param name="Mae">Their mean absolute error, in the units of the ratings; 0 where <paramref name="Count"/> is 0.</param>
public readonly record struct KnownRatingsResult(int Minimum, int? Maximum, int Count, double Rmse, double Mae);
