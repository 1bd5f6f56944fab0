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
    public void Equal_scores_share_their_ranks()
    {
        RankingQuestion three = new(new float[3], [false, true, false], 1);
        RankingQuestion thirty = new(new float[30], [.. Enumerable.Range(0, 30).Select(i => i == 29)], 1);
        RankingQuestion behind = new([3, 1, 1, 2], [false, true, false, true], 2);
        double ten = Enumerable.Range(1, 10).Sum(rank => 1 / Math.Log2(rank + 1));
        double two = 1 + (1 / Math.Log2(3));

        Assert.Equal((two + 0.5) / 3, RankingClimb.NdcgWith([three], [1]), 1e-12);
        Assert.Equal(ten / 30, RankingClimb.NdcgWith([thirty], [1]), 1e-12);
        Assert.Equal(
            ((1 / Math.Log2(3)) + (((1 / Math.Log2(4)) + (1 / Math.Log2(5))) / 2)) / two, RankingClimb.NdcgWith([behind], [1]), 1e-12);
    }

    [Fact]
    public void A_sampled_candidate_takes_the_ranks_of_those_it_stands_for()
    {
        // The last candidate stands for four items: the like comes fifth behind it, and has rank 1 to 5 if it ties with it.
        RankingQuestion behind = new([1, 2], [true, false], 1, 1, 4);
        RankingQuestion tied = new([1, 1], [true, false], 1, 1, 4);

        Assert.Equal(1 / Math.Log2(6), RankingClimb.NdcgWith([behind], [1]), 1e-12);
        Assert.Equal(Enumerable.Range(1, 5).Sum(rank => 1 / Math.Log2(rank + 1)) / 5, RankingClimb.NdcgWith([tied], [1]), 1e-12);
    }

    [Fact]
    public void A_sample_that_stands_for_the_others_leads_to_the_weights_of_all()
    {
        RankingQuestion[] all = Drawn(600, 200, [2, 0, 0.5], 5);
        RankingQuestion[] sampled = [.. all.Select(question => Sampled(question, 20))];
        double[] weights = RankingRegression.Fit(sampled, [1, 1, 1], RankingRivals.All, default);

        Assert.Equal(2, weights[0], 0.3);
        Assert.Equal(0, weights[1], 0.15);
        Assert.Equal(0.5, weights[2], 0.15);
        Assert.Equal(1, RankingRegression.ScaleOf(sampled, [2, 0, 0.5]), 0.15);
    }

    [Fact]
    public void A_like_is_compared_with_the_best_candidates_alone_on_request()
    {
        // By the first feature the like is above the best candidate, by the second above the sampled one.
        RankingQuestion question = new([1, 0, 1, 1, 1, 0], [true, false, false], 1, 2, 50);
        RankingQuestion[] questions = [.. Enumerable.Repeat(question, 50)];
        double[] best = RankingRegression.Fit(questions, [1, 1], RankingRivals.Best, default);

        Assert.True(best[0] > 1);
        Assert.Equal(0, best[1]);
        Assert.True(RankingRegression.Fit(questions, [1, 1], RankingRivals.All, default)[1] > 1);
    }

    [Fact]
    public void The_regression_finds_the_weights_that_likes_were_drawn_with()
    {
        RankingQuestion[] questions = Drawn(600, 40, [2, 0, 0.5], 1);
        double[] weights = RankingRegression.Fit(questions, [1, 1, 1], RankingRivals.All, default);

        Assert.Equal(2, weights[0], 0.3);
        Assert.Equal(0, weights[1], 0.1);
        Assert.Equal(0.5, weights[2], 0.15);
    }

    [Fact]
    public void No_weight_is_negative_and_that_of_a_constant_feature_is_0()
    {
        double[] weights = RankingRegression.Fit(Drawn(200, 40, [1, -1, 1], 2), [1, 1, 0], RankingRivals.All, default);

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

    // The like, the 40 best others by the first feature, and a sample of all further ones, which are in no order.
    private static RankingQuestion Sampled(RankingQuestion question, int count)
    {
        const int Best = 40;
        int like = Array.IndexOf(question.IsLiked, true);
        int[] others = [.. Enumerable.Range(0, question.Count).Where(candidate => candidate != like)];
        HashSet<int> best = [.. others.OrderByDescending(candidate => question.Features[candidate]).Take(Best)];
        int[] kept = [like, .. best, .. others.Where(candidate => !best.Contains(candidate)).Take(count)];
        int features = question.Features.Length / question.Count;
        return new RankingQuestion(
            [.. Enumerable.Range(0, features).SelectMany(feature => kept.Select(i => question.Features[(feature * question.Count) + i]))],
            [.. kept.Select(candidate => candidate == like)],
            1,
            1 + Best,
            (others.Length - Best) / (double)count);
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
