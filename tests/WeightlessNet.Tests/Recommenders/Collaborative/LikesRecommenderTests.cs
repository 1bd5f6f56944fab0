using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using static WeightlessNet.Tests.Recommenders.RankedItems;

namespace WeightlessNet.Tests.Recommenders.Collaborative;

/// <summary>The behavior that all recommenders that learn from likes share.</summary>
public class LikesRecommenderTests
{
    private const string Factorization = nameof(ImplicitFactorizationRecommender);
    private const string Ease = nameof(EaseRecommender);
    private const int Users = 120;
    private const int Items = 40;
    private const int Tastes = 4;

    // Users like items of their own taste and rate some others low.
    private static readonly Rating[] Ratings = OfTastes(Users, 0.5, 7);

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void Training_finds_the_tastes(string name)
    {
        IBatchRecommender recommender = Fitted(name, Ratings);

        for (int user = 0; user < Users; user++)
        {
            Assert.All(UnratedOfTaste(user), item => Assert.Contains(item, Best(recommender, user)));
        }
    }

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void A_new_user_is_known_after_two_likes_without_training_again(string name)
    {
        IBatchRecommender recommender = Fitted(name, Ratings);
        for (int taste = 0; taste < Tastes; taste++)
        {
            recommender.Learn(new Rating(Users + taste, taste, 5));
            recommender.Learn(new Rating(Users + taste, taste + Tastes, 4));

            Assert.All(Best(recommender, Users + taste), item => Assert.Equal(taste, item % Tastes));
        }
    }

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void A_rating_that_is_no_like_changes_only_that_its_item_is_not_recommended(string name)
    {
        IBatchRecommender recommender = Fitted(name, Ratings);
        recommender.Learn(new Rating(Users, 0, 5));
        ScoredItem[] before = Ranked(recommender, Users);
        recommender.Learn(new Rating(Users, 4, 3.5f));

        Assert.Equal(before.Where(scored => scored.Item != 4), Ranked(recommender, Users));
    }

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void A_like_that_is_withdrawn_leaves_no_trace_in_the_ranking(string name)
    {
        IBatchRecommender recommender = Fitted(name, Ratings);
        recommender.Learn(new Rating(Users, 0, 5));
        recommender.Learn(new Rating(Users, 1, 1));
        ScoredItem[] before = Ranked(recommender, Users);
        recommender.Learn(new Rating(Users, 1, 5));
        Assert.NotEqual(before, Ranked(recommender, Users));

        recommender.Learn(new Rating(Users, 1, 1));
        Assert.Equal(before, Ranked(recommender, Users));
    }

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void Users_without_likes_and_untrained_models_rank_by_how_many_users_like_an_item(string name)
    {
        IBatchRecommender recommender = Create(name);
        Array.ForEach(Ratings, rating => recommender.Learn(rating));
        ScoredItem[] untrained = Ranked(recommender, Users);
        recommender.Fit(Ratings);
        recommender.Learn(new Rating(Users, 39, 1));

        ScoredItem[] expected =
        [
            .. Enumerable.Range(0, Items)
                .Select(item => new ScoredItem(item, Ratings.Count(rating => rating.Item == item && rating.Value >= 4)))
                .OrderByDescending(scored => scored.Score)
                .ThenBy(scored => scored.Item),
        ];
        Assert.Equal(expected, untrained);
        Assert.Equal(expected.Where(scored => scored.Item != 39), Ranked(recommender, Users));
    }

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void Items_that_nobody_liked_at_the_training_come_last_by_later_likes(string name)
    {
        IBatchRecommender recommender = Create(name);
        recommender.Fit([.. Ratings.Where(rating => rating.Item < Items - 3)]);
        recommender.Learn(new Rating(Users, Items - 1, 5));
        recommender.Learn(new Rating(Users + 1, Items - 1, 5));
        recommender.Learn(new Rating(Users + 1, Items - 2, 5));
        recommender.Learn(new Rating(Users + 2, 0, 5));
        ScoredItem[] ranked = Ranked(recommender, Users + 2);

        Assert.Equal([Items - 1, Items - 2, Items - 3], ranked[^3..].Select(scored => scored.Item));
        double least = ranked[^4].Score;
        Assert.Equal([least - (1 / 3.0), least - (1 / 2.0), least - 1], ranked[^3..].Select(scored => scored.Score));

        // A user who likes nothing else still gets popular items.
        Assert.All(Ranked(recommender, Users), scored => Assert.True(scored.Score >= 0));
    }

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void Ratings_are_predicted_by_biases(string name)
    {
        IBatchRecommender recommender = Create(name);
        recommender.Fit([new(0, 0, 5), new(0, 1, 4), new(1, 0, 2), new(1, 1, 1)]);

        // Ratings count in steps of 0.0003. The mean is 3. Item 0 is 1 / (2 + 2) above it, item 1 below it; user 0 then has
        // 3 / (2 + 5) left over.
        Assert.Equal(3 + (3 / 7.0) + 0.25, recommender.Predict(0, 0), 1e-3);
        Assert.Equal(3 - (3 / 7.0) - 0.25, recommender.Predict(1, 1), 1e-3);
        Assert.Equal(3.25, recommender.Predict(7, 0), 1e-3);
        Assert.Equal(3 + (3 / 7.0), recommender.Predict(0, Items), 1e-3);
    }

