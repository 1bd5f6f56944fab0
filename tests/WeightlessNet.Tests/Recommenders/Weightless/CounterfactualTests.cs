using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Weightless;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class CounterfactualTests
{
    private const int Worlds = 12;

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void The_standing_of_an_item_is_its_place_in_the_ranking(World world)
    {
        SplitMix64 random = new(world.Seed);
        foreach (WeightlessOptions options in world.Options)
        {
            WeightlessRecommender recommender = world.Taught(options, world.Ratings);
            SomeFilter filter = SomeFilter.Random(world.Items, world.Scale.Minimum, ref random);
            for (int user = 0; user <= world.Users; user++)
            {
                for (int item = 0; item < world.Items; item++)
                {
                    Assert.Equal(CounterfactualAnswers.ListedAt(recommender, user, item, default), recommender.StandingOf(user, item));
                    Assert.Equal(
                        CounterfactualAnswers.ListedAt(recommender, user, item, filter),
                        recommender.StandingOf(user, item, filter.Filter));
                }
            }
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void Without_a_rating_is_as_after_forgetting_it_and_nothing_is_forgotten(World world)
    {
        SplitMix64 random = new(world.Seed);
        foreach (WeightlessOptions options in world.Options)
        {
            WeightlessRecommender recommender = world.Taught(options, world.Ratings);
            WeightlessRecommender copy = world.Taught(options, world.Ratings);
            SomeFilter filter = SomeFilter.Random(world.Items, world.Scale.Minimum, ref random);
            foreach (Rating rating in world.Ratings.Take(10))
            {
                copy.Forget(rating.User, rating.Item);
                foreach (int item in new[] { rating.Item, random.Next(world.Items) })
                {
                    Assert.Equal(
                        copy.StandingOf(rating.User, item, filter.Filter),
                        recommender.WithoutRating(rating.User, rating.Item, item, filter.Filter));
                }

                copy.Learn(rating);
            }

            world.AssertSame(copy, recommender);
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void If_rated_is_as_after_learning_it_and_nothing_is_learned(World world)
    {
        SplitMix64 random = new(world.Seed);
        foreach (WeightlessOptions options in world.Options)
        {
            WeightlessRecommender recommender = world.Taught(options, world.Ratings);
            SomeFilter filter = SomeFilter.Random(world.Items, world.Scale.Minimum, ref random);
            for (int i = 0; i < 8; i++)
            {
                Rating rating = new(random.Next(world.Users + 1), random.Next(world.Items), world.RandomValue(ref random), random.Next(30));
                int item = i == 0 ? rating.Item : random.Next(world.Items);
                WeightlessRecommender copy = world.Taught(options, [.. world.Ratings, rating]);
                Assert.Equal(copy.StandingOf(rating.User, item, filter.Filter), recommender.IfRated(rating, item, filter.Filter));
            }

            world.AssertSame(world.Taught(options, world.Ratings), recommender);
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void The_most_influential_ratings_are_found_and_nothing_is_changed(World world)
    {
        SplitMix64 random = new(world.Seed);
        foreach (WeightlessOptions options in world.Options)
        {
            WeightlessRecommender recommender = world.Taught(options, world.Ratings);
            int user = random.Next(world.Users + 1);
            int item = random.Next(world.Items);
            Counterfactual[] all = [.. recommender.WhatWouldChange(user, item, int.MaxValue)];
            Standing now = recommender.StandingOf(user, item);
            Assert.Equal(
                CounterfactualAnswers.Changing(recommender, user, item, world.Ratings),
                all.Select(one => (one.Rating!.Value.Item, one.Then)).OrderBy(pair => pair.Item));
            Assert.All(all, one => Assert.Equal((item, now, null), (one.Item, one.Now, one.Control)));
            CounterfactualAnswers.AssertSorted(recommender, user, item, null);
            CounterfactualAnswers.AssertSorted(
                recommender, user, item, SomeFilter.Random(world.Items, world.Scale.Minimum, ref random));
            CounterfactualAnswers.AssertSorted(recommender, user, item, SomeFilter.From(now.Score));
            world.AssertSame(world.Taught(options, world.Ratings), recommender);
        }
    }

    [Fact]
    public void Invalid_questions_are_refused_and_nothing_is_changed()
    {
        World world = World.Random(5);
        WeightlessRecommender recommender = world.Taught(new WeightlessOptions(), world.Ratings);
        var expected = world.Answers(recommender);
        float high = world.Scale.Maximum;
        Rating[] own = [.. world.Ratings.Where(rating => rating.User == 0)];
        int unrated = Enumerable.Range(0, world.Items).Except(own.Select(rating => rating.Item)).First();
        Assert.Throws<ArgumentOutOfRangeException>("user", () => recommender.StandingOf(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => recommender.StandingOf(0, world.Items));
        Assert.Throws<ArgumentOutOfRangeException>("user", () => recommender.WithoutRating(-1, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("ratedItem", () => recommender.WithoutRating(0, -1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => recommender.WithoutRating(0, own[0].Item, -1));
        Assert.Throws<ArgumentException>("ratedItem", () => recommender.WithoutRating(0, unrated, 0));
        Assert.Throws<ArgumentException>("ratedItem", () => recommender.WithoutRating(int.MaxValue, 0, 0));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => recommender.IfRated(new Rating(0, 0, high), world.Items));
        Assert.Throws<ArgumentOutOfRangeException>("rating", () => recommender.IfRated(new Rating(-1, 0, high), 0));
        Assert.Throws<ArgumentOutOfRangeException>("rating", () => recommender.IfRated(new Rating(0, 0, high + 1), 0));
        Assert.Throws<ArgumentOutOfRangeException>("rating", () => recommender.IfRated(new Rating(0, own[0].Item, float.NaN), 0));
        Assert.Throws<ArgumentOutOfRangeException>("user", () => recommender.WhatWouldChange(-1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => recommender.WhatWouldChange(0, -1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("count", () => recommender.WhatWouldChange(0, 0, -1));
        Assert.Empty(recommender.WhatWouldChange(int.MaxValue, 0, 5));
        Assert.Empty(recommender.WhatWouldChange(0, own[0].Item, 0));
        World.AssertSame(expected, world.Answers(recommender));
    }
}
