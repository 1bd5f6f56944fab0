using System.Numerics;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// Mixtures of the votes of a network and of what was counted for classes: the counts alone, more and more of the votes, and at last the
/// votes alone, beside which a class that the network does not know must be more and more probable by what was counted.
/// </summary>
internal static class ClassMixtures
{
    // At most a thousandth as probable as the best one.
    private const double NotYet = -6.90775527898214;

    private static readonly (double Share, double Handicap)[] Mixtures =
    [
        (0, 0), (0.125, 0), (0.25, 0), (0.375, 0), (0.5, 0), (0.625, 0), (0.75, 0), (1, 0), (1, 1), (1, 2), (1, 3),
    ];

    /// <summary>The number of mixtures.</summary>
    public static int Count => Mixtures.Length;

    /// <summary>How much the votes count, 0 to 1.</summary>
    /// <param name="mixture">The mixture, or <see cref="MixtureChoice.Network"/>.</param>
    public static double ShareOf(int mixture) => mixture == MixtureChoice.Network ? 1 : Mixtures[mixture].Share;

    /// <summary>Writes the logits of classes.</summary>
    /// <param name="mixture">
    /// The mixture, or <see cref="MixtureChoice.Network"/>: classes that the network does not know are not answered then.
    /// </param>
    /// <param name="voted">
    /// The logit of each class by the votes of the network, of which the greatest is 0; NaN of a class that it does not know.
    /// </param>
    /// <param name="counted">The logarithm of the probability of each class by what was counted.</param>
    /// <param name="logits">Receives a number for each class.</param>
    public static void Combine(int mixture, ReadOnlySpan<double> voted, ReadOnlySpan<double> counted, Span<double> logits)
    {
        (double share, double handicap) = mixture == MixtureChoice.Network ? (1, 0) : Mixtures[mixture];
        double ofBest = counted[voted.IndexOf(0.0)];
        for (int i = 0; i < logits.Length; i++)
        {
            bool isVoted = !double.IsNaN(voted[i]);
            double lead = counted[i] - ofBest - handicap;
            logits[i] = share < 1 ? (share * (isVoted ? voted[i] : 0)) + ((1 - share) * counted[i])
                : isVoted ? voted[i]
                : mixture == MixtureChoice.Network ? Math.Min(lead, NotYet)
                : lead;
        }
    }

    /// <summary>The greatest of some numbers, of equal ones the first.</summary>
    public static int BestOf<T>(ReadOnlySpan<T> numbers)
        where T : IComparisonOperators<T, T, bool>
    {
        int best = 0;
        for (int i = 1; i < numbers.Length; i++)
        {
            best = numbers[i] > numbers[best] ? i : best;
        }

        return best;
    }
}
