using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;
using Xunit;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class ExplanationTests
{
    [Property(Arbitrary = [typeof(World)], MaxTest = 30)]
    public void The_parts_sum_to_the_score_exactly_in_any_order(World world)
    {
        foreach (WeightlessOptions options in world.Options)
        {
            WeightlessRecommender recommender = world.Taught(options, world.Ratings);
            for (int user = 0; user <= world.Users; user++)
            {
                for (int item = 0; item < world.Items; item++)
                {
                    Explanation explanation = AssertExact(recommender, user, item);
                    if (options.Reading == WeightlessReading.Regression)
                    {
                        Assert.Equal(world.Scale.Clamp(explanation.Score), recommender.Predict(user, item));
                    }
                }
            }
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = 25)]
    public void The_score_is_the_base_plus_the_gain_times_the_mean_of_cells_of_twiced_ratings(World world)
    {
        foreach (WeightlessOptions options in world.Options)
        {
            WeightlessRecommender recommender = world.Taught(options, world.Ratings);
            double points = ((double)world.Scale.Maximum - world.Scale.Minimum) / RatingUnits.Range;
            double shrinkage = options.CellShrinkage * (1 + (options.Recency ?? []).Sum(tier => tier.ExtraWeight));
            foreach (int user in world.Ratings.Select(rating => rating.User).Distinct())
            {
                PersonalTables tables = World.CurrentTables(recommender, user);
                bool regression = options.Reading == WeightlessReading.Regression;
                FoldedRating[] folded = World.CurrentRatings(recommender, user);
                double center = regression
                    ? folded.Sum(rating => (double)rating.Target) / (folded.Length + tables.Networks.Options.UserShrinkage!.Value)
                    : (recommender.Explain(user, 0).Base.Sum(part => part.Amount) - world.Scale.Minimum) / points;
                double latest = tables.Latest / (double)(1 << PersonalReader.AnswerBits);
                byte[][] rows = [.. folded.Select(rating =>
                    world.AddressesOf(options, rating.Item, new ItemStatistics(0, rating.MeanLevel, rating.CountLevel)))];
                double gain = options.Gain * rows.Length / (rows.Length + tables.Networks.Options.GainShrinkage!.Value);
                double[] deviations = [.. folded.Select(rating => rating.Target - center)];
                double[] written = [.. deviations.Select((deviation, i) => deviation
                    + ((regression ? options.Twicing : 0) * (deviation - Answer(rows[i], deviations, i))))];
                for (int item = 0; item < world.Items; item++)
                {
                    ItemStatistics statistics = World.CrowdOf(recommender).StatisticsOf(item);
                    double personal = Answer(world.AddressesOf(options, item, statistics), written, -1);
                    double expected = world.Scale.Minimum + (points * ((regression ? statistics.Mean : 0) + center + latest + personal));
                    // A node's answer is rounded to a step of the user's own size, a twiced rating to a whole unit.
                    double rounding = 4 + (options.Nodes * ((tables.Step / 128.0) + 0.1));
                    Assert.Equal(expected, recommender.Explain(user, item).Score, points * rounding);
                }

                double Answer(byte[] addresses, double[] values, int left) => gain * addresses.Select((address, node) =>
                {
                    int[] hits = [.. Enumerable.Range(0, rows.Length).Where(i => i != left && rows[i][node] == address)];
                    return hits.Sum(i => folded[i].Weight * values[i]) / (hits.Sum(i => folded[i].Weight) + shrinkage);
                }).Average();
            }
        }
    }

    [Theory]
    [InlineData(16)]
    [InlineData(15.984375)] // 1023 / 64: no power of two in the gain's arithmetic
    public void The_parts_sum_to_the_score_exactly_in_the_largest_networks_too(double gain)
    {
        World world = World.Random(1) with { Scale = RatingScale.HalfStars };
        WeightlessOptions options = new()
        {
            Nodes = 4096,
            TupleSize = 8,
            Gain = gain,
            CellShrinkage = 0.1,
            UserShrinkage = 1000,
            GainShrinkage = 0,
            Twicing = 0,
        };
        WeightlessRecommender recommender = world.Taught(options);
        for (int item = 0; item < world.Items; item++)
        {
            // The user's taste is the opposite of the crowd's.
            for (int user = 0; user < 200; user++)
            {
                recommender.Learn(new Rating(user, item, 0.5f));
            }

            recommender.Learn(new Rating(200, item, 5));
        }

        for (int item = 0; item < world.Items; item++)
        {
            Explanation explanation = AssertExact(recommender, 200, item);
            // Every node answers nearly 4.5 at any address, because all the user's ratings are equal.
            Assert.InRange(explanation.Score, 0.5 + (4.5 * gain / 2), 0.5 + (4.5 * gain) + 4.5);
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = 20)]
    public void Parts_are_named_after_the_fields_and_the_users_own_ratings(World world)
    {
        foreach (WeightlessOptions options in world.Options)
        {
            WeightlessRecommender recommender = world.Taught(options, world.Ratings);
            for (int user = 0; user <= world.Users; user++)
            {
                Rating[] own = [.. world.Ratings.Where(rating => rating.User == user).OrderBy(rating => rating.Item)];
                Explanation explanation = recommender.Explain(user, world.Items - 1);
                Assert.Equal((user, world.Items - 1), (explanation.User, explanation.Item));
                Assert.Equal(own.Select(r => (r.Item, r.Value)), explanation.ByRating.Select(part => (part.Item, part.Value)));
                Assert.Equal(
                    own.Length == 0 ? [] : ["genre", "year", "crowd rating", "crowd popularity"],
                    explanation.ByField.Select(part => part.Name));
                Assert.Equal(
                    options.Reading == WeightlessReading.Regression
                        ? ["mean of all ratings", "the crowd's rating of the item", "the user's own level"]
                        : ["mean of all ratings", "the user's own level"],
                    explanation.Base.Select(part => part.Name));
                Assert.Equal(
                    own.Length == 0
                        ? []
                        :
                        [
                            ContributionKind.Field, ContributionKind.Field, ContributionKind.CrowdRating,
                            ContributionKind.CrowdPopularity,
                        ],
                    explanation.ByField.Select(part => part.Kind));
                Assert.Equal(ContributionKind.Prior, explanation.Base[0].Kind);
                Assert.Equal(ContributionKind.UserLevel, explanation.Base[^1].Kind);
                Assert.All(explanation.Base.Skip(1).SkipLast(1), part => Assert.Equal(ContributionKind.Crowd, part.Kind));
            }
        }
    }

    [Fact]
    public void A_good_rating_of_a_similar_item_raises_the_score_and_a_bad_one_lowers_it()
    {
        (string[], double?)[] films = [.. Enumerable.Range(0, 20).Select(i => ((string[])[i < 10 ? "war" : "comedy"], (double?)1990))];
        WeightlessRecommender recommender = new(World.CatalogOf(films), RatingScale.Stars, new() { TupleSize = 8 });
        recommender.Learn(new Rating(0, 0, 5));
        recommender.Learn(new Rating(0, 10, 1));
        Explanation war = recommender.Explain(0, 1);
        Explanation comedy = recommender.Explain(0, 11);
        Assert.True(war.Score > comedy.Score);
        Assert.True(war.ByRating[0].Amount > 0);
        Assert.True(comedy.ByRating[1].Amount < 0);
        Assert.True(war.ByRating[0].Amount > comedy.ByRating[0].Amount);
        Assert.True(war.ByField[0].Amount > comedy.ByField[0].Amount);
    }

    [Fact]
    public void The_base_is_the_mean_of_all_the_crowds_rating_and_the_users_level()
    {
        ItemCatalog catalog = World.CatalogOf([.. Enumerable.Repeat((Array.Empty<string>(), (double?)1990), 3)]);
        WeightlessRecommender recommender = new(catalog, RatingScale.Stars);
        recommender.Learn(new Rating(0, 0, 5));
        recommender.Learn(new Rating(1, 0, 5));
        recommender.Learn(new Rating(1, 1, 2));

        // Ten ratings at two thirds of the scale are added to the mean of all; five at that mean to the mean of an item.
        double everyone = ((10 * (11 / 3.0)) + 12) / 13;
        double crowd = ((5 * everyone) + 10) / 7;
        // User 0 rated only item 0, for which the rest of the crowd gives (5 * everyone + 5) / 6; four ratings of 0 are added.
        double own = (5 - (((5 * everyone) + 5) / 6)) / 5;
        Explanation explanation = recommender.Explain(0, 0);
        Assert.Equal(everyone, explanation.Base[0].Amount, 4 / 128.0); // the mean of all is rounded to 1/128 of the range
        Assert.Equal(crowd - everyone, explanation.Base[1].Amount, 4 / 128.0);
        Assert.Equal(own, explanation.Base[2].Amount, 4 / 128.0); // so is that of the item
    }

    private static Explanation AssertExact(WeightlessRecommender recommender, int user, int item)
    {
        Explanation explanation = recommender.Explain(user, item);
        double[] basis = [.. explanation.Base.Select(part => part.Amount)];
        AssertSum(explanation, [.. basis, .. explanation.ByField.Select(part => part.Amount)]);
        AssertSum(explanation, [.. basis, .. explanation.ByRating.Select(part => part.Amount)]);
        return explanation;
    }

    private static void AssertSum(Explanation explanation, double[] parts)
    {
        AssertEqual(explanation, parts.Sum());
        AssertEqual(explanation, parts.Reverse().Sum());
        SplitMix64 random = new((ulong)explanation.Item);
        random.Shuffle<double>(parts);
        AssertEqual(explanation, parts.Sum());
    }

    private static void AssertEqual(Explanation explanation, double sum)
    {
        if (sum != explanation.Score)
        {
            Assert.Fail($"The parts of ({explanation.User}, {explanation.Item}) sum to {sum:R} and not to {explanation.Score:R}.");
        }
    }
}
