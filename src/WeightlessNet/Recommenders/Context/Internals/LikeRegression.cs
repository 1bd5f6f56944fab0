using WeightlessNet.Recommenders.Hybrid.Internals;

namespace WeightlessNet.Recommenders.Context.Internals;

/// <summary>Learns what to add to a score, so that held-out likes come first.</summary>
internal static class LikeRegression
{
    private const int FewestUsers = 20;

    // How many standard errors a gain must exceed.
    private const double NeededErrors = 2;

    private const double ClearlyBetter = 0.005;

    // What is added to a score weighs at most this much more than the score itself.
    private const double LeastShare = 1 / 16.0;

    /// <summary>
    /// The weight of each feature beside the first one, which is the score and has the weight 1. All others are 0 if the weights that one
    /// half of the users teach do not help the other half by more than two standard errors. Then many features that tell nothing may hide
    /// one that tells something, so each is tried alone: those that make the other half's likes more probable by more than two standard
    /// errors are learned together.
    /// </summary>
    /// <param name="questions">The users, in an order by chance.</param>
    /// <param name="features">The number of features.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static double[] Learn(IReadOnlyList<RankingQuestion> questions, int features, CancellationToken cancellationToken)
    {
        if (questions.Count < FewestUsers)
        {
            return Alone(features);
        }

        (double gain, double error) = MeanOf(CrossedGains(questions, features, cancellationToken));
        if (gain > 0 && gain > NeededErrors * error)
        {
            return Fit(questions, features, cancellationToken);
        }

        int[] telling = [.. Enumerable.Range(1, features - 1).Where(feature => IsTelling(questions, feature, cancellationToken))];
        if (telling.Length == 0)
        {
            return Alone(features);
        }

        RankingQuestion[] read = Reading(questions, telling);
        double[] learned = MeanOf(CrossedGains(read, 1 + telling.Length, cancellationToken)).Mean > 0
            ? Fit(read, 1 + telling.Length, cancellationToken)
            : Alone(1 + telling.Length);
        double[] weights = Alone(features);
        for (int i = 0; i < telling.Length; i++)
        {
            weights[telling[i]] = learned[1 + i];
        }

        return weights;
    }

    private static double[] CrossedGains(IReadOnlyList<RankingQuestion> questions, int features, CancellationToken cancellationToken)
    {
        (RankingQuestion[] even, RankingQuestion[] odd) = HalvesOf(questions);
        return
        [
            .. GainsOf(even, Fit(odd, features, cancellationToken)),
            .. GainsOf(odd, Fit(even, features, cancellationToken)),
        ];
    }

    private static (RankingQuestion[] Even, RankingQuestion[] Odd) HalvesOf(IReadOnlyList<RankingQuestion> questions) =>
        ([.. questions.Where(static (_, i) => i % 2 == 0)], [.. questions.Where(static (_, i) => i % 2 != 0)]);

    private static (double Mean, double Error) MeanOf(double[] gains)
    {
        double mean = gains.Average();
        double variance = gains.Sum(gain => (gain - mean) * (gain - mean)) / gains.Length;
        return (mean, Math.Sqrt(variance / gains.Length));
    }

    // By likelihood, which tells more than NDCG: a like that comes from place 60 to place 20 counts too.
    private static bool IsTelling(IReadOnlyList<RankingQuestion> questions, int feature, CancellationToken cancellationToken)
    {
        (RankingQuestion[] even, RankingQuestion[] odd) = HalvesOf(Reading(questions, [feature]));
        (double gain, double error) = MeanOf([.. LikelierBy(even, odd, cancellationToken), .. LikelierBy(odd, even, cancellationToken)]);
        return gain > NeededErrors * error;
    }

    private static IEnumerable<double> LikelierBy(RankingQuestion[] asked, RankingQuestion[] taught, CancellationToken cancellationToken)
    {
        double[] deviations = RankingQuestion.DeviationsOf(taught, 2);
        double[] with = RankingRegression.Fit(taught, deviations, RankingRivals.All, cancellationToken);
        double[] without = RankingRegression.Fit(taught, [deviations[0], 0], RankingRivals.All, cancellationToken);
        return asked.Select(one => RankingRegression.LogLikelihoodOf(one, with) - RankingRegression.LogLikelihoodOf(one, without));
    }

    // The score and some of the other features.
    private static RankingQuestion[] Reading(IReadOnlyList<RankingQuestion> questions, int[] features) =>
    [
        .. questions.Select(question => question with
        {
            Features = [.. question.Feature(0), .. features.SelectMany(feature => question.Feature(feature).ToArray())],
        }),
    ];

    private static double[] Alone(int features)
    {
        double[] alone = new double[features];
        alone[0] = 1;
        return alone;
    }

    private static double[] GainsOf(RankingQuestion[] questions, double[] weights)
    {
        double[] without = RankingClimb.NdcgsWith(questions, Alone(weights.Length));
        return [.. RankingClimb.NdcgsWith(questions, weights).Select((ndcg, i) => ndcg - without[i])];
    }

    // A climb from what a regression over all candidates finds, whose weights tell odds; or from the score alone, if that is clearly
    // better.
    private static double[] Fit(IReadOnlyList<RankingQuestion> questions, int features, CancellationToken cancellationToken)
    {
        double[] deviations = RankingQuestion.DeviationsOf(questions, features);
        if (deviations[0] == 0)
        {
            return Alone(features);
        }

        double[] regression = RankingRegression.Fit(questions, deviations, RankingRivals.All, cancellationToken);
        double[] best = Climbed(questions, regression, deviations, cancellationToken);
        double[] other = Climbed(questions, Alone(features), deviations, cancellationToken);
        double ndcg = RankingClimb.NdcgWith(questions, best);
        double ofOther = RankingClimb.NdcgWith(questions, other);
        if (ofOther > ndcg + ClearlyBetter)
        {
            (ndcg, best) = (ofOther, other);
        }

        return ndcg > RankingClimb.NdcgWith(questions, Alone(features)) ? best : Alone(features);
    }

    private static double[] Climbed(
        IReadOnlyList<RankingQuestion> questions, double[] start, double[] deviations, CancellationToken cancellationToken)
    {
        RankingClimb climb = new(questions, start);
        climb.Run(deviations, cancellationToken);
        return Relative(climb.Weights, deviations);
    }

    private static double[] Relative(double[] weights, double[] deviations)
    {
        double strongest = weights.Select((weight, i) => weight * deviations[i]).Max();
        double score = Math.Max(weights[0], LeastShare * strongest / deviations[0]);
        return score > 0 ? [1, .. weights.Skip(1).Select(weight => weight / score)] : Alone(weights.Length);
    }
}
