using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Splits;

/// <summary>Ratings divided by a <see cref="RatingSplit"/>. Immutable and safe to share between threads.</summary>
public sealed class SplitRatings
{
    /// <summary>The training ratings, in the given order.</summary>
    public required ReadOnlyMemory<Rating> Train { get; init; }

    /// <summary>The held-out ratings, in the given order. No pair of user and item is in both parts.</summary>
    public required ReadOnlyMemory<Rating> HeldOut { get; init; }

    /// <summary>The numbers of ratings, in one line.</summary>
    public override string ToString() => FormattableString.Invariant($"training ratings: {Train.Length:N0}, held out: {HeldOut.Length:N0}");
}
