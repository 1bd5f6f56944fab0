using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Collaborative;

/// <summary>What a factorization expects of users and items of whom it knows little, and what it starts from.</summary>
public sealed class MatrixFactorizationPriorTests
{
    private const int Users = 40;
    private const int Items = 30;
    private const int Unrated = Items - 2;

    private static readonly Rating[] Ratings = SomeRatings.OfTwoTastes(Users, Items, 0.5, 7);

    [Fact]
    public void An_unknown_user_is_answered_as_by_biases()
    {
        MatrixFactorizationRecommender recommender = new(Items, RatingScale.Stars);
        recommender.Fit(Ratings);
        BiasRecommender biases = new(Items, RatingScale.Stars);
        Array.ForEach(Ratings, rating => biases.Learn(rating));

        for (int item = 0; item < Items; item++)
        {
            Assert.Equal(biases.Predict(Users, item), recommender.Predict(Users, item), 0.02);
        }
    }

    // Most users of few ratings have left: those who stay, and are asked about again and again, need not be like them.
    [Fact]
    public void A_newcomer_is_not_expected_to_rate_as_users_of_few_ratings_do()
    {
        Rating[] ofOthers = [.. Enumerable.Range(0, 300).Select(user => new Rating(Users + user, user % Items, 1 + (user / Items % 2)))];
        MatrixFactorizationRecommender recommender = new(Items, RatingScale.Stars);
        recommender.Fit([.. Ratings, .. ofOthers]);
        BiasRecommender biases = new(Items, RatingScale.Stars);
        Array.ForEach([.. Ratings, .. ofOthers], rating => biases.Learn(rating));

        for (int item = 0; item < Items; item++)
        {
            Assert.Equal(biases.Predict(Users + 300, item), recommender.Predict(Users + 300, item), 0.02);
        }
    }

    [Theory]
    [InlineData(1, 0.1, 1, 1.7)]
    [InlineData(0, 1, 0, 0.25)]
    public void One_rating_moves_the_answers_for_its_user_as_far_as_users_differ(
        int levels, double noise, double least, double most)
    {
        // Users rate all items 1 higher or 1 lower than others, or each item at random.
        SplitMix64 random = new(5);
        List<Rating> ratings = [];
        for (int user = 0; user < 200; user++)
        {
            for (int item = user % 2; item < Items; item += 2)
            {
                double own = 3 + (levels * (user % 4 < 2 ? 1 : -1)) + (2 * noise * (random.NextDouble() > 0.5 ? 1 : -1));
                ratings.Add(new Rating(user, item, (float)Math.Clamp(Math.Round(own * 10) / 10, 1, 5)));
            }
        }

        MatrixFactorizationRecommender recommender = new(Items, new RatingScale(1, 5, 0.1f));
        recommender.Fit([.. ratings, new Rating(200, 0, 5)]);
        double moved = Enumerable.Range(1, Items - 1).Average(item => recommender.Predict(200, item) - recommender.Predict(201, item));

        Assert.InRange(moved, least, most);
    }

    [Fact]
    public void A_catalog_tells_who_likes_an_item_that_nobody_has_rated()
    {
        Rating[] known = [.. Ratings.Where(rating => rating.Item < Unrated)];
        MatrixFactorizationRecommender recommender = new(TwoTastesCatalog.Of(Items), RatingScale.Stars);
        recommender.Fit(known);
        double right = 0;
        for (int user = 0; user < Users; user++)
        {
            (double even, double odd) = (recommender.Predict(user, Unrated), recommender.Predict(user, Unrated + 1));
            right += user % 2 == 0 ? even - odd : odd - even;
        }

        Assert.InRange(right / Users, 0.05, 4);
    }

    [Fact]
    public void Wide_fields_of_a_catalog_are_left_out()
    {
        RatingLog log = new(RatingScale.Stars);
        log.Set(new Rating(3, 1, 5), out _);
        double[] columns = ItemColumns.Of(TwoTastesCatalog.OfNames(65), log);

        Assert.Equal((1, 65), (ItemColumns.CountOf(TwoTastesCatalog.OfNames(65)), columns.Length));
        Assert.Equal(65, ItemColumns.CountOf(TwoTastesCatalog.OfNames(64)));
        Assert.Equal(0, columns[3]);
        Assert.All(columns.Where((_, item) => item != 3), column => Assert.Equal(-20, column));
    }

    [Fact]
    public void A_catalog_must_have_items()
    {
        Assert.Throws<ArgumentNullException>("catalog", () => new MatrixFactorizationRecommender(null!, RatingScale.Stars));
        Assert.Throws<ArgumentOutOfRangeException>(
            "catalog", () => new MatrixFactorizationRecommender(TwoTastesCatalog.Of(0), RatingScale.Stars));
        Assert.Throws<ArgumentOutOfRangeException>(
            "scale", () => new MatrixFactorizationRecommender(TwoTastesCatalog.Of(3), default));
    }

    [Theory]
    [InlineData("items")]
    [InlineData("catalog")]
    public void From_a_trained_model_a_few_iterations_do(string kind)
    {
        MatrixFactorizationRecommender warm = Create(kind);
        warm.Fit([.. Ratings.Where((_, index) => index % 5 != 0)]);
        MatrixFactorizationRecommender few = Create(kind);
        few.FitFrom(warm, Ratings, 3);
        MatrixFactorizationRecommender cold = Create(kind);
        cold.Fit(Ratings);
        double squares = 0;
        for (int user = 0; user < Users; user++)
        {
            for (int item = 0; item < Items; item++)
            {
                double off = few.Predict(user, item) - cold.Predict(user, item);
                squares += off * off;
            }
        }

        Assert.InRange(Math.Sqrt(squares / (Users * Items)), 0, 0.2);
    }

    [Fact]
    public void The_same_start_gives_the_same_bits_and_stays_as_it_was()
    {
        MatrixFactorizationRecommender warm = Create("items");
        warm.Fit([.. Ratings.Where((_, index) => index % 5 != 0)]);
        List<double> before = ObservedState.Of(warm, Users);
        (MatrixFactorizationRecommender first, MatrixFactorizationRecommender second) = (Create("items"), Create("items"));
        first.FitFrom(warm, Ratings, 2);
        second.FitFrom(warm, Ratings, 2);

        Assert.Equal(ObservedState.Of(first, Users), ObservedState.Of(second, Users));
        Assert.Equal(before, ObservedState.Of(warm, Users));
    }

    [Fact]
    public void A_model_of_another_shape_is_no_start()
    {
        MatrixFactorizationRecommender other = new(Items, RatingScale.Stars, new MatrixFactorizationOptions { Factors = 3 });
        Assert.Throws<ArgumentException>("warm", () => Create("items").FitFrom(other, Ratings, 2));
        Assert.Throws<ArgumentException>("warm", () => Create("items").FitFrom(Create("catalog"), Ratings, 2));
        Assert.Throws<ArgumentException>(
            "warm", () => Create("items").FitFrom(new MatrixFactorizationRecommender(Items, RatingScale.HalfStars), Ratings, 2));
    }

    private static MatrixFactorizationRecommender Create(string kind) =>
        kind == "items" ? new(Items, RatingScale.Stars) : new(TwoTastesCatalog.Of(Items), RatingScale.Stars);
}
