namespace WeightlessNet.Evaluation.Protocols;

/// <summary>One window of the error curve around a change of taste.</summary>
/// <param name="RatingsSinceChange">
/// How many ratings each user had given since the change when the window ended; 0 and below for windows before it, which end so many
/// ratings ahead of it.
/// </param>
/// <param name="Count">How many predictions the window holds.</param>
/// <param name="Rmse">Their root mean squared error, in the units of the ratings.</param>
public readonly record struct TasteChangePoint(int RatingsSinceChange, int Count, double Rmse);
