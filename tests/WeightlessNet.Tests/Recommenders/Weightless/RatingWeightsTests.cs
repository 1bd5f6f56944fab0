using WeightlessNet.Recommenders.Weightless.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class RatingWeightsTests
{
    private const int One = 1 << RatingWeights.FractionBits;

    [Fact]
    public void Weights_are_those_of_the_knots_and_between_them_lie_between_theirs()
    {
        int[] row = [100, 900, 200, 400, 1000];
        RatingWeights weights = new([NodeGroup.Mixed], 0, [row, row, row], 0);
        for (int knot = 0; knot < row.Length; knot++)
        {
            Assert.Equal(row[knot], weights.First(0, RatingWeights.Knots[knot]));
        }

        Assert.Equal(100, weights.First(0, 0));
        Assert.Equal(1000, weights.First(0, int.MaxValue));
        for (int ratings = 2; ratings < 512; ratings++)
        {
            int upper = 0;
            while (RatingWeights.Knots[upper] < ratings)
            {
                upper++;
            }

            int lower = Math.Max(0, upper - 1);
            Assert.InRange(weights.First(0, ratings), Math.Min(row[lower], row[upper]), Math.Max(row[lower], row[upper]));
        }
    }

    [Fact]
    public void The_parts_of_the_knots_sum_to_1()
    {
        int[] hats = new int[RatingWeights.Knots.Length];
        for (int ratings = 0; ratings < 2000; ratings++)
        {
            RatingWeights.WriteHats(ratings, hats);
            Assert.Equal(One, hats.Sum());
            Assert.All(hats, hat => Assert.InRange(hat, 0, One));
        }
    }

    [Fact]
    public void Rarity_is_1_without_ratings_and_half_with_ten()
    {
        Assert.Equal([One, One / 2, 0], [RatingWeights.RarityOf(0), RatingWeights.RarityOf(10), RatingWeights.RarityOf(1 << 26)]);
        RatingWeights weights = new([NodeGroup.Mixed], 0, Rows(3), One / 4);
        Assert.Equal([One + (One / 4), One + (One / 8)], [weights.GainOf(One), weights.GainOf(One / 2)]);
    }

    [Fact]
    public void Groups_of_small_weights_are_left_out_and_one_group_stays()
    {
        int[][] rows = Rows(2 + 9);
        rows[0][1] = 700;
        rows[2 + 3][2] = 5;
        rows[2 + 8][4] = 6;
        RatingWeights weights = new([NodeGroup.Audience, NodeGroup.Mixed, 3], 1, rows, 7);

        RatingWeights left = weights.Without(6);
        Assert.Equal([3], left.Groups);
        Assert.Equal((700, 6, 7), (left.CentralShare(0, 8), left.Second(0, 512), left.RareGain));
        Assert.Equal([NodeGroup.Mixed], new RatingWeights([NodeGroup.Audience, NodeGroup.Mixed, 3], 1, Rows(11), 0).Without(1).Groups);
    }

    private static int[][] Rows(int count) => [.. Enumerable.Range(0, count).Select(_ => new int[RatingWeights.Knots.Length])];
}
