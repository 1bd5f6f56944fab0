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
    /// The weight of each feature beside the first one, which is the score and has the weight 1. If the weights that one half of the users
    /// teach do not help the other half's NDCG by more than two standard errors, each feature is tried alone, because many that tell
    /// nothing may hide one that tells something. Those that make the other half's likes more probable by more than two standard errors
    /// are learned together, and count if they help NDCG at all. Otherwise all weights are 0.
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

        (double gain, double error) = MeanGain.Of(CrossedGains(questions, features, cancellationToken));
        if (gain > 0 && gain > NeededErrors * error)
        {
            return Fit(questions, features, cancellationToken);
        }

        int[] telling = LikeEvidence.TellingOf(questions, features, NeededErrors, cancellationToken);
        if (telling.Length == features - 1)
        {
            return gain > 0 ? Fit(questions, features, cancellationToken) : Alone(features);
        }

        double[] weights = Alone(features);
        if (telling.Length > 0)
        {
            RankingQuestion[] read = LikeEvidence.Reading(questions, telling);
            if (MeanGain.Of(CrossedGains(read, 1 + telling.Length, cancellationToken)).Mean > 0)
            {
                double[] learned = Fit(read, 1 + telling.Length, cancellationToken);
                for (int i = 0; i < telling.Length; i++)
                {
                    weights[telling[i]] = learned[1 + i];
                }
            }
        }

        return weights;
    }

    private static double[] CrossedGains(IReadOnlyList<RankingQuestion> questions, int features, CancellationToken cancellationToken)
    {
        (RankingQuestion[] even, RankingQuestion[] odd) = LikeEvidence.HalvesOf(questions);
        return
        [
            .. GainsOf(even, Fit(odd, features, cancellationToken)),
            .. GainsOf(odd, Fit(even, features, cancellationToken)),
        ];
    }

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
