using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Paper.Internals;

/// <summary>The sampled reviews of one experiment, user by user, with truncated values.</summary>
/// <param name="ReviewsPerUser">The number of sampled reviews per user.</param>
/// <param name="Seed">The seed of the repetition.</param>
/// <param name="UserCount">The number of sampled users.</param>
/// <param name="Train">The training reviews: those of the first user, then of the second, and so on.</param>
/// <param name="Test">The test reviews, in the same order of users.</param>
internal sealed record PaperSample(int ReviewsPerUser, ulong Seed, int UserCount, Rating[] Train, Rating[] Test)
{
    public int TrainPerUser => Train.Length / UserCount;

    public int TestPerUser => Test.Length / UserCount;

    public ReadOnlySpan<Rating> TrainOf(int user) => Train.AsSpan(user * TrainPerUser, TrainPerUser);

    /// <summary>For each user, the share of the user's test reviews whose predicted level is right.</summary>
    /// <param name="predictedLevels">The predicted level of every test review.</param>
    public double[] AccuraciesOf(ReadOnlySpan<int> predictedLevels)
    {
        double[] accuracies = new double[UserCount];
        for (int user = 0; user < accuracies.Length; user++)
        {
            LevelAccuracy accuracy = new(PaperLevels.Tolerance);
            int start = user * TestPerUser;
            for (int i = start; i < start + TestPerUser; i++)
            {
                accuracy.Add(predictedLevels[i], PaperLevels.Of(Test[i].Value));
            }

            accuracies[user] = accuracy.Share;
        }

        return accuracies;
    }
}
