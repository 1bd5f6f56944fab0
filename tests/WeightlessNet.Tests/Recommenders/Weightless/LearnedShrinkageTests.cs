using System.Buffers;
using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.WeightedNetworks;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Storage;
using Xunit;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Weightless;

/// <summary>Shrinkages that are learned from all users.</summary>
public sealed class LearnedShrinkageTests
{
    private static readonly RatingScale Scale = RatingScale.Stars;

    private static readonly ItemCatalog Films = World.CatalogOf(
        [.. Enumerable.Range(0, 100).Select(i => ((string[])[i % 2 == 0 ? "war" : "comedy"], (double?)(1950 + (i % 60))))]);

    [Fact]
    public void One_rating_says_less_about_a_user_where_ratings_are_noisy()
    {
        double quiet = LevelAfterOne(new WeightlessRecommender(Films, Scale), noise: 0);
        double noisy = LevelAfterOne(new WeightlessRecommender(Films, Scale), noise: 4);
        Assert.InRange(quiet, 0.4, 1.5);
        Assert.InRange(noisy, 0, 0.2);
        Assert.Equal(LevelAfterOne(Fixed(), noise: 0), LevelAfterOne(Fixed(), noise: 4), 0.1);

        static WeightlessRecommender Fixed() => new(Films, Scale, new WeightlessOptions { UserShrinkage = 3, GainShrinkage = 15 });
    }

    [Fact]
    public void One_rating_says_less_to_a_trained_network_too()
    {
        double learned = LevelOf(new WeightedNetworkOptions());
        double set = LevelOf(new WeightedNetworkOptions { UserShrinkage = 3, WeightDecay = 2 });
        Assert.InRange(learned, 0, set / 2);

        static double LevelOf(WeightedNetworkOptions options)
        {
            WeightedNetworkRecommender recommender = new(Films, Scale, options);
            recommender.Fit([.. Noisy(4), new Rating(1000, 7, 5)]);
            return recommender.Predict(1000, 50) - recommender.Predict(1001, 50);
        }
    }

    // A user's network is made again when other users' ratings change what is learned, whichever user was asked about before.
    [Fact]
    public void A_stream_learns_as_one_that_knew_all_from_the_start()
    {
        WeightlessRecommender stream = new(Films, Scale);
        HashSet<double> seen = [];
        foreach (Rating rating in Noisy(3))
        {
            stream.Learn(rating);
            stream.Predict(0, 5);
            seen.Add(World.CurrentTables(stream, 0).Networks.Options.UserShrinkage!.Value);
        }

        Assert.InRange(seen.Count, 4, 30);
        WeightlessRecommender backwards = new(Films, Scale);
        foreach (Rating rating in Noisy(3).Reverse())
        {
            backwards.Learn(rating);
        }

        Assert.Equal(
            Enumerable.Range(0, 500).Select(i => backwards.Predict(i % 200, i % 100)),
            Enumerable.Range(0, 500).Select(i => stream.Predict(i % 200, i % 100)));
    }

    [Fact]
    public void A_shrinkage_that_changes_back_keeps_the_networks()
    {
        WeightlessRecommender stream = new(Films, Scale);
        object? before = null;
        int changes = 0;
        foreach (Rating rating in Noisy(3))
        {
            stream.Learn(rating);
            object after = NetworksOf(stream);
            if (after != before && rating.User != 0)
            {
                stream.Forget(rating.User, rating.Item);
                Assert.Same(before, NetworksOf(stream));
                stream.Learn(rating);
                Assert.Same(after, NetworksOf(stream));
                changes++;
            }

            before = after;
        }

        Assert.InRange(changes, 4, 300);

        static object NetworksOf(WeightlessRecommender stream)
        {
            stream.Predict(0, 5);
            return World.CurrentTables(stream, 0).Networks;
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = 30)]
    public void A_counterfactual_a_personal_model_and_a_loaded_model_answer_as_one_that_learned_the_same(World world)
    {
        WeightlessOptions options = world.Shape with { Reading = WeightlessReading.Regression };
        SplitMix64 random = new(world.Seed);
        WeightlessRecommender all = world.Taught(options, world.Ratings);
        ArrayBufferWriter<byte> bytes = new();
        SnapshotWriter.Save(part => bytes.Write(part), writer => ((ISnapshot)all).WriteTo(writer));
        using MemoryStream stream = new(bytes.WrittenSpan.ToArray());
        world.AssertSame(all, Snapshot.Load<WeightlessRecommender>(stream));

        for (int left = 0; left < 5 && world.Ratings.Length > 0; left++)
        {
            int at = random.Next(world.Ratings.Length);
            (int user, int item) = (world.Ratings[at].User, random.Next(world.Items));
            Rating[] others = [.. world.Ratings.Where((_, i) => i != at)];
            WeightlessRecommender without = world.Taught(options, others);
            Assert.Equal(without.StandingOf(user, item), all.WithoutRating(user, world.Ratings[at].Item, item));
            Assert.Equal(all.StandingOf(user, item), without.IfRated(world.Ratings[at], item));

            PersonalModel personal = new(CrowdModel.From(all), all.Export(user));
            personal.Forget(world.Ratings[at].Item);
            Assert.Equal(without.Predict(user, item), personal.Predict(item));
        }
    }

    // How far one high rating of a new user raises the answer for another item.
    private static double LevelAfterOne(IRecommender recommender, int noise)
    {
        foreach (Rating rating in Noisy(noise))
        {
            recommender.Learn(rating);
        }

        double before = recommender.Predict(1000, 50);
        recommender.Learn(new Rating(1000, 7, 5));
        return recommender.Predict(1000, 50) - before;
    }

    // Users rate 2 or 4; noise replaces so many of four ratings by 1 to 5.
    private static Rating[] Noisy(int noise)
    {
        SplitMix64 random = new(5);
        List<Rating> ratings = [];
        for (int i = 0; i < 4000; i++)
        {
            int user = i % 200;
            int value = random.Next(4) < noise ? 1 + random.Next(5) : 2 + (user % 2 * 2);
            ratings.Add(new Rating(user, ((i / 200) + (user * 7)) % 100, value, i));
        }

        return [.. ratings];
    }
}
