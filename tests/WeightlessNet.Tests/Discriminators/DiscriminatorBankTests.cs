using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Nodes;
using Xunit;

namespace WeightlessNet.Tests.Discriminators;

public sealed class DiscriminatorBankTests
{
    private const int Nodes = 5;
    private const int TupleSize = 6;

    [Fact]
    public void Dense_cells_become_sparse_when_there_would_be_too_many()
    {
        InputLayer layer = new(TupleMapping.Random(30, TupleSize, Nodes, 1));
        // Room for 32 classes, not for 64.
        DiscriminatorBank dense = new(layer, NodeStorage.Dense, (long)Nodes << TupleSize << 5);
        DiscriminatorBank sparse = new(layer, NodeStorage.Sparse);
        SplitMix64 random = new(1);
        List<(ulong[] Addresses, int Class)> learned = [];
        for (int i = 0; i < 500; i++)
        {
            int discriminator = i < 100 ? i : random.Next(100);
            if (discriminator == dense.Count)
            {
                Assert.Equal(dense.Add(), sparse.Add());
            }

            ulong[] addresses = [.. Enumerable.Range(0, Nodes).Select(_ => (ulong)random.Next(1 << TupleSize))];
            learned.Add((addresses, discriminator));
            dense.Learn(addresses, discriminator);
            sparse.Learn(addresses, discriminator);
            Assert.Equal(dense.Count <= 32 ? typeof(DenseCellBank) : typeof(SparseCellBank), dense.Cells.GetType());
        }

        Assert.Equal(NodeStorage.Dense, dense.Storage);
        Assert.Equal(sparse.NonZero(), dense.NonZero());
        Assert.Equal(sparse.Read(learned[0].Addresses).ToArray(), dense.Read(learned[0].Addresses).ToArray());
        foreach ((ulong[] addresses, int discriminator) in learned)
        {
            Assert.True(dense.TryForget(addresses, discriminator));
        }

        Assert.Empty(dense.NonZero());
        Assert.False(dense.TryForget(learned[0].Addresses, learned[0].Class));
    }

    [Fact]
    public void Hashed_cells_without_room_refuse_another_class()
    {
        // 2^24 addresses for 16 classes take 512 MiB, so only the arithmetic is tested.
        NodeStorage storage = NodeStorage.Hashed(24);
        Assert.Same(storage, storage.ForMore(4, 30, 16, NodeStorage.MostDenseCells));
        Assert.Throws<InvalidOperationException>(() => storage.ForMore(4, 30, 64, NodeStorage.MostDenseCells));
        Assert.Equal(NodeStorage.Dense, NodeStorage.Dense.ForMore(1, 23, 32, NodeStorage.MostDenseCells));
        Assert.Equal(NodeStorage.Sparse, NodeStorage.Dense.ForMore(1, 23, 64, NodeStorage.MostDenseCells));
        Assert.Throws<ArgumentException>("layer", () => storage.For(200, 30, "layer"));
        Assert.Throws<ArgumentException>("layer", () => NodeStorage.Dense.For(200, 24, "layer"));
    }

    [Fact]
    public void Dense_cells_take_tuples_of_up_to_24_bits()
    {
        Assert.Same(NodeStorage.Dense, NodeStorage.Dense.For(1, 24, "layer"));
        Assert.Throws<ArgumentException>("layer", () => NodeStorage.Dense.For(1, 25, "layer"));
    }
}
