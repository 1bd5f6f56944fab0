using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Serving;
using WeightlessNet.Tests.Recommenders;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class RecommenderBatchesTests
{
    private static readonly Rating[] Ratings = [.. Enumerable.Range(0, 40).Select(number => SomeRatings.From((uint)number))];

    public static TheoryData<string> All => [.. RecommenderCases.All];

    [Theory, MemberData(nameof(All))]
    public void Learning_all_is_learning_one_by_one(string name)
    {
        IRecommender batch = Create(name);
        batch.LearnAll(Ratings);

        Assert.Equal(ObservedState.Of(Learned(name), SomeRatings.Users), ObservedState.Of(batch, SomeRatings.Users));
    }

    [Theory, MemberData(nameof(All))]
    public void Lists_for_all_are_those_of_one_by_one(string name)
    {
        IRecommender recommender = Learned(name);
        int[] users = [.. Enumerable.Range(0, 200).Select(index => index * 7 % (SomeRatings.Users + 2)), int.MaxValue];
        foreach (int count in new[] { 0, 3, SomeRatings.Items, int.MaxValue })
        {
            ScoredItem[][] expected = [.. users.Select(user =>
            {
                ScoredItem[] list = new ScoredItem[Math.Min(count, SomeRatings.Items)];
                return list[..recommender.Recommend(user, list)];
            })];

            Assert.Equal(expected, recommender.RecommendAll(users, count));
            Assert.Equal(expected, recommender.RecommendAll(users, count, 1));
        }
    }

    [Theory, MemberData(nameof(All))]
    public void Predictions_for_all_are_those_of_one_by_one(string name)
    {
        IRecommender recommender = Learned(name);
        int[] users = [.. Enumerable.Range(0, 1000).Select(index => index % (SomeRatings.Users + 2)), int.MaxValue];
        int[] items = [.. Enumerable.Range(0, 1000).Select(index => index * 3 % (SomeRatings.Items + 2)), int.MaxValue];
        double[] expected = [.. users.Zip(items, recommender.Predict)];

        Assert.Equal(expected, recommender.PredictAll(users, items));
        Assert.Equal(expected, recommender.PredictAll(users, items, 1));
    }

    [Fact]
    public void Nothing_asked_is_nothing_answered()
    {
        BiasRecommender recommender = new(3, RatingScale.Stars);
        recommender.LearnAll([]);

        Assert.Empty(recommender.RecommendAll([], 3));
        Assert.Empty(recommender.PredictAll([], []));
    }

    [Theory, MemberData(nameof(All))]
    public void Ratings_before_one_that_is_not_valid_stay_learned(string name)
    {
        IRecommender recommender = Create(name);
        Rating[] ratings = [.. Ratings];
        ratings[30] = ratings[30] with { Item = SomeRatings.Items };

        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.LearnAll(ratings));

        IRecommender expected = Create(name);
        expected.LearnAll(Ratings.AsSpan(0, 30));
        Assert.Equal(ObservedState.Of(expected, SomeRatings.Users), ObservedState.Of(recommender, SomeRatings.Users));
    }

    [Fact]
    public void Bad_arguments_are_refused()
    {
        BiasRecommender recommender = new(3, RatingScale.Stars);
        IRecommender none = null!;

        Assert.Throws<ArgumentNullException>("recommender", () => none.LearnAll([]));
        Assert.Throws<ArgumentNullException>("recommender", () => none.RecommendAll([], 1));
        Assert.Throws<ArgumentNullException>("recommender", () => none.PredictAll([], []));
        Assert.Throws<ArgumentOutOfRangeException>("users", () => recommender.RecommendAll([0, -1], 1));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => recommender.RecommendAll([0], -1));
        Assert.Throws<ArgumentOutOfRangeException>("maxDegreeOfParallelism", () => recommender.RecommendAll([0], 1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("maxDegreeOfParallelism", () => recommender.PredictAll([0], [0], -2));
        Assert.Throws<ArgumentOutOfRangeException>("users", () => recommender.PredictAll([-1], [0]));
        Assert.Throws<ArgumentOutOfRangeException>("items", () => recommender.PredictAll([0], [-1]));
        Assert.Throws<ArgumentException>("items", () => recommender.PredictAll([0], [0, 1]));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public void What_a_call_throws_ends_the_batch_and_reaches_the_caller(int threads)
    {
        Failing recommender = new(new BiasRecommender(3, RatingScale.Stars));
        int[] users = [.. Enumerable.Range(0, 1000)];

        Assert.Throws<TimeoutException>(() => recommender.RecommendAll(users, 1, threads));
        Assert.Throws<TimeoutException>(() => recommender.PredictAll(users, new int[users.Length], threads));
    }

    [Fact]
    public void A_batch_can_be_canceled()
    {
        using CancellationTokenSource source = new();
        source.Cancel();
        BiasRecommender recommender = new(3, RatingScale.Stars);

        Assert.ThrowsAny<OperationCanceledException>(() => recommender.RecommendAll([0], 1, -1, source.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => recommender.PredictAll([0], [0], -1, source.Token));
    }

    private static IRecommender Create(string name) => RecommenderCases.Create(name, SomeRatings.Items, RatingScale.HalfStars);

    private static IRecommender Learned(string name)
    {
        IRecommender recommender = Create(name);
        foreach (Rating rating in Ratings)
        {
            recommender.Learn(rating);
        }

        return recommender;
    }

    private sealed class Failing(IRecommender inner) : DelegatingRecommender(inner)
    {
        public override int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
            user == 700 ? throw new TimeoutException() : base.Recommend(user, destination, excluded);

        public override double Predict(int user, int item) => user == 700 ? throw new TimeoutException() : base.Predict(user, item);
    }
}
