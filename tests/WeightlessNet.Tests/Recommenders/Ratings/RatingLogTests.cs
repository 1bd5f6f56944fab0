using FsCheck;
using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Ratings;

public sealed class RatingLogTests
{
    private static readonly RatingScale Bytes = new(0, 255, 1);

    private static readonly RatingScale[] Scales =
        [RatingScale.HalfStars, RatingScale.Stars, new(-10, 10, 0.25f), new(0, 1, 0.001f), new(-1, 1, 1)];

    [Property(MaxTest = 300)]
    public void A_log_holds_what_a_dictionary_holds((byte User, byte Item, byte Value, bool Remove)[] steps)
    {
        RatingLog log = new(Bytes);
        Dictionary<(int User, int Item), RatedItem> model = [];
        for (int i = 0; i < steps.Length; i++)
        {
            (int user, int item) key = (steps[i].User % 5, steps[i].Item % 9);
            RatedItem entry = new(key.item, steps[i].Value, i);
            RatedItem before = model.GetValueOrDefault(key);
            if (steps[i].Remove)
            {
                Assert.Equal(model.Remove(key), log.Remove(key.user, key.item, out RatedItem removed));
                Assert.Equal(before, removed);
            }
            else
            {
                Rating rating = new(key.user, key.item, entry.Value, entry.Timestamp);
                Assert.Equal(model.ContainsKey(key), log.Set(rating, out RatedItem replaced));
                Assert.Equal(before, replaced);
                model[key] = entry;
            }

            Assert.Equal(model.Count, log.RatingCount);
            Assert.Equal(model.Keys.Select(pair => pair.User + 1).DefaultIfEmpty().Max(), log.UserCount);
        }

        for (int user = 0; user < 6; user++)
        {
            RatedItem[] expected = [.. model.Where(pair => pair.Key.User == user).Select(pair => pair.Value).OrderBy(entry => entry.Item)];
            Assert.Equal(expected, log.OfUser(user).ToArray());
            for (int item = 0; item < 10; item++)
            {
                int index = Array.FindIndex(expected, entry => entry.Item >= item);
                index = index < 0 ? expected.Length : index;
                bool present = index < expected.Length && expected[index].Item == item;
                Assert.Equal(present ? index : ~index, log.IndexOf(user, item));
            }
        }
    }

    [Fact]
    public void Users_far_apart_are_kept_and_removed_one_by_one()
    {
        int[] users = [0, 1023, 1024, 5_000_000, RecommenderArguments.UserBound - 1];
        RatingLog log = new(Bytes);
        foreach (int user in users)
        {
            Assert.False(log.Set(new Rating(user, 2, 1), out _));
        }

        for (int left = users.Length; left > 0; left--)
        {
            Assert.Equal(users[left - 1] + 1, log.UserCount);
            Assert.Equal(users.Take(left), log.ToArray().Select(rating => rating.User));
            Assert.Equal(users.Contains(users[left - 1] - 1), !log.OfUser(users[left - 1] - 1).IsEmpty);
            Assert.True(log.Remove(users[left - 1], 2, out _));
        }

        Assert.Equal(0, log.UserCount);
        Assert.Throws<ArgumentOutOfRangeException>(() => log.Set(new Rating(RecommenderArguments.UserBound, 2, 1), out _));
        Assert.Equal(0, log.UserCount);
    }

    [Fact]
    public void Unknown_users_and_items_have_no_entries()
    {
        RatingLog log = new(Bytes);
        log.Set(new Rating(2, 5, 4), out _);
        int[] unknown = [-1, 0, 1, 3, int.MinValue, int.MaxValue];
        Assert.All(unknown, user => Assert.True(log.OfUser(user).IsEmpty));
        Assert.All(unknown, user => Assert.Equal(~0, log.IndexOf(user, 5)));
        Assert.All(unknown, user => Assert.False(log.Remove(user, 5, out _)));
        Assert.False(log.Remove(2, 4, out _));
        Assert.Equal((1, 3), (log.RatingCount, log.UserCount));
    }

    [Fact]
    public void Many_entries_of_many_users_stay_separate()
    {
        RatingLog log = new(Bytes);
        for (int step = 0; step < 3000; step++)
        {
            int user = step * 7 % 300;
            log.Set(new Rating(user, step * 11 % 3000, user, step), out _);
        }

        Assert.Equal((3000, 300), (log.RatingCount, log.UserCount));
        for (int user = 0; user < 300; user++)
        {
            RatedItem[] entries = log.OfUser(user).ToArray();
            Assert.Equal(10, entries.Length);
            Assert.Equal(entries.OrderBy(entry => entry.Item), entries);
            Assert.All(entries, entry => Assert.Equal(user, entry.Value));
        }
    }

    [Fact]
    public void A_user_id_that_no_array_can_hold_is_refused_and_nothing_is_added()
    {
        RatingLog log = new(Bytes);
        Assert.Throws<ArgumentOutOfRangeException>(() => log.Set(new Rating(1 << 30, 0, 1), out _));
        Assert.Equal((0, 0), (log.RatingCount, log.UserCount));
    }

