using FsCheck.Xunit;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

public sealed class CentralModelTests
{
    private const int Users = 30;
    private const int Items = 20;

    private static readonly Rating[] Ratings = SomeRatings.OfTwoTastes(Users, Items, 0.5, 5);

    [Property(MaxTest = 50)]
    public void A_first_model_predicts_the_ratings_that_it_was_not_trained_on(uint[] numbers, ulong seed)
    {
        Rating[] ratings = [.. numbers.Select(SomeRatings.From).DistinctBy(rating => (rating.User, rating.Item))];
        List<MemorizingRecommender> made = [];
        CentralModel central = CentralModel.Fit(
            () => Made(made, SomeRatings.Items, RatingScale.HalfStars), ratings, new CentralModelOptions { Seed = seed });

        Assert.Equal(2, made.Count);
        HeldOutAnswers held = Assert.IsType<HeldOutAnswers>(central.HeldOut);
        (int, int)[] pairs = [.. held.Users.Zip(held.Items)];
        Assert.Equal(pairs.Distinct().Order(), pairs);
        Assert.Equal(ratings.Length, made[0].Learned.Count + pairs.Length);
        Assert.DoesNotContain(pairs, made[0].Learned.ContainsKey);
        Assert.All(held.Answers[0], answer => Assert.Equal(0, answer));
        Assert.All(ratings, rating => Assert.Equal(rating.Value, central.Predict(rating.User, rating.Item)));
    }

    [Fact]
    public void A_fifth_of_the_ratings_is_held_out_depending_on_the_seed()
    {
        HeldOutAnswers one = Fitted(new CentralModelOptions()).HeldOut!;
        HeldOutAnswers two = Fitted(new CentralModelOptions { Seed = 2 }).HeldOut!;

        Assert.InRange(one.Users.Length, Ratings.Length / 5 * 0.7, Ratings.Length / 5 * 1.3);
        Assert.NotEqual(one.Users.Zip(one.Items), two.Users.Zip(two.Items));
    }

    [Fact]
    public void Several_models_are_trained_on_the_same_ratings()
    {
        CentralModel central = CentralModel.Fit([Create, () => new BiasRecommender(Items, RatingScale.Stars)], Ratings);
        BiasRecommender bias = new(Items, RatingScale.Stars);
        Array.ForEach(Ratings, rating => bias.Learn(rating));

        Assert.Equal(2, central.ModelCount);
        Assert.Equal(Fitted(new CentralModelOptions()).Predict(3, 4), central.Predict(3, 4));
        Assert.Equal(bias.Predict(3, 4), central.Models[1].Predict(3, 4));
        Assert.Equal([2, central.HeldOut!.Users.Length], [central.HeldOut.Answers.Length, central.HeldOut.Answers[1].Length]);
        Assert.Throws<ArgumentException>("create", () => CentralModel.Fit([], Ratings));
        Assert.Throws<ArgumentException>("create", () => CentralModel.Fit([Create, null!], Ratings));
    }

    [Fact]
    public void The_number_of_threads_does_not_change_the_result()
    {
        CentralModel one = Fitted(new CentralModelOptions { MaxDegreeOfParallelism = 1 });
        CentralModel many = Fitted(new CentralModelOptions { MaxDegreeOfParallelism = 6 });

        Assert.Equal(AnswersOf(one), AnswersOf(many));
    }

    [Fact]
    public void Held_out_answers_err_as_on_unseen_ratings_and_not_as_on_trained_ones()
    {
        CentralModel central = Fitted(new CentralModelOptions());
        HeldOutAnswers held = central.HeldOut!;
        RatingUnits units = new(RatingScale.Stars);
        Dictionary<(int, int), short> answers = held.Users.Zip(held.Items, held.Answers[0])
            .ToDictionary(each => (each.First, each.Second), each => each.Third);
        Rating[] asked = [.. Ratings.Where(rating => answers.ContainsKey((rating.User, rating.Item)))];
        double seen = ErrorOf(asked, rating => central.Predict(rating.User, rating.Item));
        double unseen = ErrorOf(asked, rating => 1 + units.ToDifference(answers[(rating.User, rating.Item)], 0));

        Assert.InRange(seen, 0, 0.8);
        Assert.InRange(unseen, seen + 0.1, 1.2);
    }

    [Fact]
    public void A_pretrained_recommender_has_no_held_out_answers()
    {
        BiasRecommender bias = new(Items, RatingScale.Stars);
        Array.ForEach(Ratings, rating => bias.Learn(rating));
        CentralModel central = CentralModel.FromPretrained(bias);

        Assert.Equal((1, Items, RatingScale.Stars), (central.ModelCount, central.ItemCount, central.Scale));
        Assert.Null(central.HeldOut);
        Assert.Null(central.RatingCountOf(0));
        Assert.All(Ratings, rating =>
        {
            Assert.Equal(bias.Predict(rating.User, rating.Item), central.Predict(rating.User, rating.Item));
        });
    }

