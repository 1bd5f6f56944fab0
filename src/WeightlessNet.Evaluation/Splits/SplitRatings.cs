using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Splits;

/// <summary>Ratings parted by a <see cref="RatingSplit"/>. Immutable and safe to share between threads.</summary>
/// <param name="Train">The ratings to train on, in the order given.</param>
/// <param name="HeldOut">The ratings to test with, in the order given; no pair of user and item is in both.</param>
public sealed record SplitRatings(ReadOnlyMemory<Rating> Train, ReadOnlyMemory<Rating> HeldOut);
