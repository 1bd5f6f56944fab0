using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Hybrid.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>How weights of features are learned from candidates of which some are liked.</summary>
public sealed class RankingRegressionTests
{
    [Fact]
    public void Ndcg_counts_the_liked_among_the_first_ten()
    {
        // Of 12 candidates in falling order, those at ranks 1, 3 and 11 are liked.
        float[] scores = [.. Enumerable.Range(0, 12).Select(i => 12f - i)];
        RankingQuestion question = new(scores, [.. Enumerable.Range(1, 12).Select(rank => rank is 1 or 3 or 11)], 3);
        double ideal = 1 + (1 / Math.Log2(3)) + (1 / Math.Log2(4));

        Assert.Equal((1 + (1 / Math.Log2(4))) / ideal, RankingClimb.NdcgWith([question], [1]), 1e-12);
        Assert.Equal(((1 / Math.Log2(3)) + (1 / Math.Log2(11))) / ideal, RankingClimb.NdcgWith([question], [-1]), 1e-12);
    }

    [Fact]
    public void Equal_scores_keep_the_order_of_the_candidates()
    {
        RankingQuestion question = new(new float[3], [false, true, false], 1);

        Assert.Equal(1 / Math.Log2(3), RankingClimb.NdcgWith([question], [1]), 1e-12);
    }

    [Fact]
    public void The_regression_finds_the_weights_that_likes_were_drawn_with()
    {
        RankingQuestion[] questions = Drawn(600, 40, [2, 0, 0.5], 1);
        double[] weights = RankingRegression.Fit(questions, [1, 1, 1], default);

        Assert.Equal(2, weights[0], 0.3);
        Assert.Equal(0, weights[1], 0.1);
        Assert.Equal(0.5, weights[2], 0.15);
    }

    [Fact]
    public void No_weight_is_negative_and_that_of_a_constant_feature_is_0()
    {
        double[] weights = RankingRegression.Fit(Drawn(200, 40, [1, -1, 1], 2), [1, 1, 0], default);

        Assert.True(weights[0] > 0.5);
        Assert.Equal([0, 0], weights[1..]);
    }

    [Fact]
    public void The_scale_is_that_with_which_likes_were_drawn()
    {
        RankingQuestion[] questions = Drawn(600, 40, [2, 0, 1], 3);

        Assert.Equal(4, RankingRegression.ScaleOf(questions, [0.5, 0, 0.25]), 0.5);
        Assert.Equal(0.05, RankingRegression.ScaleOf(questions, [40, 0, 20]), 0.007);
    }

    [Fact]
    public void Climbing_never_lowers_ndcg_and_finds_a_feature_that_helps()
    {
        RankingQuestion[] questions = Drawn(400, 60, [3, 0, 0], 4);
        RankingClimb climb = new(questions, [0.05, 0, 1]);
        double before = climb.Ndcg;
        climb.Run([1, 1, 1], default);

        Assert.True(climb.Ndcg > before + 0.05, $"{climb.Ndcg} is not well above {before}");
        Assert.Equal(climb.Ndcg, RankingClimb.NdcgWith(questions, climb.Weights), 1e-9);
        Assert.True(climb.Weights[2] < climb.Weights[0]);
    }

    // One candidate of each user is liked, drawn with the probability of the softmax of its weighted features.
    private static RankingQuestion[] Drawn(int users, int candidates, double[] weights, ulong seed)
    {
        SplitMix64 random = new(seed);
        RankingQuestion[] questions = new RankingQuestion[users];
        for (int user = 0; user < users; user++)
        {
            float[] features = new float[weights.Length * candidates];
            foreach (ref float feature in features.AsSpan())
            {
                // About normal, of deviation 1.
                feature = (float)(random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 2;
            }

            RankingQuestion question = new(features, new bool[candidates], 1);
            double[] scores = new double[candidates];
            question.Score(weights, scores);
            double left = random.NextDouble() * scores.Sum(Math.Exp);
            int liked = 0;
            while (liked < candidates - 1 && left > Math.Exp(scores[liked]))
            {
                left -= Math.Exp(scores[liked++]);
            }

            question.IsLiked[liked] = true;
            questions[user] = question;
        }

        return questions;
    }
}
