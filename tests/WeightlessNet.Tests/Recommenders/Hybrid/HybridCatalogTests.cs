using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Baselines;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Storage;
using WeightlessNet.Tests.Recommenders.Weightless;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

public sealed class HybridCatalogTests
{
    private const int Users = 40;
    private const int Items = 150;

    // In the middle of a block of 64 items.
    private const int First = 70;

    private static readonly FeatureSchema<int> Schema = new FeatureSchemaBuilder<int>()
        .MultiHot("genre", item => [$"genre {item % 5}"])
        .Fit([.. Enumerable.Range(0, Items)]);

    [Fact]
    public void An_item_that_came_after_the_training_is_answered_with_bias_for_its_central_part()
    {
        HybridRecommender hybrid = Created(First);
        LearnAll(hybrid, First);
        hybrid.Refit();
        CentralModel central = hybrid.Central!;
        double[] before = Predictions(hybrid, First);
        AddAll(hybrid);
        Assert.Equal(First, central.ItemCount);
        Assert.Equal(before, Predictions(hybrid, First));
        LearnAll(hybrid, Items);

        ScoredItem[] all = new ScoredItem[Items];
        for (int user = 0; user <= Users; user++)
        {
            Span<ScoredItem> listed = all.AsSpan(0, hybrid.Recommend(user, all));
            Assert.Contains(listed.ToArray(), scored => scored.Item >= First);
            foreach (ScoredItem scored in listed)
            {
                Explanation explanation = hybrid.Explain(user, scored.Item);
                Assert.Equal(scored.Score, explanation.Score);
                Assert.Equal(Math.Clamp(scored.Score, 1, 5), hybrid.Predict(user, scored.Item), 6);
                Assert.Equal(scored.Score, explanation.Base.Concat(explanation.ByField).Sum(part => part.Amount), 6);
                if (scored.Item >= First)
                {
                    Assert.Equal(0, CentralPartOf(explanation), 9);
                }
            }
        }

        Assert.Contains(Enumerable.Range(0, First), item => CentralPartOf(hybrid.Explain(0, item)) != 0);
    }

    [Fact]
    public void The_next_training_is_that_of_a_recommender_created_with_all_items()
    {
        HybridRecommender grown = Created(First);
        LearnAll(grown, First);
        grown.Refit();
        AddAll(grown);
        LearnAll(grown, Items);
        grown.Refit();
        HybridRecommender expected = Created(Items);
        LearnAll(expected, Items);
        expected.Refit();

        Assert.Equal(Items, grown.Central!.ItemCount);
        Assert.Equal(expected.Calibration, grown.Calibration);
        Assert.Equal(ObservedState.Of(expected, Users), ObservedState.Of(grown, Users));
    }

    [Fact]
    public void A_grown_catalog_is_saved_and_loaded_with_a_central_model_of_fewer_items()
    {
        HybridRecommender hybrid = Created(First);
        LearnAll(hybrid, First);
        hybrid.Refit();
        AddAll(hybrid);
        LearnAll(hybrid, Items);
        Assert.True(hybrid.RemoveItem(3));
        Assert.True(hybrid.RemoveItem(First + 3));
        using MemoryStream stream = new();
        hybrid.Save(stream);
        stream.Position = 0;
        var loaded = Snapshot.Load<HybridRecommender>(stream);

        Assert.Equal((Items, First), (loaded.ItemCount, loaded.Central!.ItemCount));
        Assert.Equal(ObservedState.Of(hybrid, Users), ObservedState.Of(loaded, Users));
        Assert.False(loaded.RemoveItem(First + 3));
        loaded.Refit();
        Assert.Equal(Items, loaded.Central!.ItemCount);
    }

