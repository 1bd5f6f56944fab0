using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation;

/// <summary>The sampled reviews of one experiment, user by user, with the values that its truncation gives them.</summary>
/// <param name="ReviewsPerUser">How many reviews of each user were sampled.</param>
/// <param name="Seed">The seed of the repetition.</param>
/// <param name="UserCount">How many users there are.</param>
/// <param name="Train">The training reviews: those of the first user, of the second, and so on.</param>
/// <param name="Test">The test reviews, in the same order of users.</param>
internal sealed record PaperSample(int ReviewsPerUser, ulong Seed, int UserCount, Rating[] Train, Rating[] Test)
{
    public int TrainPerUser => Train.Length / UserCount;

    public int TestPerUser => Test.Length / UserCount;

    public ReadOnlySpan<Rating> TrainOf(int user) => Train.AsSpan(user * TrainPerUser, TrainPerUser);

    public ReadOnlySpan<Rating> TestOf(int user) => Test.AsSpan(user * TestPerUser, TestPerUser);
}
