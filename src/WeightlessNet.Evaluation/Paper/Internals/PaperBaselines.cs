using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Paper.Internals;

/// <summary>The baselines of the paper's protocol. Each predicts the level of every test review of a sample.</summary>
internal static class PaperBaselines
{
    private const int AlwaysLevel = 8;

    public static int[] AlwaysEight(PaperSample sample)
    {
        int[] predicted = new int[sample.Test.Length];
        Array.Fill(predicted, AlwaysLevel);
        return predicted;
    }

    /// <summary>
    /// For each user, the level that is right for most of the user's training reviews. Ties go to the level nearest to the best level for
    /// all users' training reviews, then to the lower level.
    /// </summary>
    public static int[] BestConstant(PaperSample sample)
    {
        int pooled = MostOftenRight(sample.Train, near: 0);
        int[] predicted = new int[sample.Test.Length];
        for (int user = 0; user < sample.UserCount; user++)
        {
            predicted.AsSpan(user * sample.TestPerUser, sample.TestPerUser).Fill(MostOftenRight(sample.TrainOf(user), pooled));
        }

        return predicted;
    }

    /// <summary>For each user, the level nearest to the mean of the user's training levels.</summary>
    public static int[] UserMean(PaperSample sample)
    {
        int[] predicted = new int[sample.Test.Length];
        for (int user = 0; user < sample.UserCount; user++)
        {
            double sum = 0;
            foreach (ref readonly Rating rating in sample.TrainOf(user))
            {
                sum += PaperLevels.Of(rating.Value);
            }

            int level = PaperLevels.Of(sum / sample.TrainPerUser / 2);
            predicted.AsSpan(user * sample.TestPerUser, sample.TestPerUser).Fill(level);
        }

        return predicted;
    }

    private static int MostOftenRight(ReadOnlySpan<Rating> ratings, int near)
    {
        int best = 0;
        int bestHits = -1;
        for (int level = 0; level < PaperLevels.Count; level++)
        {
            int hits = 0;
            foreach (ref readonly Rating rating in ratings)
            {
                hits += PaperLevels.IsRight(level, PaperLevels.Of(rating.Value)) ? 1 : 0;
            }

            if (hits > bestHits || (hits == bestHits && Math.Abs(level - near) < Math.Abs(best - near)))
            {
                best = level;
                bestHits = hits;
            }
        }

        return best;
    }
}
