using WeightlessNet.Bits;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>Splits ratings at random, regardless of the user, so that newcomers are tested too.</summary>
internal static class RandomParts
{
    private const int OneIn = 5;

    /// <summary>Holds out a fifth of all ratings.</summary>
    public static RatingSplit Of(Rating[] ratings, ulong seed)
    {
        Rating[] shuffled = [.. ratings];
        new SplitMix64(seed).Shuffle<Rating>(shuffled);
        int heldOut = shuffled.Length / OneIn;
        return RatingSplit.Given(shuffled.AsSpan(heldOut), shuffled.AsSpan(0, heldOut));
    }
}
