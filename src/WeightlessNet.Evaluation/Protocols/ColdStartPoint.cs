using WeightlessNet.Evaluation.Comparison;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The error where a certain number of ratings of each tested user are known. The users and the test are always the
/// same.</summary>
/// <param name="KnownRatings">How many ratings of the user trained.</param>
/// <param name="Rmse">The root mean squared error over all predictions, in the units of the ratings.</param>
/// <param name="Mae">The mean absolute error over all predictions, in the units of the ratings.</param>
/// <param name="UserRmse">
/// The root mean squared error of each user's predictions, in the order of the users' ids; the same users for every candidate and number
/// of known ratings, fit for <see cref="PairedComparison"/>.
/// </param>
public sealed record ColdStartPoint(int KnownRatings, double Rmse, double Mae, IReadOnlyList<UserValue> UserRmse);
