using System.Globalization;
using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

public sealed class RankingCatalogTests
{
    private const int Users = 60;
    private const int Items = 150;

    // In the middle of a block of 64 items.
    private const int First = 70;

    // A narrow field, and one that is addressed by hash. They say little of what users like.
    private static readonly FeatureSchema<int> Schema = new FeatureSchemaBuilder<int>()
        .OneHot("shelf", item => (item % 5).ToString(CultureInfo.InvariantCulture))
        .MultiHot("tags", item => [$"tag {item % 91}", $"tag {item * 7 % 91}"])
        .Fit([.. Enumerable.Range(0, Items)]);

    private static readonly Rating[] Ratings = MadeRatings();

    public static TheoryData<bool> WithAndWithoutCentralModel => [false, true];

    [Theory]
    [MemberData(nameof(WithAndWithoutCentralModel))]
    public void Answers_are_those_of_a_ranking_created_with_the_items_as_they_are_now(bool hasCentral)
    {
        IItemScoringRecommender[] centrals = hasCentral ? [FittedEase(First)] : [];
        WeightlessRankingRecommender grown = Created(First, centrals);
        LearnAll(grown, First);
        _ = AskedTwice(grown);
        AddAll(grown);
        _ = AskedTwice(grown);
        LearnAll(grown, Items);
        _ = AskedTwice(grown);
        grown.UpdateItem(3, PatternOf(85));
        grown.UpdateItem(First + 1, PatternOf(4));
        WeightlessRankingRecommender expected = new(
            ItemCatalog.Create(Schema, [.. Enumerable.Range(0, Items).Select(item => item == 3 ? 85 : item == First + 1 ? 4 : item)]),
            RatingScale.Stars,
            Options,
            centrals);
        LearnAll(expected, Items);

        Assert.Equal(Items, grown.ItemCount);
        Assert.Equal(AskedTwice(expected), AskedTwice(grown));
        foreach (int item in (int[])[3, First, First + 1, Items - 1])
        {
            Assert.Equivalent(expected.Explain(1, item), grown.Explain(1, item), strict: true);
        }
    }

    [Fact]
    public void The_next_training_is_that_of_a_ranking_created_with_all_items()
    {
        WeightlessRankingRecommender grown = new(CatalogOf(First), RatingScale.Stars, Options);
        grown.Fit([.. Ratings.Where(rating => rating.Item < First)]);
        AddAll(grown);
        grown.Fit(Ratings);
        WeightlessRankingRecommender expected = new(CatalogOf(Items), RatingScale.Stars, Options);
        expected.Fit(Ratings);

        Assert.NotNull(expected.Calibration);
        Assert.Equal(expected.Calibration, grown.Calibration);
        Assert.Equal(AskedTwice(expected), AskedTwice(grown));
        Assert.Contains(Enumerable.Range(First, Items - First), item => CentralParts(grown.Explain(0, item)).Any(part => part != 0));
    }

    [Fact]
    public void An_item_that_came_after_the_training_gets_nothing_from_central_models()
    {
        WeightlessRankingRecommender ranking = Fitted();
        ScoredItem[] all = new ScoredItem[Items];
        Dictionary<int, double> before = ScoresOf(ranking, all);
        AddAll(ranking);
        LearnAll(ranking, Items);

        Assert.Contains(before.Keys, item => CentralParts(ranking.Explain(0, item)).Any(part => part != 0));
        for (int user = 0; user <= Users; user++)
        {
            Span<ScoredItem> listed = all.AsSpan(0, ranking.Recommend(user, all));
            Assert.Contains(listed.ToArray(), scored => scored.Item >= First);
            foreach (ScoredItem scored in listed)
            {
                Explanation explanation = ranking.Explain(user, scored.Item);
                Assert.True(double.IsFinite(scored.Score));
                Assert.Equal(scored.Score, explanation.Score);
                Assert.Equal(scored.Score, explanation.Base.Concat(explanation.ByField).Sum(part => part.Amount), 9);
                Assert.All(CentralParts(explanation), part => Assert.True(part == 0 || scored.Item < First));
            }
        }
    }

