using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;
using WeightlessNet.Tests.Recommenders.Weightless;
using Xunit;
using static WeightlessNet.Tests.Recommenders.Hybrid.HybridWorld;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

public sealed class HybridRecommenderTests
{
    private const int Worlds = 25;

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void Neither_the_order_of_learning_nor_earlier_central_models_matter(World world)
    {
        CentralModel central = CentralOf(world, world.Ratings);
        CentralModel other = CentralOf(world, world.Ratings[..(world.Ratings.Length / 2)]);
        SplitMix64 random = new(world.Seed);
        Rating[] shuffled = [.. world.Ratings];
        random.Shuffle<Rating>(shuffled);
        HybridRecommender expected = Taught(world, world.Ratings);
        expected.Replace(central);
        HybridRecommender actual = Taught(world, []);
        foreach (Rating rating in shuffled)
        {
            actual.Learn(rating);
            world.ReadSomething(actual, ref random);
            if (random.Next(10) == 0)
            {
                actual.Replace(random.Next(2) == 0 ? central : other);
            }
        }

        actual.Replace(central);
        AssertSame(world, expected, actual);
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void After_forgetting_and_another_fit_every_answer_is_as_if_never_learned(World world)
    {
        SplitMix64 random = new(world.Seed);
        Rating[] kept = [.. world.Ratings.Where((_, i) => i % 3 != 0)];
        HybridRecommender expected = Taught(world, kept);
        expected.Refit();
        HybridRecommender actual = Taught(world, world.Ratings);
        actual.Refit();
        foreach (Rating rating in world.Ratings.Except(kept))
        {
            world.ReadSomething(actual, ref random);
            Assert.True(actual.Forget(rating.User, rating.Item));
            Assert.False(actual.Forget(rating.User, rating.Item));
        }

        actual.Refit();
        AssertSame(world, expected, actual);
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void A_forgotten_rating_is_gone_at_once_from_everything_but_the_central_model(World world)
    {
        CentralModel central = CentralOf(world, world.Ratings);
        int user = world.Ratings.Length == 0 ? 0 : world.Ratings[0].User;
        HybridRecommender expected = Taught(world, [.. world.Ratings.Where(rating => rating.User != user)]);
        expected.Replace(central);
        HybridRecommender actual = Taught(world, world.Ratings);
        actual.Replace(central);
        world.Answers(actual);

        Assert.Equal(world.Ratings.Count(rating => rating.User == user), actual.ForgetUser(user));

        // The weights too are kept until they are learned again.
        PersonalOf(expected).Calibrate(PersonalOf(actual).Calibrated);
        AssertSame(world, expected, actual);
        expected.Replace(central);
        actual.Replace(central);
        AssertSame(world, expected, actual);
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void Fitting_equals_forgetting_everything_learning_and_refitting(World world)
    {
        // With times a refit learns weights for a stream.
        world = world with { Ratings = [.. world.Ratings.Select(rating => rating with { Timestamp = 0 })] };
        HybridRecommender expected = Taught(world, world.Ratings);
        expected.Refit();
        HybridRecommender actual = Taught(world, [new Rating(0, 0, world.Scale.Minimum), new Rating(world.Users, 1, world.Scale.Maximum)]);
        actual.Fit(world.Ratings);

        Assert.NotNull(actual.Central);
        AssertSame(world, expected, actual);
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void Without_a_central_model_it_answers_as_personal_networks_alone(World world)
    {
        WeightlessRecommender alone = world.Taught(new HybridOptions { Personal = Regression(world) }.Personal, world.Ratings);

        World.AssertSame(world.Answers(alone), world.Answers(Taught(world, world.Ratings)));
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void Networks_learn_residuals_from_the_crowd_whatever_the_central_model_says(World world)
    {
        HybridRecommender hybrid = Taught(world, world.Ratings);
        hybrid.Replace(CentralOf(world, world.Ratings));
        RatingUnits units = new(world.Scale);
        foreach (IGrouping<int, Rating> own in world.Ratings.GroupBy(rating => rating.User))
        {
            FoldedRating[] folded = World.CurrentRatings(PersonalOf(hybrid), own.Key);
            foreach (Rating rating in own)
            {
                int value = units.FromRating(rating.Value);
                int crowd = World.CrowdOf(PersonalOf(hybrid)).StatisticsWithout(rating.Item, value).Mean;
                Assert.Equal(value - crowd, folded.Single(entry => entry.Item == rating.Item).Target);
            }
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void The_best_items_are_those_of_the_highest_explained_scores_and_parts_sum_to_them_exactly(World world)
    {
        HybridRecommender hybrid = Taught(world, world.Ratings);
        hybrid.Refit();
        for (int user = 0; user <= world.Users; user++)
        {
            Explanation[] explained = [.. Enumerable.Range(0, world.Items).Select(item => hybrid.Explain(user, item))];
            ScoredItem[] expected =
            [
                .. explained
                    .Where(part => !world.Ratings.Any(rating => rating.User == user && rating.Item == part.Item))
                    .Select(part => new ScoredItem(part.Item, part.Score))
                    .OrderByDescending(item => item.Score)
                    .ThenBy(item => item.Item),
            ];
            ScoredItem[] actual = new ScoredItem[world.Items];
            Assert.Equal(expected.Length, hybrid.Recommend(user, actual));
            Assert.Equal(expected, actual.Take(expected.Length));
            Assert.All(explained, part =>
            {
                Assert.Equal(world.Scale.Clamp(part.Score), hybrid.Predict(user, part.Item));
                double basis = part.Base.Sum(amount => amount.Amount);
                double exact = world.Scale.Step is 0.1f ? 1e-12 : 0; // a step of 0.1 is not a sum of powers of two
                Assert.InRange(basis + part.ByField.Sum(amount => amount.Amount) - part.Score, -exact, exact);
                Assert.InRange(basis + part.ByRating.Sum(amount => amount.Amount) - part.Score, -exact, exact);
            });
        }
    }

    [Fact]
    public void The_base_is_the_mean_of_all_the_crowd_the_central_model_and_the_user()
    {
        World world = World.Random(6) with { Scale = RatingScale.Stars };
        HybridRecommender hybrid = Taught(world, []);
        hybrid.Learn(new Rating(0, 0, 5));
        hybrid.Learn(new Rating(1, 0, 4));
        hybrid.Learn(new Rating(2, 1, 4));
        double crowd = hybrid.Predict(world.Users, 0);
        hybrid.Replace(CentralModel.FromPretrained(new ConstantRecommender(world.Items, world.Scale, 2)));

        Contribution[] parts = [.. hybrid.Explain(2, 0).Base];
        Assert.Equal(
            ["mean of all ratings", "the crowd's rating of the item", "the central model", "the user's own level"],
            parts.Select(part => part.Name));
        Assert.InRange(crowd - parts[0].Amount, 0.1, 1);

        // A pretrained model answers from a user's first question on.
        Assert.InRange(parts[1].Amount, 0, crowd - parts[0].Amount);
        Assert.InRange(parts[2].Amount, 2 - parts[0].Amount, -0.1);
        Assert.InRange(hybrid.Predict(world.Users, 0), 2, crowd - 0.1);
    }

    [Fact]
    public void A_central_model_has_no_share_for_users_it_was_not_trained_on()
    {
        World world = World.Random(6) with { Scale = RatingScale.Stars };
        HybridRecommender hybrid = new(
            world.Catalog,
            world.Scale,
            () => new UserMeanRecommender(world.Items, world.Scale),
            new HybridOptions { Personal = Regression(world) });
        Rating[] ratings = [.. Enumerable.Range(0, 4).Select(item => new Rating(0, item, 1))];
        hybrid.Fit(ratings);
        Array.ForEach(ratings, rating => hybrid.Learn(rating with { User = 1, Value = 4 }));

        Assert.Equal((4, 0, 0), (hybrid.Central!.RatingCountOf(0), hybrid.Central.RatingCountOf(1), hybrid.Central.RatingCountOf(99)));
        Assert.NotEqual(0, hybrid.Explain(0, 4).Base[2].Amount);
        Assert.Equal(0, hybrid.Explain(1, 4).Base[2].Amount);
        hybrid.Refit();
        Assert.NotEqual(0, hybrid.Explain(1, 4).Base[2].Amount);
    }

    [Fact]
    public void A_central_model_that_memorizes_its_ratings_does_not_keep_networks_from_learning()
    {
        World world = World.Random(7) with { Scale = RatingScale.Stars };
        HybridRecommender hybrid = new(
            world.Catalog,
            world.Scale,
            () => new MemorizingRecommender(world.Items, world.Scale),
            new HybridOptions { Personal = Regression(world) });
        Rating[] ratings = SomeRatings.OfTwoTastes(40, world.Items, 0.8, 8);
        hybrid.Fit(ratings);

        Assert.All(ratings, rating => Assert.Equal(rating.Value, hybrid.Central!.Predict(rating.User, rating.Item)));
        Assert.All(ratings.Select(rating => rating.User).Distinct(), user =>
            Assert.Contains(World.CurrentRatings(PersonalOf(hybrid), user), folded => folded.Target != 0));

        // It says nothing about held-out ratings, so bias is preferred to it.
        Assert.InRange(hybrid.Calibration.Single(group => group.Name == "bias").Weight, 0.8, 1.2);
    }

    [Fact]
    public void A_refit_weighs_recent_ratings_where_tastes_change_and_a_fit_does_not()
    {
        CalibrationWorld changing = new(21, 0.8, 0, changesTaste: true);
        HybridRecommender stream = changing.Learned("genre");
        stream.Refit();

        Assert.InRange(stream.Calibration.Single(group => group.Name == "recent ratings").Weight, 0.2, 5);
        Assert.DoesNotContain(changing.Fitted("genre").Calibration, group => group.Name == "recent ratings");
        HybridRecommender untimed = changing.Learned("genre", timed: false);
        untimed.Refit();
        Assert.DoesNotContain(untimed.Calibration, group => group.Name == "recent ratings");
    }

    [Fact]
    public void A_rating_after_the_training_takes_effect_at_once()
    {
        World world = World.Random(8) with { Scale = RatingScale.Stars, Ratings = SomeRatings.OfTwoTastes(6, 5, 0.8, 8) };
        HybridRecommender hybrid = Taught(world, world.Ratings, new WeightlessOptions());
        hybrid.Refit();
        CentralModel? central = hybrid.Central;
        double before = hybrid.Predict(world.Users, 0);
        for (int item = 1; item < world.Items; item++)
        {
            hybrid.Learn(new Rating(world.Users, item, 1));
        }

        Assert.Same(central, hybrid.Central);
        Assert.Equal(world.Ratings.Length + world.Items - 1, hybrid.RatingCount);
        Assert.InRange(hybrid.Predict(world.Users, 0), 1, before - 0.3);
    }
}
