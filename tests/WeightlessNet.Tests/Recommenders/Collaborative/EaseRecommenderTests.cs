using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;

namespace WeightlessNet.Tests.Recommenders.Collaborative;

public class EaseRecommenderTests
{
    // The least squares of Steck, equation 1, without the inverse: for each item, the weights of the others solve a ridge regression, so
    // the gradient is 0. There are more items than a block of the inverse has, and no multiple of it.
    [Fact]
    public void The_weights_of_an_item_solve_a_ridge_regression_on_all_others()
    {
        const int Users = 50;
        const int Items = 141;
        const double Regularization = 4;
        bool[][] likes = [.. Enumerable.Range(0, Users).Select(_ => new bool[Items])];
        SplitMix64 random = new(4);
        List<Rating> ratings = [];
        for (int pair = 0; pair < Users * Items; pair++)
        {
            (int user, int item) = (pair / Items, pair % Items);
            likes[user][item] = random.NextDouble() < (user % 3 == item % 3 ? 0.6 : 0.1);
            if (likes[user][item])
            {
                ratings.Add(new Rating(user, item, 5));
            }
        }

        EaseRecommender recommender = new(Items, RatingScale.Stars, new() { Regularization = Regularization });
        recommender.Fit(ratings.ToArray());
        double[][] weights = WeightsOf(recommender, Users, Items);

        double greatest = 0;
        foreach (int target in new[] { 0, 63, 64, 140 })
        {
            double[] errors =
            [
                .. likes.Select(liked =>
                    Enumerable.Range(0, Items).Sum(item => liked[item] ? weights[item][target] : 0) - (liked[target] ? 1 : 0)),
            ];
            for (int item = 0; item < Items; item++)
            {
                double slope = (Regularization * weights[item][target])
                    + Enumerable.Range(0, Users).Sum(user => likes[user][item] ? errors[user] : 0);
                Assert.Equal(0, item == target ? 0 : slope, 1e-4);
                greatest = Math.Max(greatest, Math.Abs(weights[item][target]));
            }
        }

        Assert.InRange(greatest, 0.05, 1);
    }

    [Fact]
    public void Only_the_most_liked_items_have_weights()
    {
        EaseRecommender recommender = new(6, RatingScale.Stars, new() { Regularization = 1, MaximumItems = 3 });
        recommender.Fit(
        [
            new(0, 0, 5), new(1, 0, 5), new(2, 0, 5),
            new(0, 3, 5), new(1, 3, 5), new(2, 5, 5), new(3, 5, 5),
            new(0, 1, 5), new(0, 4, 5),
        ]);
        recommender.Learn(new Rating(7, 0, 5));
        ScoredItem[] ranked = new ScoredItem[6];
        Assert.Equal(5, recommender.Recommend(7, ranked));
        Assert.Equal([3, 5, 1, 4, 2], ranked[..5].Select(scored => scored.Item));

        // A user who likes only an item without weights.
        recommender.Learn(new Rating(8, 1, 5));
        recommender.Recommend(8, ranked);
        Assert.Equal(new ScoredItem(0, 4), ranked[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(65)]
    [InlineData(200)]
    public void The_inverse_times_the_matrix_is_one(int size)
    {
        const double Diagonal = 0.5;
        SymmetricMatrix matrix = new(size, Diagonal);
        SplitMix64 random = new(9);
        double[][] vectors = [.. Enumerable.Range(0, size).Select(_ => Enumerable.Range(0, 5).Select(_ => random.NextDouble()).ToArray())];
        double[,] full = new double[size, size];
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                full[row, column] = vectors[row].Zip(vectors[column], (left, right) => left * right).Sum() + (row == column ? Diagonal : 0);
                if (column >= row)
                {
                    matrix.RowOf(row)[column] = full[row, column];
                }
            }
        }

        matrix.InvertAndNegate(new ParallelOptions(), _ => { });
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                double sum = 0;
                for (int inner = 0; inner < size; inner++)
                {
                    sum -= full[row, inner] * matrix.RowOf(Math.Min(inner, column))[Math.Max(inner, column)];
                }

                Assert.Equal(row == column ? 1 : 0, sum, 1e-10);
            }
        }
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Refused("Regularization", () => new() { Regularization = 0 });
        Refused("Regularization", () => new() { Regularization = double.PositiveInfinity });
        Refused("MaximumItems", () => new() { MaximumItems = 0 });
        Refused("MaximumItems", () => new() { MaximumItems = 30_001 });
        Refused("LikedFrom", () => new() { LikedFrom = float.PositiveInfinity });
        Refused("MaxDegreeOfParallelism", () => new() { MaxDegreeOfParallelism = 0 });

        static void Refused(string name, Func<EaseOptions> create) => Assert.Throws<ArgumentOutOfRangeException>(name, create);
    }

    // The weights between each item and the others: the scores of a new user who likes that item alone.
    private static double[][] WeightsOf(EaseRecommender recommender, int newUser, int items)
    {
        double[][] weights = [.. Enumerable.Range(0, items).Select(_ => new double[items])];
        ScoredItem[] ranked = new ScoredItem[items];
        for (int item = 0; item < items; item++)
        {
            recommender.Learn(new Rating(newUser + item, item, 5));
            foreach (ScoredItem scored in ranked.AsSpan(0, recommender.Recommend(newUser + item, ranked)))
            {
                weights[item][scored.Item] = scored.Score;
            }
        }

        return weights;
    }
}