    [Fact]
    public void An_own_central_model_is_trained_on_the_items_that_it_has()
    {
        TasteScorer few = new(First);
        WeightlessRankingRecommender ranking = Created(First, [few]);
        AddAll(ranking);
        ranking.Fit(Ratings);
        Assert.NotNull(ranking.Calibration);
        Assert.InRange(few.GreatestItem, 1, First - 1);
        CentralMustBe(ranking, item => item < First);

        TasteScorer all = new(Items);
        ranking.Replace(CatalogOf(Items), [all]);
        ranking.Fit(Ratings);
        Assert.InRange(all.GreatestItem, First, Items - 1);
        CentralMustBe(ranking, _ => true);
        Assert.Throws<ArgumentException>("centrals", () => ranking.Replace(CatalogOf(Items), [new TasteScorer(Items + 1)]));
        Assert.Throws<ArgumentException>("catalog", () => ranking.Replace(CatalogOf(First), []));

        static void CentralMustBe(WeightlessRankingRecommender ranking, Func<int, bool> has) => Assert.All(
            Enumerable.Range(0, Items), item => Assert.Equal(has(item), CentralParts(ranking.Explain(0, item)).Any(part => part != 0)));
    }

    [Theory]
    [MemberData(nameof(WithAndWithoutCentralModel))]
    public void A_grown_catalog_is_saved_and_loaded_with_central_models_and_trained_bits_of_fewer_items(bool hasCentral)
    {
        WeightlessRankingRecommender ranking = hasCentral ? Fitted() : Created(First, []);
        ranking.Fit([.. Ratings.Where(rating => rating.Item < First)]);
        Assert.Contains(ranking.Calibration!, group => group.Weight > 0 && group.Name == (hasCentral ? "EASE" : "audience"));
        AddAll(ranking);
        LearnAll(ranking, Items);
        ranking.UpdateItem(5, PatternOf(99));
        Assert.True(ranking.RemoveItem(3));
        Assert.True(ranking.RemoveItem(First + 3));
        WeightlessRankingRecommender loaded = RankingWorld.Copy(ranking);

        Assert.Equal(AskedTwice(ranking), AskedTwice(loaded));
        Assert.Equal(RankingWorld.Bytes(ranking), RankingWorld.Bytes(loaded));
        Assert.False(loaded.RemoveItem(First + 3));
        foreach (WeightlessRankingRecommender one in (WeightlessRankingRecommender[])[ranking, loaded])
        {
            Assert.Equal(Items, one.AddItem(PatternOf(8)));
            one.Fit(Ratings);
        }

        Assert.Equal(AskedTwice(ranking), AskedTwice(loaded));
    }

    [Fact]
    public void A_removed_item_is_not_recommended_until_it_is_updated()
    {
        WeightlessRankingRecommender ranking = Created(Items, []);
        LearnAll(ranking, Items);
        WeightlessRankingRecommender untouched = RankingWorld.Copy(ranking);
        int last = new Rating(Users, 0, 5).User;
        Assert.True(ranking.RemoveItem(90));
        Assert.False(ranking.RemoveItem(90));
        CheckRemoved();
        Assert.Equal(untouched.Predict(1, 90), ranking.Predict(1, 90));
        Assert.Equal(untouched.Explain(1, 90).Score, ranking.Explain(1, 90).Score);
        ranking.Replace(CatalogOf(Items), []);
        CheckRemoved();
        ranking.Learn(new Rating(2, 90, 5));
        ranking.Fit(Ratings);
        CheckRemoved();
        ranking.UpdateItem(90, PatternOf(90));
        Assert.Contains(Listed(ranking, last), item => item == 90);
        untouched.Fit(Ratings);
        Assert.Equal(AskedTwice(untouched), AskedTwice(ranking));

        void CheckRemoved()
        {
            Assert.DoesNotContain(90, Listed(ranking, last));
            ScoredItem[] one = new ScoredItem[1];
            Assert.Equal(1, ranking.Recommend(last, one, new RecommendationFilter { First = [90] }));
            Assert.NotEqual(90, one[0].Item);
            Assert.Null(ranking.StandingOf(last, 90).Rank);
        }
    }

