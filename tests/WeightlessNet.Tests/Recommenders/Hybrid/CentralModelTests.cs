using FsCheck.Xunit;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

public sealed class CentralModelTests
{
    private const int Users = 30;
    private const int Items = 20;

    private static readonly Rating[] Ratings = SomeRatings.OfTwoTastes(Users, Items, 0.5, 5);

    [Property(MaxTest = 50)]
    public void Every_rating_is_left_out_of_one_model_which_predicts_it_out_of_fold(uint[] numbers, ulong seed, byte more)
    {
        Rating[] ratings = [.. numbers.Select(SomeRatings.From).DistinctBy(rating => (rating.User, rating.Item))];
        List<MemorizingRecommender> made = [];
        CentralModelOptions options = new() { Folds = 2 + (more % 6), Seed = seed };
        CentralModel central = CentralModel.Fit(() => Made(made, SomeRatings.Items, RatingScale.HalfStars), ratings, options);

        Assert.Equal(options.Folds, central.FoldCount);
        Assert.Equal(options.Folds + 1, made.Count);
        Assert.Equal(ratings.Length * options.Folds, made.Sum(model => model.Learned.Count));
        foreach (Rating rating in ratings)
        {
            Assert.Equal(options.Folds, made.Count(model => model.Learned.ContainsKey((rating.User, rating.Item))));
            Assert.Equal(rating.Value, central.Predict(rating.User, rating.Item));
            Assert.Equal(0.5, central.PredictOutOfFold(rating.User, rating.Item));
        }
    }

    [Fact]
    public void Folds_have_about_equal_sizes_and_depend_on_the_seed()
    {
        List<MemorizingRecommender> made = [];
        CentralModel.Fit(() => Made(made, Items, RatingScale.Stars), Ratings);
        List<MemorizingRecommender> other = [];
        CentralModel.Fit(() => Made(other, Items, RatingScale.Stars), Ratings, new CentralModelOptions { Seed = 2 });

        int whole = made.Max(model => model.Learned.Count);
        Assert.Equal(Ratings.Length, whole);
        foreach (MemorizingRecommender model in made.Where(model => model.Learned.Count < whole))
        {
            Assert.InRange(whole - model.Learned.Count, Ratings.Length / 5 * 0.7, Ratings.Length / 5 * 1.3);
            Assert.DoesNotContain(other, twin => twin.Learned.Count == model.Learned.Count && !twin.Learned.Except(model.Learned).Any());
        }
    }

    [Fact]
    public void The_number_of_threads_does_not_change_the_result()
    {
        CentralModel one = Fitted(new CentralModelOptions { MaxDegreeOfParallelism = 1 });
        CentralModel many = Fitted(new CentralModelOptions { MaxDegreeOfParallelism = 6 });

        Assert.Equal(AnswersOf(one), AnswersOf(many));
    }

    [Fact]
    public void Out_of_fold_errors_are_those_on_unseen_ratings_and_not_those_on_trained_ones()
    {
        CentralModel central = Fitted(new CentralModelOptions());
        double seen = ErrorOf(central.Predict);
        double unseen = ErrorOf(central.PredictOutOfFold);

        Assert.InRange(seen, 0, 0.6);
        Assert.InRange(unseen, seen + 0.1, 1.2);
    }

    [Fact]
    public void A_pretrained_recommender_has_no_folds()
    {
        BiasRecommender bias = new(Items, RatingScale.Stars);
        Array.ForEach(Ratings, rating => bias.Learn(rating));
        CentralModel central = CentralModel.FromPretrained(bias);

        Assert.Equal((0, Items, RatingScale.Stars), (central.FoldCount, central.ItemCount, central.Scale));
        Assert.Null(central.RatingCountOf(0));
        Assert.All(Ratings, rating =>
        {
            Assert.Equal(bias.Predict(rating.User, rating.Item), central.Predict(rating.User, rating.Item));
            Assert.Equal(bias.Predict(rating.User, rating.Item), central.PredictOutOfFold(rating.User, rating.Item));
        });
    }

    [Fact]
    public void The_rating_count_counts_each_rated_item_once()
    {
        CentralModel central = CentralModel.Fit(Create, [new(2, 0, 1), new(2, 0, 5), new(2, 1, 5), new(0, 1, 5)]);
        Assert.Equal([1, 0, 2, 0], Enumerable.Range(0, 4).Select(user => central.RatingCountOf(user) ?? -1));
    }

    [Fact]
    public void Progress_rises_to_one()
    {
        List<double> parts = [];
        CentralModel.Fit(Create, Ratings, null, new Reports(parts));

        Assert.True(parts.Count > 10);
        Assert.Equal(parts.Distinct().Order(), parts);
        Assert.InRange(parts[0], 0, 0.5);
        Assert.Equal(1.0, parts[^1]);
    }

    [Fact]
    public void A_canceled_training_ends()
    {
        using CancellationTokenSource early = new();
        early.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => CentralModel.Fit(Create, Ratings, null, null, early.Token));

