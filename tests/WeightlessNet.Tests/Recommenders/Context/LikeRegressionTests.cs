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

    // For these seeds the weights of all together help the other half too little to be sure.
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(6)]
    public void What_tells_a_little_is_found_among_much_that_tells_nothing(ulong seed)
    {
        double[] weights = LikeRegression.Learn(Questions(users: 120, share: 0.2f, seed, noises: 20), 22, default);
        Assert.True(weights[1] > 0.1, $"{weights[1]}");
        Assert.Equal(new double[20], weights.Skip(2));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    public void Much_that_tells_nothing_gets_none(ulong seed) =>
        Assert.Equal([1, .. new double[21]], LikeRegression.Learn(Questions(users: 120, share: 0, seed, noises: 20), 22, default));

    [Fact]
    public void A_like_is_as_likely_as_its_odds_among_the_others()
    {
        RankingQuestion question = new([1, 3, 0, 2], [true, true, false, false], 2, SampledFrom: 3, SampleWeight: 5);
        double others = 1 + (5 * Math.Exp(4));
        double expected = (Math.Log(Math.Exp(2) / (others + Math.Exp(2))) + Math.Log(Math.Exp(6) / (others + Math.Exp(6)))) / 2;
        Assert.Equal(expected, RankingRegression.LogLikelihoodOf(question, [2]), 12);
        Assert.Equal(-1000 - Math.Log(1 + Math.Exp(-1000)), RankingRegression.LogLikelihoodOf(new([1, 0], [false, true], 1), [1000]), 9);
        Assert.Equal(0, RankingRegression.LogLikelihoodOf(new([0, 1], [false, true], 1), [1000]), 9);
        Assert.Equal(0, RankingRegression.LogLikelihoodOf(new([0], [true], 1), [1]));
        Assert.Equal(double.NaN, RankingRegression.LogLikelihoodOf(new([float.NaN, 0], [false, true], 1), [1]));
    }

    [Fact]
    public void A_training_is_canceled_while_features_are_tried_alone()
    {
        RankingQuestion[] questions = Questions(users: 120, share: 0, noises: 20);
        using CancellationTokenSource canceled = new();
        canceled.Cancel();
        Assert.Throws<OperationCanceledException>(() => LikeEvidence.TellingOf(questions, 22, 2, canceled.Token));
    }

    [Fact]
    public void Few_users_teach_nothing() => Assert.Equal([1, 0, 0], LikeRegression.Learn(Questions(users: 19, share: 1), 3, default));

    // Of 40 candidates one is liked. The first feature tells it in part, the second one as far as its share, the others not.
    private static RankingQuestion[] Questions(int users, float share, ulong seed = 5, int noises = 1)
    {
        SplitMix64 random = new(seed);
        RankingQuestion[] questions = new RankingQuestion[users];
        for (int user = 0; user < users; user++)
        {
            const int count = 40;
            int liked = random.Next(count);
            float[] features = new float[(2 + noises) * count];
            for (int i = 0; i < count; i++)
            {
                features[i] = Chance() + (i == liked ? 1 : 0);
                features[count + i] = Chance() + (i == liked ? 3 * share : 0);
                for (int noise = 0; noise < noises; noise++)
                {
                    features[((2 + noise) * count) + i] = Chance();
                }
            }

            bool[] likes = new bool[count];
            likes[liked] = true;
            questions[user] = new RankingQuestion(features, likes, 1);
        }

        return questions;

        float Chance() => random.Next(1000) / 500f;
    }
}