    [Fact]
    public async Task Items_that_come_and_go_during_a_training_are_there_after_it()
    {
        using ManualResetEventSlim begun = new();
        using ManualResetEventSlim end = new();
        WeightlessRankingRecommender ranking = Created(First, [new TasteScorer(First, begun, end)]);
        WeightlessRankingRecommender expected = Created(First, [new TasteScorer(First)]);
        Rating[] ratings = [.. Ratings.Where(rating => rating.Item < First)];
        Task fit = Task.Run(() => ranking.Fit(ratings));
        Assert.True(begun.Wait(TimeSpan.FromMinutes(1)));
        Change(ranking);
        end.Set();
        await fit;
        expected.Fit(ratings);
        Change(expected);

        Assert.NotNull(ranking.Calibration);
        Assert.Equal(First + 2, ranking.ItemCount);
        Assert.Equal(AskedTwice(expected), AskedTwice(ranking));
        Assert.Equal(First + 2, ranking.AddItem(PatternOf(1)));

        static void Change(WeightlessRankingRecommender changed)
        {
            Assert.Equal(First, changed.AddItem(PatternOf(First)));
            changed.Learn(new Rating(1, First, 5));
            changed.UpdateItem(2, PatternOf(4));
            Assert.True(changed.RemoveItem(5));
            Assert.Equal(First + 1, changed.AddItem(PatternOf(First + 1)));
        }
    }

    [Fact]
    public async Task Items_that_come_at_any_point_of_trainings_are_there_after_them()
    {
        // Too few users to learn weights from, so that a training does not depend on the items of the time.
        Rating[] ratings = [.. Ratings.Where(rating => rating.User < 8 && rating.Item < First)];
        WeightlessRankingRecommender ranking = Created(First, []);
        WeightlessRankingRecommender expected = Created(First, []);
        ranking.Fit(ratings);
        using CancellationTokenSource done = new();
        Task trainings = Task.Run(() =>
        {
            do
            {
                ranking.Fit(ratings);
            }
            while (!done.IsCancellationRequested);
        });
        for (int added = First; added < First + 200; added++)
        {
            // The other thread goes on at an arbitrary point of a training.
            Thread.Sleep(1);
            Change(ranking, added);
            _ = Listed(ranking, 1);
        }

        await done.CancelAsync();
        await trainings;
        ranking.Fit(ratings);
        expected.Fit(ratings);
        for (int added = First; added < First + 200; added++)
        {
            Change(expected, added);
        }

        expected.Fit(ratings);
        Assert.Equal(AskedTwice(expected), AskedTwice(ranking));

        static void Change(WeightlessRankingRecommender changed, int added)
        {
            Assert.Equal(added, changed.AddItem(PatternOf(added)));
            changed.Learn(new Rating(added % Users, added, 4));
            changed.UpdateItem(added - First, PatternOf(added + 5));
            Assert.True(changed.RemoveItem(added - 1));
        }
    }

