using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Tuning;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

/// <summary>What a ranking would be without a rating, or with one more, is what it is after really forgetting or learning.</summary>
public sealed class RankingCounterfactualTests
{
    private const int Users = RankingWorld.Users;
    private const int Items = RankingWorld.Items;

    public static TheoryData<string> Kinds => RankingWorld.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public void The_standing_of_an_item_is_its_place_in_the_ranking(string kind)
    {
        SplitMix64 random = new(3);
        WeightlessRankingRecommender recommender = RankingWorld.Random(3).Taught(kind);
        for (int user = 0; user <= Users; user += user < Users - 2 ? 6 : 1)
        {
            SomeFilter filter = SomeFilter.Random(Items, -6, ref random);
            for (int item = 0; item < Items; item += 1 + random.Next(9))
            {
                Assert.Equal(CounterfactualAnswers.ListedAt(recommender, user, item, null), recommender.StandingOf(user, item));
                Assert.Equal(
                    CounterfactualAnswers.ListedAt(recommender, user, item, filter), recommender.StandingOf(user, item, filter.Filter));
            }
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Without_a_rating_is_as_after_forgetting_it_and_nothing_is_forgotten(string kind)
    {
        SplitMix64 random = new(5);
        RankingWorld world = RankingWorld.Random(5);
        WeightlessRankingRecommender recommender = world.Taught(kind);
        WeightlessRankingRecommender copy = RankingWorld.Copy(recommender);
        (byte[] bytes, List<double> answers) = (RankingWorld.Bytes(recommender), ObservedState.Of(recommender, Users));
        foreach (Rating rating in Some(world.Ratings, ref random))
        {
            SomeFilter filter = SomeFilter.Random(Items, -6, ref random);
            Assert.True(copy.Forget(rating.User, rating.Item));
            for (int item = random.Next(9); item < Items; item += 9)
            {
                AssertWithout(item, filter);
            }

            AssertWithout(rating.Item, filter);
            copy.Learn(rating);

            void AssertWithout(int item, SomeFilter filter)
            {
                Assert.Equal(
                    CounterfactualAnswers.ListedAt(copy, rating.User, item, null),
                    recommender.WithoutRating(rating.User, rating.Item, item));
                Assert.Equal(
                    CounterfactualAnswers.ListedAt(copy, rating.User, item, filter),
                    recommender.WithoutRating(rating.User, rating.Item, item, filter.Filter));
            }
        }

        Assert.Equal(answers, ObservedState.Of(recommender, Users));
        Assert.Equal(bytes, RankingWorld.Bytes(recommender));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void If_rated_is_as_after_learning_it_and_nothing_is_learned(string kind)
    {
        SplitMix64 random = new(7);
        RankingWorld world = RankingWorld.Random(7);
        WeightlessRankingRecommender recommender = world.Taught(kind);
        (byte[] bytes, List<double> answers) = (RankingWorld.Bytes(recommender), ObservedState.Of(recommender, Users));

        // Some users are unknown, and some items are rated already.
        Rating[] supposed =
        [
            .. Some(world.Ratings, ref random).Select(rating => rating with { Value = 5.5f - rating.Value, Timestamp = 99 }),
            new Rating(Users, 5, 5),
            new Rating(Users + 1, 6, 0.5f),
            new Rating(4, 7, 4),
        ];
        foreach (Rating rating in supposed)
        {
            SomeFilter filter = SomeFilter.Random(Items, -6, ref random);
            WeightlessRankingRecommender copy = RankingWorld.Copy(recommender);
            copy.Learn(rating);
            for (int item = rating.Item % 9; item < Items; item += 9)
            {
                Assert.Equal(CounterfactualAnswers.ListedAt(copy, rating.User, item, null), recommender.IfRated(rating, item));
                Assert.Equal(
                    CounterfactualAnswers.ListedAt(copy, rating.User, item, filter), recommender.IfRated(rating, item, filter.Filter));
            }
        }

        Assert.Equal(answers, ObservedState.Of(recommender, Users));
        Assert.Equal(bytes, RankingWorld.Bytes(recommender));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void The_most_influential_ratings_are_found(string kind)
    {
        SplitMix64 random = new(9);
        RankingWorld world = RankingWorld.Random(9);
        WeightlessRankingRecommender recommender = world.Taught(kind);
        byte[] bytes = RankingWorld.Bytes(recommender);
        foreach (int user in (int[])[2, 11, Users - 1, Users])
        {
            int rated = world.Ratings.FirstOrDefault(rating => rating.User == user, world.Ratings[0]).Item;
            foreach (int item in (int[])[rated, random.Next(Items)])
            {
                Standing now = recommender.StandingOf(user, item);
                Counterfactual[] all = [.. recommender.WhatWouldChange(user, item, int.MaxValue)];

                Assert.Equal(
                    CounterfactualAnswers.Changing(recommender, user, item, world.Ratings),
                    all.Select(one => (one.Rating!.Value.Item, one.Then)).OrderBy(one => one.Item));
                Assert.All(all, one => Assert.Equal((item, now, null), (one.Item, one.Now, one.Control)));
                Assert.Equal(user < Users, all.Length > 0);
                CounterfactualAnswers.AssertSorted(recommender, user, item, null);
                CounterfactualAnswers.AssertSorted(recommender, user, item, SomeFilter.Random(Items, -6, ref random));
                CounterfactualAnswers.AssertSorted(recommender, user, item, SomeFilter.From(now.Score));
            }
        }

        Assert.Equal(bytes, RankingWorld.Bytes(recommender));
    }

    [Fact]
    public void A_user_with_controls_is_told_what_ratings_and_controls_would_change()
    {
        WeightlessRankingRecommender inner = RankingWorld.Random(13).Taught("EASE");
        TunableRecommender tunable = new(inner, RankingWorld.Catalog);
        ScoredItem[] list = new ScoredItem[Items];
        inner.Recommend(4, list);
        int item = list[30].Item;
        int pin = tunable.Apply(4, TuningControl.Pin(list[40].Item));
        int boost = tunable.Apply(4, TuningControl.Boost("taste", $"{item % 3}", 2.25));

        Standing now = tunable.StandingOf(4, item);
        Counterfactual[] changes = [.. tunable.WhatWouldChange(4, item, int.MaxValue)];
        Counterfactual byBoost = changes.Single(one => one.Control?.Id == boost);
        Counterfactual byPin = changes.Single(one => one.Control?.Id == pin);

        Assert.Equal(inner.StandingOf(4, item).Score + 2.25, now.Score);
        Assert.Equal(now.Score - 2.25, byBoost.Then.Score);
        Assert.Equal(now, byPin.Now);
        Assert.Equal(new Standing(now.Score, now.Rank - 1), byPin.Then);
        Assert.Equal(byBoost.Then, tunable.WithoutControl(4, boost, item));
        Assert.Contains(changes, one => one.Rating is not null);
        Assert.All(changes.Where(one => one.Rating is not null), one =>
            Assert.Equal(tunable.WithoutRating(4, one.Rating!.Value.Item, item), one.Then));
        Explanation why = tunable.Explain(4, item);
        Assert.Equal(now.Score, why.Score);
        Assert.Equal(
            why.Score,
            why.Base.Sum(part => part.Amount) + why.ByField.Sum(part => part.Amount) + why.ByControl.Sum(part => part.Amount));

        Assert.True(tunable.Remove(4, boost));
        Assert.Equal(byBoost.Then, tunable.StandingOf(4, item));
    }

    [Fact]
    public void Invalid_questions_are_refused_and_nothing_is_changed()
    {
        RankingWorld world = RankingWorld.Random(15);
        WeightlessRankingRecommender recommender = world.Taught("popularity");
        byte[] bytes = RankingWorld.Bytes(recommender);
        int[] own = [.. world.Ratings.Where(rating => rating.User == 0).Select(rating => rating.Item)];
        int unrated = Enumerable.Range(0, Items).Except(own).First();

        Assert.Throws<ArgumentOutOfRangeException>("user", () => recommender.StandingOf(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => recommender.StandingOf(0, Items));
        Assert.Throws<ArgumentOutOfRangeException>("user", () => recommender.WithoutRating(-1, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("ratedItem", () => recommender.WithoutRating(0, -1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => recommender.WithoutRating(0, own[0], -1));
        Assert.Throws<ArgumentException>("ratedItem", () => recommender.WithoutRating(0, unrated, 0));
        Assert.Throws<ArgumentException>("ratedItem", () => recommender.WithoutRating(int.MaxValue, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => recommender.IfRated(new Rating(0, 0, 5), Items));
        Assert.Throws<ArgumentOutOfRangeException>("rating", () => recommender.IfRated(new Rating(-1, 0, 5), 0));
        Assert.Throws<ArgumentOutOfRangeException>("rating", () => recommender.IfRated(new Rating(0, 0, 5.5f), 0));
        Assert.Throws<ArgumentOutOfRangeException>("rating", () => recommender.IfRated(new Rating(1 << 26, 0, 5), 0));
        Assert.Throws<ArgumentOutOfRangeException>("user", () => recommender.WhatWouldChange(-1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => recommender.WhatWouldChange(0, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => recommender.WhatWouldChange(0, 0, -1));
        Assert.Empty(recommender.WhatWouldChange(int.MaxValue, 0, 5));
        Assert.Empty(recommender.WhatWouldChange(0, own[0], 0));
        Assert.Equal(bytes, RankingWorld.Bytes(recommender));
    }

    // A few ratings of several users, and the only one of the last user.
    private static Rating[] Some(Rating[] ratings, ref SplitMix64 random)
    {
        int start = random.Next(50);
        return [.. ratings.Skip(start).Where((_, i) => i % 67 == 0), ratings[^1]];
    }
}
