using WeightlessNet.Recommenders.Hybrid.Internals;

namespace WeightlessNet.Recommenders.Context.Internals;

/// <summary>
/// Which features tell something of likes, each alone beside the score: by likelihood, which tells more than NDCG, because a like that
/// comes from place 60 to place 20 counts too.
/// </summary>
internal static class LikeEvidence
{
    /// <summary>The features for which one half of the users makes the other half's likes more probable.</summary>
    /// <param name="questions">The users, in an order by chance, at least two.</param>
    /// <param name="features">The number of features; the first one is the score and is not tried.</param>
    /// <param name="neededErrors">How many standard errors the gain must exceed.</param>
    /// <param name="cancellationToken">Cancels.</param>
    public static int[] TellingOf(
        IReadOnlyList<RankingQuestion> questions, int features, double neededErrors, CancellationToken cancellationToken)
    {
        (RankingQuestion[] even, RankingQuestion[] odd) = HalvesOf(questions);
        double[] without = [.. LikelihoodsOf(even, FitOf(odd, 1)), .. LikelihoodsOf(odd, FitOf(even, 1))];
        return [.. Enumerable.Range(1, features - 1).Where(IsTelling)];

        double[] FitOf(RankingQuestion[] half, int count) =>
            RankingRegression.Fit(half, RankingQuestion.DeviationsOf(half, count), RankingRivals.All, cancellationToken);

        bool IsTelling(int feature)
        {
            (RankingQuestion[] even, RankingQuestion[] odd) = HalvesOf(Reading(questions, [feature]));
            double[] ofEven = FitOf(even, 2);
            double[] ofOdd = FitOf(odd, 2);
            if (ofEven[1] == 0 && ofOdd[1] == 0)
            {
                return false;
            }

            double[] with = [.. LikelihoodsOf(even, ofOdd), .. LikelihoodsOf(odd, ofEven)];
            (double gain, double error) = MeanGain.Of([.. with.Select((one, i) => one - without[i])]);
            return gain > 0 && gain > neededErrors * error;
        }
    }

    /// <summary>The users in even places, and those in odd ones.</summary>
    public static (RankingQuestion[] Even, RankingQuestion[] Odd) HalvesOf(IReadOnlyList<RankingQuestion> questions) =>
        ([.. questions.Where(static (_, i) => i % 2 == 0)], [.. questions.Where(static (_, i) => i % 2 != 0)]);

    /// <summary>The questions with the score and some of the other features.</summary>
    public static RankingQuestion[] Reading(IReadOnlyList<RankingQuestion> questions, int[] features)
    {
        RankingQuestion[] read = new RankingQuestion[questions.Count];
        for (int i = 0; i < read.Length; i++)
        {
            RankingQuestion question = questions[i];
            float[] values = new float[(1 + features.Length) * question.Count];
            question.Feature(0).CopyTo(values);
            for (int feature = 0; feature < features.Length; feature++)
            {
                question.Feature(features[feature]).CopyTo(values.AsSpan((1 + feature) * question.Count));
            }

            read[i] = question with { Features = values };
        }

        return read;
    }

    private static IEnumerable<double> LikelihoodsOf(RankingQuestion[] questions, double[] weights) =>
        questions.Select(question => RankingRegression.LogLikelihoodOf(question, weights));
}