    [Fact]
    public void Suppositions_and_exports_know_added_items()
    {
        WeightlessRankingRecommender ranking = Fitted();
        AddAll(ranking);
        int added = Items - 1;
        int listed = Listed(ranking, 1).First(item => item != added);
        Standing expected = ranking.StandingOf(1, listed);
        Standing supposed = ranking.IfRated(new Rating(1, added, 5), listed);
        ranking.Learn(new Rating(1, added, 5));
        Assert.Equal(supposed, ranking.StandingOf(1, listed));
        Assert.Equal(expected, ranking.WithoutRating(1, added, listed));
        PersonalRatings exported = ranking.Export(1);
        Assert.Contains(exported.Ratings.ToArray(), rated => rated.Item == added);
        ranking.Import(Users + 5, exported);
        Assert.DoesNotContain(added, Listed(ranking, Users + 5));
        Assert.True(ranking.Forget(Users + 5, added));
        Assert.NotEmpty(ranking.WhatWouldChange(1, listed, 3));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => Fitted().Import(1, exported));
    }

    [Fact]
    public void Invalid_patterns_and_items_are_refused_and_nothing_is_changed()
    {
        WeightlessRankingRecommender ranking = Created(First, []);
        byte[] before = RankingWorld.Bytes(ranking);
        Assert.Throws<ArgumentException>("pattern", () => ranking.AddItem([]));
        Assert.Throws<ArgumentException>("pattern", () => ranking.UpdateItem(0, new ulong[9]));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => ranking.UpdateItem(First, PatternOf(1)));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => ranking.RemoveItem(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ranking.Learn(new Rating(1, First, 5)));
        Assert.Equal(before, RankingWorld.Bytes(ranking));
    }

    [Fact]
    public void The_catalog_of_the_constructor_is_not_changed()
    {
        ItemCatalog catalog = CatalogOf(First);
        WeightlessRankingRecommender ranking = new(catalog, RatingScale.Stars, Options, []);
        ranking.AddItem(PatternOf(1));
        ranking.UpdateItem(0, PatternOf(1));
        Assert.Equal(First, catalog.Count);
        Assert.Equal(PatternOf(0), catalog.PatternOf(0));
    }

    private static WeightlessRankingOptions Options => new() { Nodes = 16 };

    private static WeightlessRankingRecommender Created(int items, IReadOnlyList<IItemScoringRecommender> centrals) =>
        new(CatalogOf(items), RatingScale.Stars, Options, centrals);

    private static WeightlessRankingRecommender Fitted()
    {
        WeightlessRankingRecommender ranking = new(CatalogOf(First), RatingScale.Stars, Options);
        ranking.Fit([.. Ratings.Where(rating => rating.Item < First)]);
        Assert.NotNull(ranking.Calibration);
        return ranking;
    }

    private static EaseRecommender FittedEase(int items)
    {
        EaseRecommender ease = new(items, RatingScale.Stars);
        ease.Fit([.. Ratings.Where(rating => rating.Item < items)]);
        return ease;
    }

    private static ItemCatalog CatalogOf(int items) => ItemCatalog.Create(Schema, [.. Enumerable.Range(0, items)]);

    private static ulong[] PatternOf(int item)
    {
        ulong[] pattern = new ulong[BitSlice.WordCount(Schema.BitCount)];
        Schema.Encode(item, pattern);
        return pattern;
    }

    private static void AddAll(WeightlessRankingRecommender ranking)
    {
        for (int item = ranking.ItemCount; item < Items; item++)
        {
            Assert.Equal(item, ranking.AddItem(PatternOf(item)));
        }
    }

    private static void LearnAll(WeightlessRankingRecommender ranking, int items) =>
        Array.ForEach([.. Ratings.Where(rating => rating.Item < items)], rating => ranking.Learn(rating));

    // A list that is asked for again is made of kept scores.
    private static List<double> AskedTwice(WeightlessRankingRecommender ranking)
    {
        List<double> first = ObservedState.Of(ranking, Users);
        Assert.Equal(first, ObservedState.Of(ranking, Users));
        return first;
    }

    private static int[] Listed(WeightlessRankingRecommender ranking, int user)
    {
        ScoredItem[] all = new ScoredItem[ranking.ItemCount];
        return [.. all[..ranking.Recommend(user, all)].Select(scored => scored.Item)];
    }

    private static Dictionary<int, double> ScoresOf(WeightlessRankingRecommender ranking, ScoredItem[] room) =>
        room[..ranking.Recommend(0, room)].ToDictionary(scored => scored.Item, scored => scored.Score);

    private static IEnumerable<double> CentralParts(Explanation explanation) =>
        explanation.Base.Where(part => part.Kind == ContributionKind.Central).Select(part => part.Amount);

    // Users of three tastes; most have not rated most items.
    private static Rating[] MadeRatings()
    {
        SplitMix64 random = new(5);
        Dictionary<(int, int), Rating> ratings = [];
        for (int i = 0; i < 2400; i++)
        {
            (int user, int item) = (random.Next(Users), random.Next(Items));
            bool likes = user % 3 == item % 3 && random.Next(6) != 0;
            ratings[(user, item)] = new Rating(user, item, (likes ? 4 : 1) + random.Next(2), i);
        }

        return [.. ratings.Values];
    }
}