    [Fact]
    public void The_bits_of_an_audience_of_fewer_items_are_saved_and_loaded()
    {
        HybridRecommender? hybrid = null;
        hybrid = new(CatalogOf(First), RatingScale.Stars, () => new BiasRecommender(hybrid!.ItemCount, RatingScale.Stars));
        SplitMix64 random = new(3);
        for (int i = 0; i < 3000; i++)
        {
            // Users like the items that others like them rate most; no field tells.
            (int user, int item) = (random.Next(4 * Users), random.Next(First));
            bool likes = (user + (item / 7)) % 2 == 0;
            if (likes || random.Next(5) == 0)
            {
                hybrid.Learn(new Rating(user, item, (likes ? 4 : 1) + random.Next(2)));
            }
        }

        hybrid.Refit();
        Assert.Contains(hybrid.Calibration, group => group.Name == "audience" && group.Weight > 0.05);
        AddAll(hybrid);
        hybrid.UpdateItem(0, PatternOf(1));
        using MemoryStream stream = new();
        hybrid.Save(stream);
        stream.Position = 0;
        Assert.Equal(ObservedState.Of(hybrid, Users), ObservedState.Of(Snapshot.Load<HybridRecommender>(stream), Users));
    }

    [Fact]
    public async Task Items_that_come_and_change_while_a_central_model_is_replaced_are_there_after_it()
    {
        CentralModel central = CentralModel.Fit(
            () => new BiasRecommender(First, RatingScale.Stars), [.. RatingsBelow(First)]).WithoutHeldOutAnswers();
        (HybridRecommender hybrid, HybridRecommender expected) = (Created(First), Created(First));
        LearnAll(hybrid, First);
        LearnAll(expected, First);
        expected.Replace(central);
        using CancellationTokenSource done = new();
        Task replacing = Task.Run(() =>
        {
            do
            {
                hybrid.Replace(central);
            }
            while (!done.IsCancellationRequested);
        });
        for (int added = First; added < First + 200; added++)
        {
            // The other thread goes on at an arbitrary point of a replacement.
            Thread.Sleep(1);
            Assert.Equal(added, hybrid.AddItem(PatternOf(added)));
            hybrid.UpdateItem(added - First, PatternOf(added));
        }

        await done.CancelAsync();
        await replacing;
        for (int added = First; added < First + 200; added++)
        {
            expected.AddItem(PatternOf(added));
            expected.UpdateItem(added - First, PatternOf(added));
        }

        Assert.Equal(ObservedState.Of(expected, Users), ObservedState.Of(hybrid, Users));
    }

    [Fact]
    public void A_removed_item_is_not_recommended_until_it_is_updated_even_after_trainings()
    {
        HybridRecommender hybrid = Created(Items);
        Assert.True(hybrid.RemoveItem(90));
        Assert.False(hybrid.RemoveItem(90));
        hybrid.Fit([.. RatingsBelow(Items)]);
        hybrid.Refit();
        ScoredItem[] all = new ScoredItem[Items];
        Assert.DoesNotContain(all[..hybrid.Recommend(Users, all)], scored => scored.Item == 90);
        Assert.Null(hybrid.StandingOf(Users, 90).Rank);
        hybrid.UpdateItem(90, PatternOf(91));
        Assert.Contains(all[..hybrid.Recommend(Users, all)], scored => scored.Item == 90);
    }

    [Fact]
    public async Task Items_that_come_and_go_during_a_training_are_there_after_it()
    {
        using ManualResetEventSlim begun = new();
        using ManualResetEventSlim end = new();
        HybridRecommender hybrid = new(CatalogOf(First), RatingScale.Stars, () => new Waiting(First, begun, end));
        HybridRecommender expected = new(CatalogOf(First), RatingScale.Stars, () => new Waiting(First, begun, end));
        Rating[] ratings = [.. RatingsBelow(First)];
        Task fit = Task.Run(() => hybrid.Fit(ratings));
        Assert.True(begun.Wait(TimeSpan.FromMinutes(1)));
        Change(hybrid);
        end.Set();
        await fit;
        expected.Fit(ratings);
        Change(expected);

        Assert.Equal(First + 2, hybrid.ItemCount);
        Assert.Equal(ObservedState.Of(expected, Users), ObservedState.Of(hybrid, Users));

        static void Change(HybridRecommender changed)
        {
            Assert.Equal(First, changed.AddItem(PatternOf(First)));
            changed.Learn(new Rating(1, First, 5));
            changed.UpdateItem(2, PatternOf(4));
            Assert.True(changed.RemoveItem(5));
            Assert.Equal(First + 1, changed.AddItem(PatternOf(First + 1)));
        }
    }