    // Digests of the bits of all answers, the same at every vector width and on every machine. Only a change of the algorithm may change
    // them. The numbers of factors and of items are no multiples of the vectors and blocks inside.
    [Theory]
    [InlineData(Factorization, 9718574806037484259UL)]
    [InlineData(Ease, 1797281828777567800UL)]
    public void The_bits_are_the_same_on_every_machine(string name, ulong expected)
    {
        const int ManyItems = 150;
        IBatchRecommender recommender = Create(name, ManyItems);
        recommender.Fit(SomeRatings.OfTwoTastes(Users, ManyItems, 0.4, 3));
        foreach (Rating rating in SomeRatings.OfTwoTastes(4, ManyItems, 0.2, 8))
        {
            recommender.Learn(rating);
        }

        ulong digest = 0;
        foreach (double seen in ObservedState.Of(recommender, 12))
        {
            digest = new SplitMix64(digest ^ BitConverter.DoubleToUInt64Bits(seen)).Next();
        }

        Assert.Equal(expected, digest);
    }

    [Theory]
    [InlineData(Factorization, 1)]
    [InlineData(Factorization, 7)]
    [InlineData(Ease, 1)]
    [InlineData(Ease, 7)]
    public void The_result_does_not_depend_on_the_number_of_threads(string name, int threads)
    {
        const int ManyItems = 150;
        Rating[] ratings = SomeRatings.OfTwoTastes(Users, ManyItems, 0.4, 3);
        IBatchRecommender usual = Create(name, ManyItems);
        IBatchRecommender other = Create(name, ManyItems, threads);
        usual.Fit(ratings);
        other.Fit(ratings);

        Assert.Equal(ObservedState.Of(usual, Users), ObservedState.Of(other, Users));
    }

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void The_order_of_the_ratings_does_not_matter(string name)
    {
        Rating[] shuffled = [.. Ratings];
        new SplitMix64(5).Shuffle<Rating>(shuffled);
        IBatchRecommender first = Fitted(name, Ratings);
        IBatchRecommender second = Fitted(name, shuffled);
        Rating[] later = OfTastes(Users + 4, 0.2, 9);
        Array.ForEach(later, rating => first.Learn(rating));
        Array.Reverse(later);
        Array.ForEach(later, rating => second.Learn(rating));

        Assert.Equal(ObservedState.Of(first, Users + 4), ObservedState.Of(second, Users + 4));
    }

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void Training_forgets_what_was_before_and_counts_the_last_rating_of_an_item(string name)
    {
        IBatchRecommender recommender = Fitted(name, OfTastes(Users + 5, 0.7, 9));
        recommender.Fit([.. Ratings.Select(rating => rating with { Value = 6 - rating.Value }), .. Ratings]);

        Assert.Equal(ObservedState.Of(Fitted(name, Ratings), Users + 5), ObservedState.Of(recommender, Users + 5));
    }

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void Training_on_nothing_or_on_no_likes_gives_no_model(string name)
    {
        IBatchRecommender recommender = Fitted(name, Ratings);
        List<double> reported = [];
        recommender.Fit([], new CalledBack(reported.Add));
        Assert.Equal(ObservedState.Of(Create(name), 3), ObservedState.Of(recommender, 3));
        Assert.Equal([1], reported);

        recommender.Fit([new(0, 0, 1), new(1, 1, 3)]);
        recommender.Learn(new Rating(0, 2, 5));
        Assert.Equal(new ScoredItem(2, 1), Ranked(recommender, 1)[0]);
    }

