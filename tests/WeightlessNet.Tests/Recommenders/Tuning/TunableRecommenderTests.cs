using System.Text.Json;
using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Controls;
using WeightlessNet.Recommenders.Tuning;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Tests.Recommenders.Weightless;
using World = WeightlessNet.Tests.Recommenders.Weightless.WeightlessRecommenderWorld;

namespace WeightlessNet.Tests.Recommenders.Tuning;

public sealed class TunableRecommenderTests
{
    private const int Worlds = 20;

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void A_tuned_ranking_is_the_untuned_one_with_amounts_added_hidden_items_gone_and_pins_first(World world)
    {
        SplitMix64 random = new(world.Seed);
        double points = ((double)world.Scale.Maximum - world.Scale.Minimum) / (1 << 20);
        foreach (WeightlessOptions options in world.Options)
        {
            WeightlessRecommender inner = world.Taught(options, world.Ratings);
            TunableRecommender tunable = new(inner, world.Catalog);
            for (int user = 0; user <= world.Users; user++)
            {
                TuningControl[] controls = ApplySome(tunable, world, user, random.Next(5), ref random);
                int[] pins = [.. controls.Where(c => c.Kind == TuningKind.Pin).Select(c => c.Item!.Value).Distinct()];
                ScoredItem[] untuned = Ranking(inner, user, world.Items);
                ScoredItem[] expected =
                [
                    .. untuned
                        .Where(scored => !controls.Any(control => control.Hides(world.Catalog, scored.Item)))
                        .Select(scored => scored with
                        {
                            Score = scored.Score + (points * controls.Sum(c => c.UnitsFor(world.Catalog, world.Scale, scored.Item))),
                        })
                        .OrderBy(scored => Array.IndexOf(pins, scored.Item) is int at and >= 0 ? at : pins.Length)
                        .ThenByDescending(scored => scored.Score)
                        .ThenBy(scored => scored.Item),
                ];
                Assert.Equal(expected.Length, Ranking(tunable, user, world.Items).Length);
                for (int count = 0; count <= world.Items; count++)
                {
                    Assert.Equal(expected.Take(count), Ranking(tunable, user, count));
                }

                for (int item = 0; item < world.Items; item++)
                {
                    int index = Array.FindIndex(expected, scored => scored.Item == item);
                    Standing standing = tunable.StandingOf(user, item);
                    Assert.Equal(index < 0 ? null : index + 1, standing.Rank);
                    Assert.Equal(inner.Predict(user, item), tunable.Predict(user, item));
                }
            }
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void An_explanation_names_every_control_that_acts_and_sums_to_the_score_exactly(World world)
    {
        SplitMix64 random = new(world.Seed);
        foreach (WeightlessOptions options in world.Options)
        {
            TunableRecommender tunable = new(world.Taught(options, world.Ratings), world.Catalog);
            int user = random.Next(world.Users + 1);
            TuningControl[] controls = ApplySome(tunable, world, user, 6, ref random);
            for (int item = 0; item < world.Items; item++)
            {
                Explanation explanation = tunable.Explain(user, item);
                double[] outer = [.. explanation.Base.Select(part => part.Amount), .. explanation.ByControl.Select(part => part.Amount)];
                Assert.Equal(tunable.StandingOf(user, item).Score, explanation.Score);
                Assert.Equal(explanation.Score, outer.Sum() + explanation.ByField.Sum(part => part.Amount));
                Assert.Equal(explanation.Score, explanation.ByRating.Sum(part => part.Amount) + outer.Reverse().Sum());
                Assert.All(explanation.ByControl, part => Assert.Equal(controls[part.Id - 1], part.Control));
                Assert.Equal(
                    controls.Where(c => c.Hides(world.Catalog, item) || c is { Kind: TuningKind.Pin, Item: int pin } && pin == item
                        || c.UnitsFor(world.Catalog, world.Scale, item) != 0),
                    explanation.ByControl
                        .Where(part => part.Amount != 0 || part.Control.Kind is not (TuningKind.Boost or TuningKind.BoostByLevel))
                        .Select(part => part.Control));
            }
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void Removing_a_control_is_as_if_it_had_never_been_applied(World world)
    {
        SplitMix64 random = new(world.Seed);
        foreach (WeightlessOptions options in world.Options)
        {
            TunableRecommender tunable = new(world.Taught(options, world.Ratings), world.Catalog);
            int user = random.Next(world.Users + 1);
            ApplySome(tunable, world, user, 3, ref random);
            List<double> before = Observed(tunable, world);
            AppliedControl[] kept = [.. tunable.ControlsOf(user)];

            int[] ids = [.. Enumerable.Range(0, 4).Select(
                _ => tunable.Apply(user, SomeControls.Random(world.Catalog, world.Scale, ref random)))];
            AppliedControl last = tunable.ControlsOf(user)[^1];
            Assert.Equal(last.Control, tunable.Undo(user));
            Assert.False(tunable.Remove(user, last.Id));
            random.Shuffle<int>(ids);
            Assert.All(ids, id => Assert.Equal(id != last.Id, tunable.Remove(user, id)));

            Assert.Equal(before, Observed(tunable, world));
            Assert.Equal(kept, tunable.ControlsOf(user));
            Assert.True(tunable.Apply(user, TuningControl.Ban(0)) > ids.Max());
        }
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void Stored_controls_give_the_same_answers_again(World world)
    {
        SplitMix64 random = new(world.Seed);
        WeightlessRecommender inner = world.Taught(world.Shape, world.Ratings);
        TunableRecommender tunable = new(inner, world.Catalog);
        for (int user = 0; user < world.Users; user += 2)
        {
            ApplySome(tunable, world, user, 4, ref random);
            tunable.Remove(user, 2);
        }

        Assert.Equal(Enumerable.Range(0, world.Users).Where(user => user % 2 == 0), tunable.TunedUsers);
        TunableRecommender restored = new(inner, world.Catalog);
        foreach (int user in tunable.TunedUsers)
        {
            string stored = JsonSerializer.Serialize(tunable.ControlsOf(user).Select(applied => applied.Control));
            TuningControl[] read = JsonSerializer.Deserialize<TuningControl[]>(stored)!;
            Assert.Equal(tunable.ControlsOf(user).Select(applied => applied.Control), read);
            Array.ForEach(read, control => restored.Apply(user, control));
        }

        Assert.Equal(Observed(tunable, world), Observed(restored, world));
    }

    [Property(Arbitrary = [typeof(World)], MaxTest = Worlds)]
    public void Counterfactuals_include_controls_as_if_really_removed(World world)
    {
        SplitMix64 random = new(world.Seed);
        TunableRecommender tunable = new(world.Taught(world.Shape, world.Ratings), world.Catalog);
        int user = random.Next(world.Users + 1);
        int item = random.Next(world.Items);
        TuningControl[] controls = ApplySome(tunable, world, user, 5, ref random);
        Standing now = tunable.StandingOf(user, item);
        List<(object, Standing)> expected = [];
        foreach (AppliedControl applied in tunable.ControlsOf(user))
        {
            TunableRecommender without = new(world.Taught(world.Shape, world.Ratings), world.Catalog);
            foreach (TuningControl control in controls.Where((_, i) => i != applied.Id - 1))
            {
                without.Apply(user, control);
            }

            Standing then = without.StandingOf(user, item);
            Assert.Equal(then, tunable.WithoutControl(user, applied.Id, item));
            expected.Add((applied, then));
        }

        foreach (Rating rating in world.Ratings.Where(rating => rating.User == user))
        {
            TunableRecommender without = new(world.Taught(world.Shape, [.. world.Ratings.Where(other => other != rating)]), world.Catalog);
            Array.ForEach(controls, control => without.Apply(user, control));
            Standing then = without.StandingOf(user, item);
            Assert.Equal(then, tunable.WithoutRating(user, rating.Item, item));
            expected.Add((new RatedItem(rating.Item, rating.Value, rating.Timestamp), then));
        }

        Assert.Equal(
            expected.Where(pair => pair.Item2 != now).ToHashSet(),
            tunable.WhatWouldChange(user, item, int.MaxValue).Select(one => ((object?)one.Control ?? one.Rating!, one.Then)).ToHashSet());
        Assert.InRange(tunable.WhatWouldChange(user, item, 2).Count, 0, 2);
    }

    [Fact]
    public void A_control_belongs_to_one_user_and_is_forgotten_with_the_user()
    {
        World world = World.Random(7) with { Users = 3 };
        TunableRecommender tunable = new(world.Taught(new WeightlessOptions(), world.Ratings), world.Catalog);
        List<double> before = Observed(tunable, world);
        Rating[] own = [.. world.Ratings.Where(rating => rating.User == 1)];
        int fresh = Ranking(tunable, 1, 1)[0].Item;
        Assert.Equal(1, tunable.Apply(1, TuningControl.Ban(fresh)));
        Assert.Equal([1], tunable.TunedUsers);
        Assert.Empty(tunable.ControlsOf(0));
        Assert.NotEqual(fresh, Ranking(tunable, 1, 1)[0].Item);
        Assert.NotEqual(before, Observed(tunable, world));

        Assert.Equal(own.Length, tunable.ForgetUser(1));
        Assert.Empty(tunable.ControlsOf(1));
        Assert.Empty(tunable.TunedUsers);
        Assert.Null(tunable.Undo(1));
        Array.ForEach(own, rating => tunable.Learn(rating));
        Assert.Equal(before, Observed(tunable, world));
        Assert.True(tunable.Forget(1, own[0].Item));
        Assert.False(tunable.Forget(1, own[0].Item));
    }

    [Fact]
    public void A_pinned_item_that_is_rated_muted_or_not_allowed_is_not_listed()
    {
        (string[], double?)[] films = [.. Enumerable.Range(0, 8).Select(i => ((string[])[i % 2 == 0 ? "war" : "comedy"], (double?)1990))];
        TunableRecommender tunable = new(new WeightlessRecommender(World.CatalogOf(films), RatingScale.Stars), World.CatalogOf(films));
        Array.ForEach([5, 3, 4, 5, 1], item => tunable.Apply(0, TuningControl.Pin(item)));
        Assert.Equal([5, 3, 4, 1, 0], Ranking(tunable, 0, 5).Select(scored => scored.Item));
        tunable.Learn(new Rating(0, 3, 5));
        Assert.Equal([5, 4, 1], Ranking(tunable, 0, 3).Select(scored => scored.Item));
        int mute = tunable.Apply(0, TuningControl.Mute("genre", "war"));
        Assert.Equal([5, 1, 7], Ranking(tunable, 0, 8).Select(scored => scored.Item));
        Assert.True(tunable.Remove(0, mute));
        ScoredItem[] found = new ScoredItem[3];
        Assert.Equal(3, tunable.Recommend(0, found, new RecommendationFilter { Allowed = [0b1101_0111], First = [6, 1], Excluded = [5] }));
        Assert.Equal([4, 1, 6], found.Select(scored => scored.Item));
    }

    [Fact]
    public void Unknown_names_are_refused_with_a_list_of_the_known_ones()
    {
        World world = World.Random(3) with { Scale = RatingScale.Stars };
        TunableRecommender tunable = new(world.Taught(new WeightlessOptions(), []), world.Catalog);
        string genre = tunable.Fields[0].Values[0];
        AssertRefused(TuningControl.Mute("mood", "dark"), "'mood'", "'genre', 'year'");
        AssertRefused(TuningControl.Mute("genre", "Horror"), "'Horror'", "'genre 0', 'genre 1'");
        TuningCondition[] rule = [TuningCondition.Has("genre", genre), TuningCondition.HasNot("year", "above 3000")];
        AssertRefused(TuningControl.Boost(1, rule), "above 3000");
        AssertRefused(TuningControl.Mute(), "1 to 64 conditions", "0");
        AssertRefused(TuningControl.BoostByLevel("genre", 0.1), "'genre'", "'year'");
        AssertRefused(TuningControl.BoostByLevel("mood", 0.1), "'mood'");
        AssertRefused(TuningControl.BoostByLevel("year", 1.01), "-1 to 1", "1.01");
        AssertRefused(TuningControl.Boost("genre", genre, 4.01), "-4 to 4", "4.01");
        AssertRefused(TuningControl.Boost("genre", genre, double.NaN), "NaN");
        AssertRefused(TuningControl.Pin(world.Items), $"{world.Items}");
        AssertRefused(TuningControl.Ban(-1), "-1");
        AssertRefused(new TuningControl { Kind = TuningKind.Pin }, "null");
        AssertRefused(new TuningControl { Kind = (TuningKind)9 }, "9");
        AssertRefused(TuningControl.Pin(0) with { Amount = 1 }, "Pin", "1");
        AssertRefused(TuningControl.Pin(0) with { Field = "year" }, "'year'");
        AssertRefused(TuningControl.Pin(0) with { Conditions = [TuningCondition.Has("genre", genre)] }, "Pin");
        AssertRefused(TuningControl.Mute("genre", genre) with { Item = 0 }, "0");
        Assert.Throws<ArgumentNullException>("control", () => tunable.Apply(0, null!));
        Assert.Throws<ArgumentNullException>("Conditions", () => new TuningControl { Kind = TuningKind.Mute, Conditions = null! });
        Assert.Throws<ArgumentOutOfRangeException>("user", () => tunable.Apply(-1, TuningControl.Pin(0)));
        Assert.Throws<ArgumentOutOfRangeException>("user", () => tunable.ControlsOf(-1));
        Assert.Throws<ArgumentOutOfRangeException>("user", () => tunable.Remove(-1, 1));
        Assert.Throws<ArgumentOutOfRangeException>("user", () => tunable.Undo(-1));
        Assert.Throws<ArgumentException>("id", () => tunable.WithoutControl(0, 1, 0));
        Assert.Throws<ArgumentException>("catalog", () => new TunableRecommender(tunable, World.CatalogOf([([], 1)])));
        Assert.Empty(tunable.TunedUsers);

        void AssertRefused(TuningControl asked, params string[] said)
        {
            ArgumentException refused = Assert.Throws<ArgumentException>("control", () => tunable.Apply(0, asked));
            Assert.All(said, words => Assert.Contains(words, refused.Message, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void The_maximum_number_of_boosts_keeps_their_sum_exact()
    {
        ItemCatalog catalog = World.CatalogOf([(["war"], 1990), ([], 1980)]);
        TunableRecommender tunable = new(new WeightlessRecommender(catalog, RatingScale.Stars), catalog);
        double before = tunable.StandingOf(0, 0).Score;
        for (int i = 0; i < TunableRecommender.MaximumBoosts; i++)
        {
            tunable.Apply(0, TuningControl.Boost("genre", "war", 4));
        }

        Assert.Throws<InvalidOperationException>(() => tunable.Apply(0, TuningControl.Boost("genre", "war", 4)));
        Assert.Equal(before + (4 * TunableRecommender.MaximumBoosts), tunable.StandingOf(0, 0).Score);
        tunable.Apply(0, TuningControl.Ban(1));
        Assert.Equal([0], Ranking(tunable, 0, 2).Select(scored => scored.Item));
    }

    [Fact]
    public async Task Concurrent_tuning_learning_and_asking_end_in_the_sequential_state()
    {
        World world = World.Random(4) with { Users = 4 };
        WeightlessOptions options = new() { Nodes = 8, MaximumHotUsers = 2 };
        TunableRecommender shared = new(world.Taught(options), world.Catalog);
        await Task.WhenAll(Enumerable.Range(0, 4).Select(user => Task.Run(() => Work(shared, user))));

        TunableRecommender alone = new(world.Taught(options), world.Catalog);
        for (int user = 0; user < 4; user++)
        {
            Work(alone, user);
            Assert.Equal(alone.ControlsOf(user), shared.ControlsOf(user));
        }

        // To this thread, the crowd's statistics may lack what the others learned in the last 16 milliseconds. What is forgotten shows at
        // once, and with it all before.
        Rating last = new(0, 0, world.Scale.Maximum);
        foreach (TunableRecommender tunable in (TunableRecommender[])[shared, alone])
        {
            tunable.Learn(last);
            Assert.True(tunable.Forget(last.User, last.Item));
        }

        Assert.Equal(Observed(alone, world), Observed(shared, world));

        void Work(TunableRecommender tunable, int user)
        {
            SplitMix64 random = new((ulong)user);
            for (int step = 0; step < 150; step++)
            {
                Rating rating = new(user, random.Next(world.Items), world.RandomValue(ref random));
                TuningControl control = SomeControls.Random(world.Catalog, world.Scale, ref random);
                switch (random.Next(6))
                {
                    case 0:
                        tunable.Learn(rating);
                        break;
                    case 1:
                        tunable.Forget(user, rating.Item);
                        break;
                    case 2:
                        tunable.Apply(user, control);
                        break;
                    case 3:
                        tunable.Undo(user);
                        break;
                    case 4:
                        Assert.True(double.IsFinite(tunable.IfRated(rating, 0).Score));
                        Assert.True(double.IsFinite(tunable.Explain(user, 0).Score));
                        break;
                    default:
                        Assert.InRange(tunable.WhatWouldChange(user, rating.Item, 2).Count, 0, 2);
                        Assert.InRange(Ranking(tunable, user, 3).Length, 0, 3);
                        break;
                }
            }
        }
    }

    private static TuningControl[] ApplySome(TunableRecommender tunable, World world, int user, int count, ref SplitMix64 random)
    {
        TuningControl[] controls = new TuningControl[count];
        for (int i = 0; i < count; i++)
        {
            controls[i] = SomeControls.Random(world.Catalog, world.Scale, ref random);
            tunable.Apply(user, controls[i]);
        }

        return controls;
    }

    private static ScoredItem[] Ranking(IRecommender recommender, int user, int count)
    {
        ScoredItem[] ranking = new ScoredItem[count];
        return ranking[..recommender.Recommend(user, ranking)];
    }

    private static List<double> Observed(TunableRecommender tunable, World world)
    {
        List<double> seen = ObservedState.Of(tunable, world.Users);
        for (int user = 0; user <= world.Users; user++)
        {
            for (int item = 0; item < world.Items; item++)
            {
                Explanation explanation = tunable.Explain(user, item);
                seen.AddRange([explanation.Score, .. explanation.ByControl.Select(part => part.Amount)]);
                seen.Add(tunable.StandingOf(user, item).Rank ?? 0);
            }
        }

        return seen;
    }
}
