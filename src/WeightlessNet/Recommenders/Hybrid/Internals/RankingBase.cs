using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// What a ranking starts from, as the binary logarithm of about how likely an item is to be liked: by how many users like it, or by what a
/// central model says of it.
/// </summary>
internal static class RankingBase
{
    /// <summary>Binary digits below the point in a base.</summary>
    public const int FractionBits = 24;

    private const int ShareBits = 32;

    // What a central model leaves open to every item, and that share of its popularity.
    private const int OpenBits = 5;
    private const double GreatestScore = 1 << 20;

    /// <summary>The base by how many of the users like an item, with one like and one dislike shared out for the start.</summary>
    public static long OfPopularity(int likes, int users) => Logarithm(ShareOf(likes, users));

    /// <summary>The base by a central model: its score, where it is above 0, and what it leaves open.</summary>
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