    [Theory]
    [InlineData(Factorization, 0)]
    [InlineData(Factorization, 3)]
    [InlineData(Ease, 0)]
    [InlineData(Ease, 1)]
    public void Canceled_training_leaves_the_model_as_it_was(string name, int reportsBefore)
    {
        const int ManyItems = 150;
        IBatchRecommender recommender = Create(name, ManyItems);
        recommender.Fit(SomeRatings.OfTwoTastes(Users, ManyItems, 0.3, 4));
        List<double> before = ObservedState.Of(recommender, 5);
        using CancellationTokenSource source = new();
        int reports = 0;
        CalledBack progress = new(_ => CancelAt(++reports));
        CancelAt(0);

        Rating[] others = SomeRatings.OfTwoTastes(Users, ManyItems, 0.9, 5);
        Assert.ThrowsAny<OperationCanceledException>(() => recommender.Fit(others, progress, source.Token));
        Assert.Equal(reportsBefore, reports);
        Assert.Equal(before, ObservedState.Of(recommender, 5));

        void CancelAt(int report)
        {
            if (report == reportsBefore)
            {
                source.Cancel();
            }
        }
    }

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void A_bad_rating_among_many_leaves_the_model_as_it_was(string name)
    {
        IBatchRecommender recommender = Fitted(name, Ratings);
        List<double> before = ObservedState.Of(recommender, Users);

        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Fit([new(0, 0, 1), new(0, Items, 1)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Fit([new(0, 0, 1), new(0, 1, 7)]));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Fit([new(0, 0, 1), new(int.MaxValue, 1, 1)]));
        Assert.Equal(before, ObservedState.Of(recommender, Users));
    }

    [Theory]
    [InlineData(Factorization)]
    [InlineData(Ease)]
    public void Progress_rises_to_1(string name)
    {
        List<double> reported = [];
        IBatchRecommender recommender = Create(name, 150);
        recommender.Fit(SomeRatings.OfTwoTastes(Users, 150, 0.5, 5), new CalledBack(reported.Add));

        Assert.True(reported.Count >= 3);
        Assert.Equal(reported.Distinct().Order(), reported);
        Assert.Equal(1, reported[^1]);
    }

    [Fact]
    public void A_threshold_that_is_not_on_the_scale_is_refused()
    {
        Assert.Throws<ArgumentException>("options", () => new EaseRecommender(3, RatingScale.Stars, new() { LikedFrom = 6 }));
        Assert.Throws<ArgumentException>(
            "options", () => new ImplicitFactorizationRecommender(3, RatingScale.Stars, new() { LikedFrom = 0.5f }));
    }

    internal static IBatchRecommender Create(string name, int items = Items, int threads = -1) => name == Ease
        ? new EaseRecommender(items, RatingScale.HalfStars, new() { Regularization = 20, MaxDegreeOfParallelism = threads })
        : new ImplicitFactorizationRecommender(
            items,
            RatingScale.HalfStars,
            new() { Factors = 22, Regularization = 10, MaxDegreeOfParallelism = threads });

    private static IBatchRecommender Fitted(string name, Rating[] ratings)
    {
        IBatchRecommender recommender = Create(name);
        recommender.Fit(ratings);
        return recommender;
    }

    private static Rating[] OfTastes(int users, double share, ulong seed)
    {
        SplitMix64 random = new(seed);
        List<Rating> ratings = [];
        for (int user = 0; user < users; user++)
        {
            for (int item = 0; item < Items; item++)
            {
                bool likes = user % Tastes == item % Tastes;
                if (random.NextDouble() < (likes ? share : 0.2))
                {
                    ratings.Add(new Rating(user, item, likes ? 4 + (random.Next(2) / 2f) : 1 + random.Next(3)));
                }
            }
        }

        return [.. ratings];
    }

    private static int[] UnratedOfTaste(int user) =>
    [
        .. Enumerable.Range(0, Items)
            .Where(item => item % Tastes == user % Tastes && !Ratings.Any(rating => rating.User == user && rating.Item == item)),
    ];

    private static int[] Best(IRecommender recommender, int user)
    {
        int wanted = user < Users ? UnratedOfTaste(user).Length : (Items / Tastes) - 2;
        return [.. Ranked(recommender, user).Take(wanted).Select(scored => scored.Item)];
    }

    private sealed class CalledBack(Action<double> action) : IProgress<double>
    {
        public void Report(double value) => action(value);
    }
}
