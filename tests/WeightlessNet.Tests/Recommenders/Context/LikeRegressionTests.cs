using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Context.Internals;
using WeightlessNet.Recommenders.Hybrid.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Context;

public sealed class LikeRegressionTests
{
    [Fact]
    public void What_tells_likes_gets_a_weight()
    {
        double[] weights = LikeRegression.Learn(Questions(users: 200, share: 0.8f), 3, default);
        Assert.Equal(1, weights[0]);
        Assert.InRange(weights[1], 0.2, 20);
        Assert.True(weights[2] < weights[1] / 2, $"{weights[2]}");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void What_tells_nothing_gets_none(ulong seed) =>
        Assert.Equal([1, 0, 0], LikeRegression.Learn(Questions(users: 200, share: 0, seed), 3, default));

    [Fact]
    public void Few_users_teach_nothing() => Assert.Equal([1, 0, 0], LikeRegression.Learn(Questions(users: 19, share: 1), 3, default));

    // Of 40 candidates one is liked. The first feature tells it in part, the second one as far as its share, the third one not.
    private static RankingQuestion[] Questions(int users, float share, ulong seed = 5)
    {
        SplitMix64 random = new(seed);
        RankingQuestion[] questions = new RankingQuestion[users];
        for (int user = 0; user < users; user++)
        {
            const int count = 40;
            int liked = random.Next(count);
            float[] features = new float[3 * count];
            for (int i = 0; i < count; i++)
            {
                features[i] = Chance() + (i == liked ? 1 : 0);
                features[count + i] = Chance() + (i == liked ? 3 * share : 0);
                features[(2 * count) + i] = Chance();
            }

            bool[] likes = new bool[count];
            likes[liked] = true;
            questions[user] = new RankingQuestion(features, likes, 1);
        }

        return questions;

        float Chance() => random.Next(1000) / 500f;
    }
}
