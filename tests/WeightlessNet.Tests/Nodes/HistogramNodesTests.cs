using FsCheck;
using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Nodes;
using Xunit;

namespace WeightlessNet.Tests.Nodes;

public sealed class HistogramNodesTests
{
    [Fact]
    public void A_write_counts_its_level_in_one_cell_of_every_node()
    {
        HistogramNodes nodes = new(2, 2, 3);
        Assert.Equal((2, 2, 3), (nodes.NodeCount, nodes.TupleSize, nodes.LevelCount));
        nodes.Add([3, 0], 2, 5);
        nodes.Add([3, 1], 0, 1);
        Assert.Equal([1, 0, 5], nodes.CountsAt(0, 3).ToArray());
        Assert.Equal([0, 0, 5], nodes.CountsAt(1, 0).ToArray());
        Assert.Equal([1, 0, 0], nodes.CountsAt(1, 1).ToArray());
        Assert.Equal([0, 0, 0], nodes.CountsAt(0, 0).ToArray());
    }

    [Property]
    public void A_cell_counts_what_was_written_to_its_address((byte A, byte B, byte Level, int Weight)[] writes, byte shape)
    {
        HistogramNodes nodes = new(2, 1 + (shape % 8), 1 + (shape % 11));
        Dictionary<(int, int, int), int> model = [];
        foreach ((byte a, byte b, byte any, int weight) in writes)
        {
            byte[] addresses = [.. new[] { a, b }.Select(x => (byte)(x % (1 << nodes.TupleSize)))];
            int level = any % nodes.LevelCount;
            nodes.Add(addresses, level, weight);
            for (int node = 0; node < 2; node++)
            {
                var key = (node, addresses[node], level);
                model[key] = model.GetValueOrDefault(key) + weight;
            }
        }

        for (int cell = 0; cell < 2 << nodes.TupleSize; cell++)
        {
            (int node, int address) = (cell >> nodes.TupleSize, cell % (1 << nodes.TupleSize));
            Assert.Equal(
                Enumerable.Range(0, nodes.LevelCount).Select(level => model.GetValueOrDefault((node, address, level))),
                nodes.CountsAt(node, address).ToArray());
        }
    }

    [Property]
    public void Writes_commute_and_undoing_one_is_exact(
        (byte A, byte B, byte Level, int Weight)[] kept, (byte A, byte B, byte Level)[] undone, ulong seed)
    {
        HistogramNodes expected = new(2, 8, 4);
        foreach ((byte a, byte b, byte level, int weight) in kept)
        {
            expected.Add([a, b], level % 4, weight);
        }

        (byte A, byte B, byte Level, int Weight)[] writes =
            [.. kept, .. undone.Select(w => (w.A, w.B, w.Level, 7)), .. undone.Select(w => (w.A, w.B, w.Level, -7))];
        new SplitMix64(seed).Shuffle<(byte, byte, byte, int)>(writes);
        HistogramNodes actual = new(2, 8, 4);
        foreach ((byte a, byte b, byte level, int weight) in writes)
        {
            actual.Add([a, b], level % 4, weight);
        }

        for (int cell = 0; cell < 512; cell++)
        {
            Assert.True(expected.CountsAt(cell >> 8, cell & 255).SequenceEqual(actual.CountsAt(cell >> 8, cell & 255)));
        }
    }

    [Fact]
    public void Bad_addresses_and_levels_write_nothing()
    {
        HistogramNodes nodes = new(2, 3, 2);
        byte[][] bad = [[], [1], [1, 2, 3], [1, 8], [8, 1], [255, 255]];
        Assert.All(
            bad,
            addresses => Assert.Equal("addresses", Assert.Throws<ArgumentException>(() => nodes.Add(addresses, 0, 1)).ParamName));
        Assert.All(
            [-1, 2, int.MinValue],
            level => Assert.Equal("level", Assert.Throws<ArgumentOutOfRangeException>(() => nodes.Add([0, 0], level, 1)).ParamName));
        for (int cell = 0; cell < 16; cell++)
        {
            Assert.Equal([0, 0], nodes.CountsAt(cell >> 3, cell & 7).ToArray());
        }
    }

    [Theory]
    [InlineData(-1, 0, "node")]
    [InlineData(2, 0, "node")]
    [InlineData(0, -1, "address")]
    [InlineData(0, 8, "address")]
    public void Cells_out_of_range_are_refused(int node, int address, string parameter)
    {
        HistogramNodes nodes = new(2, 3, 4);
        Assert.Equal(parameter, Assert.Throws<ArgumentOutOfRangeException>(() => nodes.CountsAt(node, address).Length).ParamName);
    }

    [Theory]
    [InlineData(0, 6, 2, "nodeCount")]
    [InlineData(1, 0, 2, "tupleSize")]
    [InlineData(1, 9, 2, "tupleSize")]
    [InlineData(1, 6, 0, "levelCount")]
    [InlineData(1, 6, -1, "levelCount")]
    // 2^32 cells or counts: 0 in 32-bit arithmetic.
    [InlineData(1 << 28, 4, 1, "nodeCount")]
    [InlineData(1 << 20, 8, 16, "nodeCount")]
    [InlineData(int.MaxValue, 8, int.MaxValue, "nodeCount")]
    public void Invalid_shapes_are_refused(int nodes, int tupleSize, int levels, string parameter) =>
        Assert.Equal(parameter, Assert.Throws<ArgumentOutOfRangeException>(() => new HistogramNodes(nodes, tupleSize, levels)).ParamName);
}
