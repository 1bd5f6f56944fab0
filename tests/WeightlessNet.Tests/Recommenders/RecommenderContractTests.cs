using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Tests.Recommenders;

public class RecommenderContractTests
{
    public static TheoryData<string> All => [.. RecommenderCases.All];

    public static TheoryData<string> ScoringByPrediction => [.. RecommenderCases.ScoringByPrediction];

    public static TheoryData<string> Forgetting => [.. RecommenderCases.Forgetting];

    [Theory, MemberData(nameof(All))]
    public void Item_count_and_scale_are_those_of_the_constructor(string name)
    {
        IRecommender recommender = RecommenderCases.Create(name, 7, RatingScale.Stars);

        Assert.Equal(7, recommender.ItemCount);
        Assert.Equal(RatingScale.Stars, recommender.Scale);
    }

    [Theory, MemberData(nameof(All))]
    public void A_catalog_without_items_and_a_default_scale_are_refused(string name)
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => RecommenderCases.Create(name, 0, RatingScale.Stars));
        Assert.Throws<ArgumentOutOfRangeException>(() => RecommenderCases.Create(name, -1, RatingScale.Stars));
        Assert.Throws<ArgumentOutOfRangeException>(() => RecommenderCases.Create(name, 7, default));
    }

    [Theory, MemberData(nameof(All))]
    public void An_empty_model_answers_on_the_scale_and_ranks_everything(string name)
    {
        IRecommender recommender = RecommenderCases.Create(name, 7, RatingScale.HalfStars);
        ScoredItem[] ranked = new ScoredItem[7];

        Assert.InRange(recommender.Predict(0, 0), 0.5, 5);
        Assert.InRange(recommender.Predict(int.MaxValue, int.MaxValue), 0.5, 5);
        Assert.Equal(7, recommender.Recommend(3, ranked));
        Assert.Equal(Enumerable.Range(0, 7), ranked.Select(scored => scored.Item).Order());
    }

    [Theory, MemberData(nameof(All))]
    public void First_items_come_first_unless_they_are_below_the_minimum_score(string name)
    {
        if (Trained(name).Get<IFilteringRecommender>() is not { } recommender)
        {
            return;
        }

        ScoredItem[] all = new ScoredItem[SomeRatings.Items];
        ScoredItem[] found = new ScoredItem[SomeRatings.Items];
        const int User = SomeRatings.Users;
        int[] adjustments = [.. Enumerable.Range(0, SomeRatings.Items).Select(item => item * RecommendationFilter.UnitsPerRange)];
        Assert.Equal(all.Length, recommender.Recommend(User, all, new RecommendationFilter { Adjustments = adjustments }));
        double minimum = all[all.Length / 2].Score;
        ScoredItem[] passing = [.. all.Where(scored => scored.Score >= minimum)];
        (ScoredItem last, ScoredItem below) = (passing[^1], all[^1]);
        Assert.True(below.Score < minimum);

        int count = recommender.Recommend(
            User,
            found,
            new RecommendationFilter { Adjustments = adjustments, MinimumScore = minimum, First = [below.Item, last.Item] });

        Assert.Equal([last, .. passing[..^1]], found[..count]);
    }

    [Theory, MemberData(nameof(All))]
    public void Unknown_users_and_items_are_answered_after_learning(string name)
    {
        IRecommender recommender = Trained(name);
        ScoredItem[] ranked = new ScoredItem[SomeRatings.Items];

        foreach (int user in new[] { 2, SomeRatings.Users, 1_000_000, int.MaxValue })
        {
            foreach (int item in new[] { 2, SomeRatings.Items, 1_000_000, int.MaxValue })
            {
                Assert.InRange(recommender.Predict(user, item), 0.5, 5);
            }
        }

        Assert.Equal(SomeRatings.Items, recommender.Recommend(int.MaxValue, ranked));
        Assert.All(ranked, scored => Assert.True(double.IsFinite(scored.Score)));
    }

    [Theory, MemberData(nameof(All))]
    public void Negative_ids_are_refused(string name)
    {
        IRecommender recommender = Trained(name);

        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Predict(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Predict(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Recommend(-1, new ScoredItem[1]));
    }

    [Theory, MemberData(nameof(All))]
    public void Bad_ratings_are_refused_and_change_nothing(string name)
    {
        IRecommender recommender = Trained(name);
        List<double> before = ObservedState.Of(recommender, SomeRatings.Users);
        Rating[] bad =
        [
            new(-1, 0, 3), new(int.MaxValue, 0, 3), new(0, -1, 3), new(0, SomeRatings.Items, 3), new(0, 0, 0), new(0, 0, 5.5f),
            new(0, 0, float.NaN), new(0, 0, float.PositiveInfinity), new(0, 0, float.NegativeInfinity),
        ];

        foreach (Rating rating in bad)
        {
            Assert.Throws<ArgumentOutOfRangeException>("rating", () => recommender.Learn(rating));
        }

        Assert.Equal(before, ObservedState.Of(recommender, SomeRatings.Users));
    }

    [Theory, MemberData(nameof(All))]
    public void Excluded_ids_outside_the_catalog_are_ignored(string name)
    {
        IRecommender recommender = Trained(name);
        ScoredItem[] all = new ScoredItem[SomeRatings.Items];
        ScoredItem[] same = new ScoredItem[SomeRatings.Items];

        int count = recommender.Recommend(0, all);

        Assert.Equal(count, recommender.Recommend(0, same, [-1, SomeRatings.Items, int.MinValue, int.MaxValue]));
        Assert.Equal(all, same);
    }

    [Theory, MemberData(nameof(All))]
    public void Rated_and_excluded_items_are_not_recommended(string name)
    {
        IRecommender recommender = RecommenderCases.Create(name, 130, RatingScale.Stars);
        foreach (int rated in new[] { 0, 63, 64, 129 })
        {
            recommender.Learn(new Rating(5, rated, 5));
        }

        ScoredItem[] ranked = new ScoredItem[200];
        int count = recommender.Recommend(5, ranked, [128, 2, 65, 2, 64]);

        int[] expected = [.. Enumerable.Range(0, 130).Except([0, 63, 64, 129, 128, 2, 65])];
        Assert.Equal(expected, ranked.Take(count).Select(scored => scored.Item).Order());
        Assert.All(ranked[count..], scored => Assert.Equal(default, scored));
    }

    [Theory, MemberData(nameof(All))]
    public void Items_are_ordered_by_score_and_equal_ones_by_id(string name)
    {
        IRecommender recommender = Trained(name);
        ScoredItem[] ranked = new ScoredItem[SomeRatings.Items];

        int count = recommender.Recommend(SomeRatings.Users, ranked);

        Assert.Equal(SomeRatings.Items, count);
        Assert.Equal(ranked.OrderByDescending(scored => scored.Score).ThenBy(scored => scored.Item), ranked);
    }

    [Theory, MemberData(nameof(All))]
    public void Items_of_an_empty_model_with_equal_scores_are_ordered_by_id(string name)
    {
        IRecommender recommender = RecommenderCases.Create(name, 20, RatingScale.Stars);
        ScoredItem[] ranked = new ScoredItem[5];

        recommender.Recommend(0, ranked);

        Assert.Single(ranked.Select(scored => scored.Score).Distinct());
        Assert.Equal([0, 1, 2, 3, 4], ranked.Select(scored => scored.Item));
    }

    [Theory, MemberData(nameof(All))]
    public void A_shorter_list_is_the_beginning_of_a_longer_one(string name)
    {
        IRecommender recommender = Trained(name);
        ScoredItem[] all = new ScoredItem[SomeRatings.Items];
        int count = recommender.Recommend(1, all);

        for (int wanted = 0; wanted <= count; wanted++)
        {
            ScoredItem[] some = new ScoredItem[wanted];
            Assert.Equal(wanted, recommender.Recommend(1, some));
            Assert.Equal(all[..wanted], some);
        }
    }

    [Theory, MemberData(nameof(All))]
    public void An_empty_destination_gets_nothing(string name) => Assert.Equal(0, Trained(name).Recommend(0, []));

    [Theory, MemberData(nameof(ScoringByPrediction))]
    public void The_score_is_the_predicted_rating_if_that_is_on_the_scale(string name)
    {
        IRecommender recommender = Trained(name);
        ScoredItem[] ranked = new ScoredItem[SomeRatings.Items];

        int count = recommender.Recommend(2, ranked);

        Assert.NotEqual(0, count);
        Assert.All(ranked[..count], scored =>
            Assert.Equal(recommender.Predict(2, scored.Item), recommender.Scale.Clamp(scored.Score), 1e-9));
    }

    [Theory, MemberData(nameof(All))]
    public void Every_answer_is_a_number_on_the_scale_whatever_is_learned(string name)
    {
        IRecommender recommender = RecommenderCases.Create(name, 4, new RatingScale(-1000, 1000, 500));
        ScoredItem[] ranked = new ScoredItem[4];

        for (int step = 0; step < 2000; step++)
        {
            recommender.Learn(new Rating(step % 3, step % 4, step % 7 < 3 ? -1000 : 1000, step));
            Assert.InRange(recommender.Predict(step % 4, step % 5), -1000, 1000);
        }

        int count = recommender.Recommend(3, ranked);
        Assert.All(ranked[..count], scored => Assert.True(double.IsFinite(scored.Score)));
    }

    [Theory, MemberData(nameof(Forgetting))]
    public void A_second_rating_of_an_item_replaces_the_first(string name)
    {
        var recommender = (IForgettingRecommender)Trained(name);
        IRecommender other = Trained(name);

        recommender.Learn(new Rating(7, 3, 0.5f, 1));
        recommender.Learn(new Rating(7, 3, 5, 2));
        other.Learn(new Rating(7, 3, 5, 2));

        Assert.Equal(ObservedState.Of(other, 8), ObservedState.Of(recommender, 8));
        Assert.True(recommender.Forget(7, 3));
        Assert.False(recommender.Forget(7, 3));
    }

    [Theory, MemberData(nameof(Forgetting))]
    public void What_was_never_learned_cannot_be_forgotten(string name)
    {
        var recommender = (IForgettingRecommender)Trained(name);
        List<double> before = ObservedState.Of(recommender, SomeRatings.Users);

        Assert.False(recommender.Forget(int.MaxValue, 0));
        Assert.False(recommender.Forget(0, int.MaxValue));
        Assert.Equal(0, recommender.ForgetUser(SomeRatings.Users + 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Forget(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.Forget(0, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => recommender.ForgetUser(-1));
        Assert.Equal(before, ObservedState.Of(recommender, SomeRatings.Users));
    }

    [Theory, MemberData(nameof(All))]
    public async Task Readers_get_whole_answers_while_ratings_are_learned(string name)
    {
        IRecommender recommender = RecommenderCases.Create(name, SomeRatings.Items, RatingScale.HalfStars);
        using CancellationTokenSource done = new();
        Task<int>[] readers = [.. Enumerable.Range(0, 2).Select(reader => Task.Run(() =>
        {
            ScoredItem[] ranked = new ScoredItem[SomeRatings.Items];
            int rounds = 0;
            do
            {
                int user = rounds++ % (SomeRatings.Users + 1);
                Assert.InRange(recommender.Predict(user, rounds % SomeRatings.Items), 0.5, 5);
                int count = recommender.Recommend(user, ranked);
                Assert.Equal(count, ranked.Take(count).Select(scored => scored.Item).Distinct().Count());
            }
            while (!done.IsCancellationRequested);
            return rounds;
        }))];

        Parallel.For(0, 2000, number => recommender.Learn(SomeRatings.From((uint)number)));
        await done.CancelAsync();

        Assert.All(await Task.WhenAll(readers), rounds => Assert.True(rounds > 0));
        Assert.Equal(0, recommender.Recommend(0, new ScoredItem[1]));
    }

    private static IRecommender Trained(string name)
    {
        IRecommender recommender = RecommenderCases.Create(name, SomeRatings.Items, RatingScale.HalfStars);
        for (uint number = 0; number < 30; number++)
        {
            recommender.Learn(SomeRatings.From(number));
        }

        return recommender;
    }
}
