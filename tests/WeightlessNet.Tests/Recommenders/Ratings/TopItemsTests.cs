using FsCheck;
using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Ratings;

public sealed class TopItemsTests
{
    [Property(MaxTest = 300)]
    public void The_best_items_are_the_first_of_all_items_sorted(byte[] scores, byte capacity, ulong seed)
    {
        // Few different scores, so that many tie; items come in any order.
        ScoredItem[] items = [.. scores.Select((score, item) => new ScoredItem(item, (score % 7) - 3.5))];
        new SplitMix64(seed).Shuffle<ScoredItem>(items);
        ScoredItem[] destination = new ScoredItem[capacity % 40];
        TopItems top = new(destination);
        foreach (ScoredItem item in items)
        {
            top.Offer(item.Item, item.Score);
        }

        int count = top.Complete();
        Assert.Equal(Math.Min(items.Length, destination.Length), count);
        Assert.Equal(Sorted(items).Take(destination.Length), destination.Take(count));
        Assert.All(destination.Skip(count), item => Assert.Equal(default, item));
    }

    [Property]
    public void An_item_that_is_not_accepted_would_not_have_entered(byte[] scores, byte capacity)
    {
        ScoredItem[] items = [.. scores.Select((score, item) => new ScoredItem(item, score % 7))];
        ScoredItem[] destination = new ScoredItem[capacity % 10];
        TopItems top = new(destination);
        for (int i = 0; i < items.Length; i++)
        {
            // What is among the best of the items up to this one is accepted, and nothing else.
            Assert.Equal(Sorted(items[..(i + 1)]).Take(destination.Length).Contains(items[i]), top.Accepts(items[i].Score));
            if (top.Accepts(items[i].Score))
            {
                top.Offer(items[i].Item, items[i].Score);
            }
        }

        Assert.Equal(Sorted(items).Take(destination.Length), destination.Take(top.Complete()));
    }

    [Fact]
    public void Items_of_equal_score_go_by_id()
    {
        ScoredItem[] destination = new ScoredItem[2];
        TopItems top = new(destination);
        foreach (int item in new[] { 3, 1, 2, 0, 4 })
        {
            top.Offer(item, 1);
        }

        Assert.Equal(2, top.Complete());
        Assert.Equal([new(0, 1), new(1, 1)], destination);
    }

    [Fact]
    public void A_selection_without_room_keeps_nothing()
    {
        TopItems top = new([]);
        Assert.False(top.Accepts(double.PositiveInfinity));
        top.Offer(0, double.PositiveInfinity);
        Assert.Equal(0, top.Complete());
    }

    [Fact]
    public void Infinite_scores_are_ordered_too()
    {
        ScoredItem[] destination = new ScoredItem[3];
        TopItems top = new(destination);
        top.Offer(0, double.NegativeInfinity);
        top.Offer(1, 0);
        top.Offer(2, double.PositiveInfinity);
        Assert.Equal(3, top.Complete());
        Assert.Equal([2, 1, 0], destination.Select(item => item.Item));
    }

    private static IEnumerable<ScoredItem> Sorted(IEnumerable<ScoredItem> items) =>
        items.OrderByDescending(item => item.Score).ThenBy(item => item.Item);
}