    [Fact]
    public void A_factory_may_return_a_model_with_fewer_items_than_the_catalog_has_but_not_with_more()
    {
        int items = First;
        HybridRecommender hybrid = new(CatalogOf(First), RatingScale.Stars, () => new BiasRecommender(items, RatingScale.Stars));
        AddAll(hybrid);
        LearnAll(hybrid, Items);
        hybrid.Refit();
        Assert.Equal(First, hybrid.Central!.ItemCount);
        Assert.All(Predictions(hybrid, Items), prediction => Assert.InRange(prediction, 1, 5));
        hybrid.Fit([.. RatingsBelow(Items)]);
        Assert.Equal(First, hybrid.Central!.ItemCount);
        hybrid.Replace(CentralModel.FromPretrained(new BiasRecommender(10, RatingScale.Stars)));
        Assert.All(Predictions(hybrid, Items), prediction => Assert.InRange(prediction, 1, 5));

        items = Items + 1;
        Assert.Throws<InvalidOperationException>(() => hybrid.Refit());
        Assert.Throws<ArgumentException>("central", () =>
            hybrid.Replace(CentralModel.FromPretrained(new BiasRecommender(Items + 1, RatingScale.Stars))));
    }

    [Fact]
    public void Invalid_patterns_and_items_are_refused_and_nothing_is_changed()
    {
        HybridRecommender hybrid = Created(First);
        Assert.Throws<ArgumentException>("pattern", () => hybrid.AddItem([]));
        Assert.Throws<ArgumentException>("pattern", () => hybrid.UpdateItem(0, [0, 0]));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => hybrid.UpdateItem(First, [0]));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => hybrid.RemoveItem(-1));
        Assert.Equal(First, hybrid.ItemCount);
    }

    private static double CentralPartOf(Explanation explanation) =>
        Assert.Single(explanation.Base, static part => part.Name.Contains("central", StringComparison.Ordinal)).Amount;

    private static HybridRecommender Created(int items)
    {
        HybridRecommender? made = null;
        made = new HybridRecommender(
            CatalogOf(items),
            RatingScale.Stars,
            () => new MatrixFactorizationRecommender(
                made!.ItemCount, RatingScale.Stars, new MatrixFactorizationOptions { Factors = 2, Iterations = 4 }));
        return made;
    }

    private static ItemCatalog CatalogOf(int items) => ItemCatalog.Create(Schema, [.. Enumerable.Range(0, items)]);

    private static ulong[] PatternOf(int item)
    {
        ulong[] pattern = new ulong[BitSlice.WordCount(Schema.BitCount)];
        Schema.Encode(item, pattern);
        return pattern;
    }

    private static void AddAll(HybridRecommender hybrid)
    {
        for (int item = hybrid.ItemCount; item < Items; item++)
        {
            Assert.Equal(item, hybrid.AddItem(PatternOf(item)));
        }
    }

    private static void LearnAll(HybridRecommender hybrid, int items)
    {
        foreach (Rating rating in RatingsBelow(items))
        {
            hybrid.Learn(rating);
        }
    }

    // Half of the users like the even items.
    private static IEnumerable<Rating> RatingsBelow(int items)
    {
        SplitMix64 random = new(5);
        List<Rating> ratings = [];
        for (int i = 0; i < 1200; i++)
        {
            (int user, int item) = (random.Next(Users), random.Next(Items));
            ratings.Add(new Rating(user, item, ((user + item) % 2 == 0 ? 3 : 1) + random.Next(3)));
        }

        return ratings.Where(rating => rating.Item < items);
    }

    private static double[] Predictions(HybridRecommender hybrid, int items) =>
        [.. from user in Enumerable.Range(0, Users) from item in Enumerable.Range(0, items) select hybrid.Predict(user, item)];

    private sealed class Waiting(int itemCount, ManualResetEventSlim begun, ManualResetEventSlim end) : IBatchRecommender
    {
        public int ItemCount => itemCount;

        public RatingScale Scale => RatingScale.Stars;

        public void Fit(ReadOnlySpan<Rating> ratings, IProgress<double>? progress, CancellationToken cancellationToken)
        {
            begun.Set();
            end.Wait(TimeSpan.FromMinutes(1), cancellationToken);
        }

        public void Learn(in Rating rating)
        {
        }

        public double Predict(int user, int item) => 1 + ((user + item) % 2 * 3);

        public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded) => 0;
    }
}
