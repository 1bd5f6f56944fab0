using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;

namespace WeightlessNet.Tests.Recommenders.Collaborative;

public class ImplicitFactorizationRecommenderTests
{
    private const int Users = 30;
    private const int Items = 20;
    private const double Confidence = 7;
    private const double Regularization = 2;

    private static readonly ImplicitFactorizationOptions Options = OptionsWith(new ImplicitFactorizationOptions().Iterations);

    private static readonly Rating[] Ratings = SomeRatings.OfTwoTastes(Users, Items, 0.4, 7);

    [Fact]
    public void Scores_are_inner_products_of_the_factors()
    {
        ImplicitFactorizationRecommender recommender = Fitted();
        double[] user = UserFactors(recommender, 3);
        ScoredItem[] ranked = new ScoredItem[Items];
        int count = recommender.Recommend(3, ranked);

        Assert.Equal(6, recommender.FactorCount);
        Assert.All(ranked[..count], scored =>
            Assert.Equal(user.Zip(ItemFactors(recommender, scored.Item), (left, right) => left * right).Sum(), scored.Score, 1e-12));
    }

    // The gradient of the loss of Hu, Koren and Volinsky, equation 3, with respect to a user's factors is 0 at the exact solution.
    [Theory]
    [InlineData(0)]
    [InlineData(Users)]
    public void A_user_is_the_exact_solution_given_the_items(int user)
    {
        ImplicitFactorizationRecommender recommender = Fitted();
        HashSet<int> liked = [.. Ratings.Where(rating => rating.User == user && rating.Value >= 4).Select(rating => rating.Item)];
        foreach (int item in new[] { 2, 3, 11 })
        {
            recommender.Learn(new Rating(user, item, 5));
            liked.Add(item);
        }

        double[] factors = UserFactors(recommender, user);
        double[] gradient = [.. factors.Select(factor => Regularization * factor)];
        for (int item = 0; item < Items; item++)
        {
            double[] others = ItemFactors(recommender, item);
            double weight = liked.Contains(item) ? 1 + Confidence : 1;
            double error = factors.Zip(others, (left, right) => left * right).Sum() - (liked.Contains(item) ? 1 : 0);
            for (int factor = 0; factor < gradient.Length; factor++)
            {
                gradient[factor] += weight * error * others[factor];
            }
        }

        Assert.All(factors, factor => Assert.NotEqual(0, factor));
        Assert.All(gradient, slope => Assert.Equal(0, slope, 1e-12));
    }

    [Fact]
    public void A_user_who_is_learned_later_gets_the_factors_of_one_who_was_trained_with_the_same_likes()
    {
        ImplicitFactorizationRecommender recommender = Fitted();
        foreach (Rating rating in Ratings.Where(rating => rating.User == 4))
        {
            recommender.Learn(rating with { User = Users + 9 });
        }

        Assert.Equal(UserFactors(recommender, 4), UserFactors(recommender, Users + 9));
    }

    [Fact]
    public void Learning_does_not_change_the_factors_of_items_and_of_other_users()
    {
        ImplicitFactorizationRecommender recommender = Fitted();
        double[] item = ItemFactors(recommender, 0);
        double[] user = UserFactors(recommender, 1);
        recommender.Learn(new Rating(0, 0, 5));
        recommender.Learn(new Rating(Users, 0, 5));

        Assert.Equal(item, ItemFactors(recommender, 0));
        Assert.Equal(user, UserFactors(recommender, 1));
    }

    [Fact]
    public void More_iterations_reduce_the_loss()
    {
        double[] losses = [.. Enumerable.Range(0, 5).Select(power => Loss(Fitted(OptionsWith(1 << power))))];

        Assert.Equal(losses.OrderDescending(), losses);
        Assert.True(losses[^1] < 0.999 * losses[0]);
    }

    [Fact]
    public void Another_seed_gives_other_factors() =>
        Assert.NotEqual(ItemFactors(Fitted(), 0), ItemFactors(Fitted(OptionsWith(Options.Iterations, seed: 2)), 0));

