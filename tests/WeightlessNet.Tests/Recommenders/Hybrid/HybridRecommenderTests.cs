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
        AssertSame(world, expected, actual);
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void Fitting_equals_forgetting_everything_learning_and_refitting(World world)
    {
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
        WeightlessRecommender alone = world.Taught(Regression(world), world.Ratings);

        World.AssertSame(world.Answers(alone), world.Answers(Taught(world, world.Ratings)));
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void A_central_model_with_share_0_changes_no_score(World world)
    {
        WeightlessRecommender alone = world.Taught(Regression(world), world.Ratings);
        HybridRecommender hybrid = Taught(world, world.Ratings, 0);
        hybrid.Refit();

        Assert.Equal(ObservedState.Of(alone, world.Users), ObservedState.Of(hybrid, world.Users));
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void Networks_learn_the_residuals_of_the_mixture_on_unseen_ratings(World world)
    {
        const double Share = 0.625;
        const double Shrinkage = 2.5;
        HybridOptions options = new() { CentralShare = Share, CentralShrinkage = Shrinkage, Personal = Regression(world) };
        HybridRecommender hybrid = new(world.Catalog, world.Scale, null, options);
        Array.ForEach(world.Ratings, rating => hybrid.Learn(rating));
        CentralModel central = CentralOf(world, world.Ratings);
        hybrid.Replace(central);
        RatingUnits units = new(world.Scale);
        foreach (IGrouping<int, Rating> own in world.Ratings.GroupBy(rating => rating.User))
        {
            FoldedRating[] folded = World.CurrentRatings(PersonalOf(hybrid), own.Key);
            foreach (Rating rating in own)
            {
                int value = units.FromRating(rating.Value);
                double share = Share * own.Count() / (own.Count() + Shrinkage);
                double expected = (share * units.FromRating((float)central.PredictOutOfFold(rating.User, rating.Item)))
                    + ((1 - share) * World.CrowdOf(PersonalOf(hybrid)).StatisticsWithout(rating.Item, value).Mean);
                // The share is rounded to 1/1024, and the difference of ratings may be up to 2^14 units.
                Assert.Equal(value - expected, folded.Single(entry => entry.Item == rating.Item).Target, 17.0);
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
        HybridRecommender hybrid = Taught(world, [], 0.25);
        hybrid.Learn(new Rating(0, 0, 5));
        hybrid.Learn(new Rating(1, 0, 4));
        hybrid.Learn(new Rating(2, 1, 4));
        double crowd = hybrid.Predict(world.Users, 0);
        hybrid.Replace(CentralModel.FromPretrained(new ConstantRecommender(world.Items, world.Scale, 2)));

        // One rating gives the central model 1 / (1 + 20) of its quarter; a user without ratings gets the crowd's mean.
        const double Share = 0.25 / 21;
        Contribution[] parts = [.. hybrid.Explain(2, 0).Base];
        Assert.Equal(
            ["mean of all ratings", "the crowd's rating of the item", "the central model", "the user's own level"],
            parts.Select(part => part.Name));
        double everyone = parts[0].Amount;
        Assert.InRange(crowd - everyone, 0.1, 1);
        Assert.Equal((1 - Share) * (crowd - everyone), parts[1].Amount, 0.002);
        Assert.Equal(Share * (2 - everyone), parts[2].Amount, 0.002);
        Assert.InRange(parts[3].Amount, 0.01, 1);
        Assert.Equal(crowd, hybrid.Predict(world.Users, 0));
        Assert.Equal(0, hybrid.Explain(world.Users, 0).Base[2].Amount);
    }

    [Fact]
    public void A_central_model_has_no_share_for_users_it_was_not_trained_on()
    {
        World world = World.Random(6) with { Scale = RatingScale.Stars };
        HybridRecommender hybrid = Taught(world, []);
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
            new HybridOptions { CentralShare = 1, CentralShrinkage = 0, Personal = Regression(world) });
        Rating[] ratings = [.. Enumerable.Range(0, world.Items).Select(item => new Rating(0, item, 5))];
        hybrid.Fit(ratings);

        Assert.All(ratings, rating => Assert.Equal(5, hybrid.Central!.Predict(0, rating.Item)));
        Assert.All(World.CurrentRatings(PersonalOf(hybrid), 0), folded => Assert.Equal(RatingUnits.Range, folded.Target));

        // The same without folds: the residuals are 0, so there is nothing to learn.
        hybrid.Replace(CentralModel.FromPretrained(Remembering(world, ratings)));
        Assert.All(World.CurrentRatings(PersonalOf(hybrid), 0), folded => Assert.Equal(0, folded.Target));
    }

    [Fact]
    public void A_rating_after_the_training_takes_effect_at_once()
    {
        World world = World.Random(8) with { Scale = RatingScale.Stars, Ratings = SomeRatings.OfTwoTastes(6, 5, 0.8, 8) };
        HybridRecommender hybrid = Taught(world, world.Ratings, 0.7, new WeightlessOptions());
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

    private static MemorizingRecommender Remembering(World world, Rating[] ratings)
    {
        MemorizingRecommender recommender = new(world.Items, world.Scale);
        Array.ForEach(ratings, rating => recommender.Learn(rating));
        return recommender;
    }
}