    [Property(MaxTest = 300)]
    public void Every_rating_comes_back_to_the_bit(ulong seed)
    {
        SplitMix64 random = new(seed);
        RatingScale scale = Scales[random.Next(Scales.Length)];
        RatingLog log = new(scale);
        SortedDictionary<int, RatedItem> model = [];
        int odd = random.Next(6);
        for (int step = random.Next(60); step > 0; step--)
        {
            int item = random.Next(4) == 0 ? int.MaxValue - random.Next(3) : random.Next(12);
            if (random.Next(3) == 0)
            {
                Assert.Equal(model.Remove(item), log.Remove(0, item, out _));
            }
            else
            {
                RatedItem entry = new(item, ValueOf(scale, odd, ref random), TimeOf(odd, ref random));
                log.Set(new Rating(0, entry.Item, entry.Value, entry.Timestamp), out _);
                model[item] = entry;
            }

            RatedItem[] entries = log.OfUser(0).ToArray();
            Assert.Equal(model.Values, entries);
            Assert.Equal(
                model.Values.Select(entry => BitConverter.SingleToInt32Bits(entry.Value)),
                entries.Select(entry => BitConverter.SingleToInt32Bits(entry.Value)));
            Assert.All(
                model.Keys.Append(5).Append(int.MaxValue),
                known => Assert.Equal(model.ContainsKey(known), log.IndexOf(0, known) >= 0));
        }
    }

    [Fact]
    public void Learning_and_forgetting_a_rating_takes_no_memory()
    {
        RatingLog log = new(RatingScale.HalfStars);
        for (int item = 0; item < 100; item++)
        {
            log.Set(new Rating(0, item * 37 % 100, 4, item), out _);
        }

        AllocationAssert.None(() =>
        {
            log.Set(new Rating(0, 101, 4, 7), out _);
            log.Remove(0, 101, out _);
        });
    }

    [Fact]
    public void A_forgotten_rating_is_nowhere_in_memory_and_the_rest_is_as_if_it_had_never_been_there()
    {
        const long Before1970 = -5;
        RatingLog log = new(RatingScale.HalfStars);
        log.Set(new Rating(3, 1, 4, 77), out _);
        log.Set(new Rating(3, 2, 3.3f, Before1970), out _);
        log.Set(new Rating(9, 2, 3.3f, Before1970), out _);
        Assert.Equal([new RatedItem(1, 4, 77), new RatedItem(2, 3.3f, Before1970)], log.OfUser(3).ToArray());

        Assert.True(log.Remove(3, 2, out RatedItem removed));
        Assert.Equal(new RatedItem(2, 3.3f, Before1970), removed);
        Assert.True(log.Remove(9, 2, out _));
        Assert.Equal((1, 4), (log.RatingCount, log.UserCount));
        Assert.True(log.Remove(3, 1, out _));
        Assert.Equal((0, 0), (log.RatingCount, log.UserCount));
        Assert.True(log.OfUser(3).IsEmpty);
    }

    [Property(MaxTest = 200)]
    public void Removing_a_user_is_removing_each_rating_of_the_user((byte User, byte Item, byte Value, bool Between)[] ratings, byte user)
    {
        RatingLog once = new(Bytes);
        RatingLog each = new(Bytes);
        Counts onceCounts = new();
        Counts eachCounts = new();
        foreach ((byte given, byte item, byte value, bool between) in ratings)
        {
            Rating rating = new(given % 4, item % 50, between ? value / 2f : value, item);
            once.Set(rating, onceCounts);
            each.Set(rating, eachCounts);
        }

        int expected = 0;
        for (int item = 0; item < 50; item++)
        {
            expected += each.Remove(user % 4, item, eachCounts) ? 1 : 0;
        }

        Assert.Equal(expected, once.RemoveUser(user % 4, onceCounts));
        Assert.Equal(0, once.RemoveUser(user % 4, onceCounts));
        Assert.Equal(each.ToArray(), once.ToArray());
        Assert.Equal((each.UserCount, each.RatingCount), (once.UserCount, once.RatingCount));
        Assert.Equal(eachCounts.Held, onceCounts.Held);
        Assert.Equal(once.ToArray().ToHashSet(), onceCounts.Held);
    }