        using CancellationTokenSource cancellation = new();
        List<double> parts = [];
        Assert.ThrowsAny<OperationCanceledException>(() => CentralModel.Fit(
            Create, Ratings, null, new Reports(parts, cancellation.Cancel), cancellation.Token));
        Assert.InRange(parts[^1], 0, 0.99);
    }

    [Fact]
    public void An_exception_of_a_recommender_in_training_is_rethrown_unwrapped() =>
        Assert.Throws<NotSupportedException>(() => CentralModel.Fit(() => new Unwilling(), Ratings));

    [Fact]
    public void Factories_that_do_not_create_new_and_equal_recommenders_are_refused()
    {
        BiasRecommender same = new(Items, RatingScale.Stars);
        int made = 0;
        Assert.Throws<ArgumentNullException>("create", () => CentralModel.Fit(null!, Ratings));
        Assert.Throws<InvalidOperationException>(() => CentralModel.Fit(() => null!, Ratings));
        Assert.Throws<InvalidOperationException>(() => CentralModel.Fit(() => same, Ratings));
        Assert.Throws<InvalidOperationException>(() => CentralModel.Fit(
            () => new BiasRecommender(Items + made++, RatingScale.Stars), Ratings));
        Assert.Throws<InvalidOperationException>(() => CentralModel.Fit(
            () => new BiasRecommender(Items, made++ % 2 == 0 ? RatingScale.Stars : RatingScale.HalfStars), Ratings));
        Assert.Throws<ArgumentNullException>("recommender", () => CentralModel.FromPretrained(null!));
    }

    [Theory]
    [InlineData(-1, 0, 3)]
    [InlineData(1 << 26, 0, 3)]
    [InlineData(0, -1, 3)]
    [InlineData(0, Items, 3)]
    [InlineData(0, 0, 6)]
    [InlineData(0, 0, float.NaN)]
    public void Bad_ratings_are_refused(int user, int item, float value) =>
        Assert.Throws<ArgumentOutOfRangeException>("rating", () => CentralModel.Fit(Create, [Ratings[0], new Rating(user, item, value)]));

    [Fact]
    public void Invalid_ids_are_refused_and_unknown_ids_are_not()
    {
        CentralModel central = Fitted(new CentralModelOptions());
        Assert.Throws<ArgumentOutOfRangeException>(() => central.Predict(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => central.Predict(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>("user", () => central.RatingCountOf(-1));
        Assert.Throws<ArgumentOutOfRangeException>("user", () => central.PredictOutOfFold(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => central.PredictOutOfFold(0, -1));
        Assert.InRange(central.Predict(int.MaxValue, int.MaxValue), 1, 5);
        Assert.InRange(central.PredictOutOfFold(int.MaxValue, int.MaxValue), 1, 5);
    }

    [Fact]
    public void A_model_can_be_fitted_without_ratings()
    {
        CentralModel central = CentralModel.Fit(Create, []);
        Assert.Equal(central.Predict(0, 0), central.PredictOutOfFold(0, 0));
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("Folds", () => new CentralModelOptions { Folds = 1 });
        Assert.Throws<ArgumentOutOfRangeException>("Folds", () => new CentralModelOptions { Folds = 101 });
        Assert.Throws<ArgumentOutOfRangeException>("MaxDegreeOfParallelism", () => new CentralModelOptions { MaxDegreeOfParallelism = 0 });
    }

    private static MemorizingRecommender Made(List<MemorizingRecommender> made, int items, RatingScale scale)
    {
        made.Add(new MemorizingRecommender(items, scale));
        return made[^1];
    }

    private static MatrixFactorizationRecommender Create() =>
        new(Items, RatingScale.Stars, new MatrixFactorizationOptions { Factors = 3, Iterations = 10 });

    private static CentralModel Fitted(CentralModelOptions options) => CentralModel.Fit(Create, Ratings, options);

    private static double ErrorOf(Func<int, int, double> predict) =>
        Math.Sqrt(Ratings.Average(rating => Math.Pow(predict(rating.User, rating.Item) - rating.Value, 2)));

    private static double[] AnswersOf(CentralModel central) =>
    [
        .. from user in Enumerable.Range(0, Users + 1)
           from item in Enumerable.Range(0, Items + 1)
           from answer in new[] { central.Predict(user, item), central.PredictOutOfFold(user, item) }
           select answer,
    ];

    private sealed class Reports(List<double> parts, Action? then = null) : IProgress<double>
    {
        public void Report(double value)
        {
            parts.Add(value);
            then?.Invoke();
        }
    }

    private sealed class Unwilling : IBatchRecommender
    {
        public int ItemCount => Items;

        public RatingScale Scale => RatingScale.Stars;

        public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress, CancellationToken cancellationToken) =>
            throw new NotSupportedException("It does not train.");

        public void Learn(in Rating rating) => throw new InvalidOperationException("It is not taught one by one.");

        public double Predict(int user, int item) => 3;

        public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded) => 0;
    }
}
