using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>What a calibrated hybrid misses of held-out ratings: the questions of what is learned on top of it.</summary>
/// <param name="Held">The held-out ratings, by user.</param>
/// <param name="Counts">For each, how many ratings of its user were known when it was asked.</param>
/// <param name="Errors">For each, the rating less the hybrid's answer, in quarters of the rating range.</param>
/// <param name="Importance">For each, how many ratings it stands for; null if all stand for equally many.</param>
/// <param name="Kept">The ratings that may be learned from: none of the held-out ones.</param>
internal sealed record HeldOutErrors(Rating[] Held, int[] Counts, double[] Errors, double[]? Importance, RatingLog Kept);