    [Fact]
    public void Without_ratings_to_begin_with_a_factorization_is_trained_in_full()
    {
        Rating[] ratings = [.. Ratings.Where(rating => HeldOutAnswers.IsHeldOut(1, rating.User, rating.Item))];
        CentralModel central = CentralModel.Fit(Whole, ratings);
        MatrixFactorizationRecommender expected = Whole();
        expected.Fit(ratings);

        Assert.All(ratings, rating => Assert.Equal(
            expected.Predict(rating.User, rating.Item), central.Predict(rating.User, rating.Item), 1e-5));

        static MatrixFactorizationRecommender Whole() =>
            new(Items, RatingScale.Stars, new MatrixFactorizationOptions { Factors = 3, Iterations = 30 });
    }

    [Fact]
    public void A_pretrained_factorization_is_asked_about_held_out_ratings_with_the_others_folded_in()
    {
        MatrixFactorizationRecommender elsewhere = Create();
        elsewhere.Fit([.. Ratings.Select(rating => rating with { User = rating.User + 1000 })]);
        CentralModel central = CentralModel.FromPretrained(elsewhere);
        RatingLog log = LogOf(Ratings);
        RatingUnits units = new(RatingScale.Stars);
        HeldOutQuestions questions = HeldOutQuestions.AtRandom(1, log, central, new CentralAnswers(central));
        double error = Math.Sqrt(questions.Held.Zip(questions.CentralAnswers[0]).Average(each =>
            Math.Pow(1 + units.ToDifference(each.Second, 0) - each.First.Value, 2)));

        Assert.InRange(questions.Held.Length, 20, 100);
        Assert.InRange(error, 0, 1.2);
    }

    [Fact]
    public void A_decorated_factorization_answers_by_its_decorator()
    {
        MatrixFactorizationRecommender inner = Create();
        inner.Fit(Ratings);
        CentralModel pretrained = CentralModel.FromPretrained(new AlwaysTwo(inner));
        CentralModel fitted = CentralModel.Fit(() => new AlwaysTwo(Create()), Ratings);
        RatingUnits units = new(RatingScale.Stars);
        foreach (CentralModel central in new[] { pretrained, fitted })
        {
            CentralAnswers answers = new(central);
            UserBase user = new(1, answers.StateLength) { User = Users + 5 };
            user.Shares[0] = 1;
            int[] all = new int[Items];
            answers.Prepare(user, LogOf([new Rating(Users + 5, 1, 5)]).OfUser(Users + 5));
            answers.Fill(0, Users + 5, user.State, all);
            Assert.Equal(units.FromRating(2), answers.Of(0, Users + 5, user.State, 3));
            Assert.All(all, answer => Assert.Equal(units.FromRating(2), answer));
        }

        Assert.All(fitted.HeldOut!.Answers[0], answer => Assert.Equal(units.FromRating(2), answer));
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
        Assert.Throws<ArgumentNullException>("create", () => CentralModel.Fit((Func<IRecommender>)null!, Ratings));
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
        Assert.InRange(central.Predict(int.MaxValue, int.MaxValue), 1, 5);
    }

    [Fact]
    public void A_model_can_be_fitted_without_ratings()
    {
        CentralModel central = CentralModel.Fit(Create, []);
        Assert.Empty(central.HeldOut!.Users);
        Assert.InRange(central.Predict(0, 0), 1, 5);
    }

    [Fact]
    public void Options_out_of_range_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>("MaxDegreeOfParallelism", () => new CentralModelOptions { MaxDegreeOfParallelism = 0 });
    }

    private static MemorizingRecommender Made(List<MemorizingRecommender> made, int items, RatingScale scale)
    {
        made.Add(new MemorizingRecommender(items, scale));
        return made[^1];
    }

    private static MatrixFactorizationRecommender Create() =>
        new(Items, RatingScale.Stars, new MatrixFactorizationOptions { Factors = 3, Iterations = 10 });

    private static RatingLog LogOf(Rating[] ratings)
    {
        RatingLog log = new(RatingScale.Stars);
        Array.ForEach(ratings, rating => log.Set(rating, out _));
        return log;
    }

    private static CentralModel Fitted(CentralModelOptions options) => CentralModel.Fit(Create, Ratings, options);

    private static double ErrorOf(Rating[] ratings, Func<Rating, double> predict) =>
        Math.Sqrt(ratings.Average(rating => Math.Pow(predict(rating) - rating.Value, 2)));

    private static double[] AnswersOf(CentralModel central) =>
    [
        .. from user in Enumerable.Range(0, Users + 1)
           from item in Enumerable.Range(0, Items + 1)
           select central.Predict(user, item),
        .. central.HeldOut!.Answers.SelectMany(answers => answers).Select(answer => (double)answer),
    ];

    private sealed class Reports(List<double> parts, Action? then = null) : IProgress<double>
    {
        public void Report(double value)
        {
            parts.Add(value);
            then?.Invoke();
        }
    }

    private sealed class AlwaysTwo(IRecommender inner) : DelegatingRecommender(inner)
    {
        public override double Predict(int user, int item) => 2;
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
