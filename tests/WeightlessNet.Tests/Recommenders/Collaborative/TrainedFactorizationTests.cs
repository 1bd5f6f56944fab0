using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Hybrid.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Collaborative;

public sealed class TrainedFactorizationTests
{
    private const int Users = 30;
    private const int Items = 20;
    private const int WarmIterations = 8;

    // The factors of users are kept in single precision.
    private const double Rounding = 1e-6;

    private static readonly Rating[] Ratings =
    [
        .. SomeRatings.OfTwoTastes(Users, Items, 0.5, 5).Where(rating => rating.Item < Items - 1 && rating.User != 3),
    ];

    [Theory]
    [InlineData(false, 32)]
    [InlineData(false, 0)]
    [InlineData(true, 4)]
    public void A_central_model_answers_as_the_whole_recommender(bool hasCatalog, int audienceFactors)
    {
        MatrixFactorizationOptions options = new() { Factors = 3, Iterations = 10, AudienceFactors = audienceFactors };
        MatrixFactorizationRecommender Create() => hasCatalog
            ? new MatrixFactorizationRecommender(Catalog(), RatingScale.Stars, options)
            : new MatrixFactorizationRecommender(Items, RatingScale.Stars, options);
        CentralModel central = CentralModel.Fit(Create, Ratings);

        MatrixFactorizationRecommender inner = Create();
        inner.Fit([.. Ratings.Where(rating => !HeldOutAnswers.IsHeldOut(1, rating.User, rating.Item))]);
        MatrixFactorizationRecommender whole = Create();
        whole.FitFrom(inner, Ratings, WarmIterations);

        var kept = Assert.IsType<TrainedFactorization>(central.Models[0]);
        Assert.Equal(
            (whole.ItemCount, whole.Scale, ((IKnownUsersRecommender)whole).UserIdBound),
            (kept.ItemCount, kept.Scale, kept.UserIdBound));
        for (int user = 0; user < Users + 3; user++)
        {
            for (int item = 0; item < Items + 3; item++)
            {
                Assert.Equal(whole.Predict(user, item), central.Predict(user, item), Rounding);
            }
        }
    }

    [Fact]
    public void Users_without_ratings_are_newcomers_and_all_others_are_not()
    {
        TrainedFactorization kept = Trained();
        Assert.Equal(kept.Predict(Users + 1, 4), kept.Predict(3, 4));
        Assert.NotEqual(kept.Predict(Users + 1, 4), kept.Predict(2, 4));
    }

    [Fact]
    public void It_lists_the_items_by_their_predictions_and_leaves_out_the_excluded_ones()
    {
        TrainedFactorization kept = Trained();
        ScoredItem[] best = new ScoredItem[5];
        int[] expected =
        [
            .. Enumerable.Range(0, Items).Except([1, 7]).OrderByDescending(item => kept.Predict(2, item)).ThenBy(item => item).Take(5),
        ];

        Assert.Equal(5, kept.Recommend(2, best, [1, 7]));
        Assert.Equal(expected, best.Select(scored => scored.Item));
        Assert.All(best, scored => Assert.Equal(kept.Predict(2, scored.Item), scored.Score));
    }

    [Fact]
    public void It_learns_nothing_and_refuses_ids_below_0()
    {
        TrainedFactorization kept = Trained();
        Assert.Throws<NotSupportedException>(() => kept.Learn(Ratings[0]));
        Assert.Throws<ArgumentOutOfRangeException>("user", () => kept.Predict(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => kept.Predict(0, -1));
    }

    [Fact]
    public void A_model_does_not_depend_on_the_models_that_are_trained_with_it()
    {
        CentralModel two = CentralModel.Fit([() => Create(1), () => Create(2)], Ratings);
        CentralModel one = CentralModel.Fit([() => Create(1)], Ratings);
        CentralModel swapped = CentralModel.Fit([() => Create(2), () => Create(1)], Ratings);

        Assert.Equal(one.Models[0].Predict(2, 4), two.Models[0].Predict(2, 4));
        Assert.Equal(one.Models[0].Predict(2, 4), swapped.Models[1].Predict(2, 4));
        Assert.Equal(two.Models[1].Predict(2, 4), swapped.Models[0].Predict(2, 4));
        Assert.NotEqual(two.Models[0].Predict(2, 4), two.Models[1].Predict(2, 4));
    }

    private static MatrixFactorizationRecommender Create(ulong seed) =>
        new(Items, RatingScale.Stars, new MatrixFactorizationOptions { Factors = 3, Iterations = 10, Seed = seed });

    private static TrainedFactorization Trained() =>
        Assert.IsType<TrainedFactorization>(CentralModel.Fit(() => Create(1), Ratings).Models[0]);

    private static ItemCatalog Catalog()
    {
        int[] items = [.. Enumerable.Range(0, Items)];
        FeatureSchema<int> schema = new FeatureSchemaBuilder<int>().OneHot("half", item => item < Items / 2 ? "low" : "high").Fit(items);
        return ItemCatalog.Create(schema, items);
    }
}