    [Fact]
    public void Adding_all_ratings_of_a_user_is_setting_each()
    {
        SplitMix64 random = new(7);
        foreach (RatingScale scale in Scales)
        {
            RatingLog atOnce = new(scale);
            RatingLog each = new(scale);
            for (int user = 0; user < 200; user += 1 + random.Next(3))
            {
                int odd = random.Next(4);
                RatedItem[] rated = new RatedItem[1 + random.Next(40)];
                for (int i = 0; i < rated.Length; i++)
                {
                    rated[i] = new RatedItem((3 * i) + random.Next(3), ValueOf(scale, odd, ref random), TimeOf(odd, ref random));
                    each.Set(new Rating(user, rated[i].Item, rated[i].Value, rated[i].Timestamp), out _);
                }

                atOnce.AddAll(user, rated);
                Assert.True(atOnce.OfUser(user).Equals(each.OfUser(user)), "the entries have another form");
            }

            Assert.Equal(each.ToArray(), atOnce.ToArray());
            Assert.Equal((each.UserCount, each.RatingCount), (atOnce.UserCount, atOnce.RatingCount));
            foreach (Rating rating in each.ToArray())
            {
                each.Remove(rating.User, rating.Item, out RatedItem expected);
                Assert.True(atOnce.Remove(rating.User, rating.Item, out RatedItem removed));
                Assert.Equal(expected, removed);
                Assert.True(atOnce.OfUser(rating.User).Equals(each.OfUser(rating.User)), "the entries have another form");
            }
        }
    }

    [Fact]
    public void The_level_of_an_entry_is_that_on_the_scale()
    {
        // The last one has levels whose values single precision cannot tell apart.
        foreach (RatingScale scale in (RatingScale[])[.. Scales, new(1e-20f, 1e-19f, 1e-20f), new(16_777_216, 16_777_316, 0.5f)])
        {
            PackedRatings packing = new(scale);
            for (int level = 0; level < scale.LevelCount; level++)
            {
                float value = scale.ValueOf(level);
                foreach (float near in (float[])[value, MathF.BitIncrement(value), MathF.BitDecrement(value)])
                {
                    int expected = scale.LevelOf(near);
                    bool packs = packing.TryPack(new RatedItem(5, near, 6), out ulong packed);
                    Assert.Equal(BitConverter.SingleToInt32Bits(scale.ValueOf(expected)) == BitConverter.SingleToInt32Bits(near), packs);
                    Assert.True(!packs || packing.LevelOf(packed) == expected, $"{near} has level {expected}");
                }
            }
        }
    }

    [Theory]
    [InlineData(4, 0.5f)] // packed: zeros are the lowest rating of item 0
    [InlineData(3.3f, 0)]
    public void The_memory_of_a_removed_user_is_cleared(float value, float cleared)
    {
        RatingLog log = new(RatingScale.HalfStars);
        Counts counts = new();
        log.Set(new Rating(3, 7, value, 77), counts);
        log.Set(new Rating(3, 9, value, 78), counts);
        UserRatings held = log.OfUser(3);

        Assert.Equal(2, log.RemoveUser(3, counts));

        Assert.Equal([new RatedItem(0, cleared, 0), new RatedItem(0, cleared, 0)], held.ToArray());
        Assert.Equal((0, 0), (log.RatingCount, log.UserCount));
    }

    [Fact]
    public void Arrays_with_gaps_are_cleared_behind_removed_values_and_shrink()
    {
        long[] first = GapArray.Insert<long>(null, 0, 0, 5);
        long[] array = first;
        for (int count = 1; count < 40; count++)
        {
            long[] before = array;
            array = GapArray.Insert(array, count, 0, 100 + count);
            Assert.True(before == array || before.All(value => value == 0));
        }

        Assert.InRange(array.Length, 40, 45);
        long[] values = array[..40];
        for (int count = 40; count > 1; count--)
        {
            long[] before = array;
            array = GapArray.RemoveAt(array, count, 0)!;
            Assert.True(before == array || before.All(value => value == 0));
            Assert.Equal(values[^(count - 1)..], array[..(count - 1)]);
            Assert.DoesNotContain(array[(count - 1)..], value => value != 0);
            Assert.InRange(array.Length, count - 1, (2 * (count - 1)) + 8);
        }

        Assert.Null(GapArray.RemoveAt(array, 1, 0));
        Assert.DoesNotContain(array, value => value != 0);
    }

    private static float ValueOf(RatingScale scale, int odd, ref SplitMix64 random) => odd == 1 && random.Next(4) == 0
        ? (float)Math.Clamp(scale.Minimum + (random.NextDouble() * (scale.Maximum - scale.Minimum)), scale.Minimum, scale.Maximum)
        : odd == 2 && random.Next(4) == 0 && scale.Contains(0) ? -0f : scale.ValueOf(random.Next(scale.LevelCount));

    private static long TimeOf(int odd, ref SplitMix64 random) => odd == 3 && random.Next(4) == 0
        ? (long)random.Next()
        : random.Next(2) == 0 ? random.Next(int.MaxValue) : uint.MaxValue - random.Next(2);

    private sealed class Counts : IRatingObserver
    {
        public HashSet<Rating> Held { get; } = [];

        public void Count(int user, in RatedItem rated, int sign)
        {
            Rating rating = new(user, rated.Item, rated.Value, rated.Timestamp);
            Assert.True(sign > 0 ? Held.Add(rating) : Held.Remove(rating));
        }
    }
}
