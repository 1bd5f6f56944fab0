using FsCheck;
using FsCheck.Xunit;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders;

public sealed class RatingLogTests
{
    [Property(MaxTest = 300)]
    public void A_log_holds_what_a_dictionary_holds((byte User, byte Item, byte Value, bool Remove)[] steps)
    {
        RatingLog log = new();
        Dictionary<(int User, int Item), RatedItem> model = [];
        int users = 0;
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
                users = Math.Max(users, key.user + 1);
            }

            Assert.Equal(model.Count, log.RatingCount);
            Assert.Equal(users, log.UserCount);
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
    public void Users_and_items_of_which_nothing_is_known_have_no_entries()
    {
        RatingLog log = new();
        log.Set(new Rating(2, 5, 4), out _);
        int[] unknown = [-1, 0, 1, 3, int.MinValue, int.MaxValue];
        Assert.All(unknown, user => Assert.True(log.OfUser(user).IsEmpty));
        Assert.All(unknown, user => Assert.Equal(~0, log.IndexOf(user, 5)));
        Assert.All(unknown, user => Assert.False(log.Remove(user, 5, out _)));
        Assert.False(log.Remove(2, 4, out _));
        Assert.Equal((1, 3), (log.RatingCount, log.UserCount));
    }

    [Fact]
    public void Many_entries_of_many_users_stay_apart()
    {
        RatingLog log = new();
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
        RatingLog log = new();
        Assert.Throws<ArgumentOutOfRangeException>(() => log.Set(new Rating(1 << 30, 0, 1), out _));
        Assert.Equal((0, 0), (log.RatingCount, log.UserCount));
    }
}
