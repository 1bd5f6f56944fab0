using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Serving.Internals;
using Xunit;

namespace WeightlessNet.Tests.Serving;

public sealed class ShapedListTests
{
    [Fact]
    public void Each_place_gets_the_first_item_that_the_rules_allow()
    {
        SplitMix64 random = new(7);
        for (int round = 0; round < 300; round++)
        {
            const int Count = 150;
            int[] values = [.. Enumerable.Range(0, Count).Select(_ => random.Next(12))];
            int[] kinds = [.. Enumerable.Range(0, Count).Select(_ => random.Next(4))];
            int most = 1 + random.Next(4);
            int least = random.Next(9);
            int other = random.Next(9);
            int wanted = 5 + random.Next(40);
            ListRules Rules() => new(
                round % 3 == 0 ? [] : [(most, item => [$"{values[item]}"])],
                round % 5 == 0 ? [] : [(least, item => (kinds[item] & 1) != 0), (other, item => (kinds[item] & 2) != 0)]);
            List<ScoredItem> filled = new ShapedList(PoolOf(Count, wanted), Rules()).Fill(wanted, 0);
            Assert.Equal(Expected(Rules(), Count, wanted), filled.Select(one => one.Item));
        }
    }

    [Fact]
    public void Items_that_limits_leave_out_are_looked_at_once()
    {
        const int Count = 20_000;
        const int Wanted = 10;
        int asked = 0;
        string[] same = ["same"];
        ListRules rules = new([(1, ValuesOf)], []);
        List<ScoredItem> list = new ShapedList(PoolOf(Count, Wanted), rules).Fill(Wanted, 0);
        Assert.Equal([0, .. Enumerable.Range(Count - 9, 9)], list.Select(one => one.Item));

        // Once each, and again those that got a place.
        Assert.InRange(asked, Count, Count + (2 * Wanted));

        string[] ValuesOf(int item)
        {
            asked++;
            return item < Count - 9 ? same : [$"{item}"];
        }
    }

    [Fact]
    public void Only_so_many_items_are_compared_however_long_the_list_is()
    {
        Assert.Equal(100, PoolOf(20_000, 5).Near);
        Assert.Equal(500, PoolOf(20_000, 50).Near);
        Assert.Equal(2000, PoolOf(20_000, 5000).Near);
        Assert.Equal(30, PoolOf(30, 5000).Near);
        Assert.Equal(Enumerable.Range(0, 5000), new ShapedList(PoolOf(20_000, 5000), new([], [])).Fill(5000, 0).Select(one => one.Item));
    }

    private static ListPool PoolOf(int count, int wanted) =>
        new(size => ([.. Enumerable.Range(0, size).Select(item => new ScoredItem(item, -item))], size == count), count, wanted);

    [Fact]
    public void A_ranking_that_has_ended_is_not_asked_again()
    {
        // So many are allowed, of which one has just been removed.
        List<int> asked = [];
        ListPool pool = new(
            size =>
            {
                asked.Add(size);
                return ([.. Enumerable.Range(0, Math.Min(size, 300)).Skip(1).Select(item => new ScoredItem(item, -item))], size > 300);
            },
            1_000_000,
            10);

        Assert.True(pool.TryGet(298, out ScoredItem last));
        Assert.Equal(299, last.Item);
        Assert.False(pool.TryGet(299, out _));
        Assert.False(pool.TryGet(5000, out _));
        Assert.Equal([100, 400], asked);
    }

    private static List<int> Expected(ListRules rules, int count, int wanted)
    {
        List<int> list = [];
        while (list.Count < wanted)
        {
            int next = Enumerable.Range(0, count).Where(item => !list.Contains(item) && rules.Allow(item, wanted - list.Count))
                .FirstOrDefault(-1);
            if (next >= 0)
            {
                rules.Take(next);
                list.Add(next);
            }
            else if (!rules.GiveUpMinimums())
            {
                break;
            }
        }

        return list;
    }
}