    [Fact]
    public void Unknown_users_and_items_that_nobody_likes_have_factors_of_0()
    {
        ImplicitFactorizationRecommender recommender = new(Items + 1, RatingScale.Stars, Options);
        Assert.Equal(new double[6], ItemFactors(recommender, 0));
        recommender.Fit(Ratings);
        double[] destination = [9, 9, 9, 9, 9, 9, 9];
        recommender.CopyItemFactors(Items, destination);

        Assert.Equal([0, 0, 0, 0, 0, 0, 9], destination);
        Assert.Equal(new double[6], UserFactors(recommender, int.MaxValue));
    }

    [Fact]
    public void Factors_are_not_copied_for_bad_ids_or_into_too_little_space()
    {
        ImplicitFactorizationRecommender recommender = Fitted();

        Assert.Throws<ArgumentOutOfRangeException>("item", () => recommender.CopyItemFactors(-1, new double[6]));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => recommender.CopyItemFactors(Items, new double[6]));
        Assert.Throws<ArgumentOutOfRangeException>("user", () => recommender.CopyUserFactors(-1, new double[6]));
        Assert.Throws<ArgumentException>("destination", () => recommender.CopyItemFactors(0, new double[5]));
        Assert.Throws<ArgumentException>("destination", () => recommender.CopyUserFactors(0, new double[5]));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Refused("Factors", () => new() { Factors = 0 });
        Refused("Factors", () => new() { Factors = 513 });
        Refused("Iterations", () => new() { Iterations = 0 });
        Refused("Confidence", () => new() { Confidence = 0 });
        Refused("Regularization", () => new() { Regularization = double.NaN });
        Refused("LikedFrom", () => new() { LikedFrom = float.NaN });
        Refused("MaxDegreeOfParallelism", () => new() { MaxDegreeOfParallelism = 0 });
        Refused("MaxDegreeOfParallelism", () => new() { MaxDegreeOfParallelism = -2 });

        static void Refused(string name, Func<ImplicitFactorizationOptions> create) =>
            Assert.Throws<ArgumentOutOfRangeException>(name, create);
    }

    private static double Loss(ImplicitFactorizationRecommender recommender)
    {
        HashSet<(int, int)> likes = [.. Ratings.Where(rating => rating.Value >= 4).Select(rating => (rating.User, rating.Item))];
        double loss = 0;
        for (int user = 0; user < Users; user++)
        {
            double[] left = UserFactors(recommender, user);
            loss += Regularization * left.Sum(factor => factor * factor);
            for (int item = 0; item < Items; item++)
            {
                double product = left.Zip(ItemFactors(recommender, item), (one, other) => one * other).Sum();
                loss += likes.Contains((user, item)) ? (1 + Confidence) * (1 - product) * (1 - product) : product * product;
            }
        }

        return loss + Enumerable.Range(0, Items).Sum(item =>
            Regularization * ItemFactors(recommender, item).Sum(factor => factor * factor));
    }

    private static ImplicitFactorizationRecommender Fitted(ImplicitFactorizationOptions? options = null)
    {
        ImplicitFactorizationRecommender recommender = new(Items, RatingScale.Stars, options ?? Options);
        recommender.Fit(Ratings);
        return recommender;
    }

    private static double[] UserFactors(ImplicitFactorizationRecommender recommender, int user)
    {
        double[] factors = new double[recommender.FactorCount];
        recommender.CopyUserFactors(user, factors);
        return factors;
    }

    private static double[] ItemFactors(ImplicitFactorizationRecommender recommender, int item)
    {
        double[] factors = new double[recommender.FactorCount];
        recommender.CopyItemFactors(item, factors);
        return factors;
    }

    private static ImplicitFactorizationOptions OptionsWith(int iterations, ulong? seed = null) => new()
    {
        Factors = 6,
        Confidence = Confidence,
        Regularization = Regularization,
        Iterations = iterations,
        Seed = seed ?? new ImplicitFactorizationOptions().Seed,
    };
}
