using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// The base of a ranking: roughly the binary logarithm of the probability that an item is liked, from the number of users who like it or
/// from a central model's score.
/// </summary>
internal static class RankingBase
{
    /// <summary>The number of fraction bits of a base.</summary>
    public const int FractionBits = 24;

    private const int ShareBits = 32;

    // A central model's probability is raised by 2^-OpenBits for every item, and by that share of the item's popularity.
    private const int OpenBits = 5;
    private const double GreatestScore = 1 << 20;

    /// <summary>The base from the number of users who like an item, with half a like and half a dislike added.</summary>
    public static long OfPopularity(int likes, int users) => Logarithm(ShareOf(likes, users));

    /// <summary>The base from a central model: its score if above 0, raised by the open probability.</summary>
    public static long OfScore(float score, int likes, int users)
    {
        ulong open = ((1UL << ShareBits) + ShareOf(likes, users)) >> OpenBits;
        ulong known = score > 0 ? (ulong)(Math.Min((double)score, GreatestScore) * (1UL << ShareBits)) : 0;
        return Logarithm(known + open);
    }

    private static ulong ShareOf(int likes, int users) => (((2 * (ulong)likes) + 1) << (ShareBits - 1)) / ((ulong)users + 1);

    private static long Logarithm(ulong share) =>
        (FixedLog2.Of(share) - ((long)ShareBits << FixedLog2.FractionBits)) << (FractionBits - FixedLog2.FractionBits);
}
