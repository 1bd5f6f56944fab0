using WeightlessNet.Recommenders.Context.Internals;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Context;

public sealed class LikeTableTests
{
    private const ulong Young = 7;
    private const ulong Old = 3;
    private static readonly ContextGroup OfItems = new(0, [0], ContextGroup.WholeItem, IsOfUsers: true, "age x item");
    private static readonly ContextGroup OfGenres = new(1, [0], 0, IsOfUsers: true, "age x item's genre");

    [Theory]
    [InlineData(true, 10)]
    [InlineData(false, 20)]
    public void A_lift_is_the_logarithm_of_likes_by_expected_likes(bool isOfItems, double added)
    {
        LikeTable table = Filled(isOfItems ? OfItems : OfGenres);

        // 40 likes of 80 are of the young, so 15 of the 30 of item 1 are expected.
        Assert.Equal(Math.Log2((30 + added) / (15 + added)), table.LiftOf(Young, 1) / 65536.0, 1e-4);
        Assert.Equal(Math.Log2((0 + added) / (15 + added)), table.LiftOf(Old, 1) / 65536.0, 1e-4);
        Assert.Equal(0, table.LiftOf(Young, 99));
        Assert.Equal(0, table.LiftOf(99, 1));
    }

    [Fact]
    public void Likes_are_taken_out_exactly_in_any_order()
    {
        LikeTable table = Filled(OfItems);
        byte[] before = BytesOf(table);
        table.Add(Young, 5, 1);
        table.Add(11, 1, 1);
        Assert.NotEqual(before, BytesOf(table));
        table.Add(11, 1, -1);
        table.Add(Young, 5, -1);
        Assert.Equal(before, BytesOf(table));
    }

    [Fact]
    public void Lifts_of_many_items_are_those_of_each()
    {
        ulong[][] items = [[1], [2], [0], [1]];
        int[] lifts = new int[4];
        LikeTable genres = Filled(OfGenres);
        genres.Write(Young, items, lifts);
        Assert.Equal([genres.LiftOf(Young, 1), genres.LiftOf(Young, 2), 0, genres.LiftOf(Young, 1)], lifts);
        LikeTable whole = Filled(OfItems);
        whole.Write(Young, items, lifts);
        Assert.Equal([0, whole.LiftOf(Young, 1), whole.LiftOf(Young, 2), 0], lifts);
        whole.Write(99, items, lifts);
        Assert.Equal([0, 0, 0, 0], lifts);
    }

    private static LikeTable Filled(ContextGroup group)
    {
        LikeTable table = new(group);
        for (int like = 0; like < 40; like++)
        {
            table.Add(Young, like < 30 ? 1ul : 2, 1);
            table.Add(Old, 2, 1);
        }

        return table;
    }

    private static byte[] BytesOf(LikeTable table)
    {
        using MemoryStream stream = new();
        SnapshotWriter.Save(part => stream.Write(part), writer =>
        {
            writer.BeginObject(SnapshotKind.DescribedUsers);
            table.WriteTo(writer);
        });
        return stream.ToArray();
    }
}
