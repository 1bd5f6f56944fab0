using FsCheck;
using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Nodes;
using Xunit;

namespace WeightlessNet.Tests.Nodes;

public sealed class SumNodesTests
{
    [Fact]
    public void Cells_start_empty_and_lie_node_by_node()
    {
        SumNodes nodes = new(3, 2);
        Assert.Equal((3, 2), (nodes.NodeCount, nodes.TupleSize));
        Assert.Equal(new SumCell[12], nodes.Cells.ToArray());

        nodes.Add([3, 0, 1], 2, -7);
        Assert.Equal([3, 4, 9], Enumerable.Range(0, 12).Where(cell => nodes.Cells[cell] != default));
        Assert.Equal(new SumCell(2, -7), nodes[0, 3]);
        Assert.Equal(new SumCell(2, -7), nodes[1, 0]);
        Assert.Equal(new SumCell(2, -7), nodes[2, 1]);
        Assert.Equal(default, nodes[2, 0]);
    }

    [Property]
    public void A_cell_holds_the_sum_of_what_was_written_to_its_address((byte A, byte B, byte C, int Count, int Sum)[] writes, byte shape)
    {
        SumNodes nodes = new(3, 1 + (shape % 8));
        Dictionary<(int, int), SumCell> model = [];
        foreach ((byte a, byte b, byte c, int count, int sum) in writes)
        {
            byte[] addresses = [.. new[] { a, b, c }.Select(x => (byte)(x % (1 << nodes.TupleSize)))];
            nodes.Add(addresses, count, sum);
            for (int node = 0; node < 3; node++)
            {
                SumCell cell = model.GetValueOrDefault((node, addresses[node]));
                model[(node, addresses[node])] = new SumCell(cell.Count + count, cell.Sum + sum);
            }
        }

        for (int cell = 0; cell < nodes.Cells.Length; cell++)
        {
            (int node, int address) = (cell >> nodes.TupleSize, cell % (1 << nodes.TupleSize));
            Assert.Equal(model.GetValueOrDefault((node, address)), nodes[node, address]);
            Assert.Equal(nodes[node, address], nodes.Cells[cell]);
        }
    }

    [Property]
    public void Adding_commutes_and_undoing_leaves_no_trace(
        (byte A, byte B, int Count, int Sum)[] kept, (byte A, byte B, int, int)[] undone, ulong seed)
    {
        SumNodes expected = new(2, 8);
        foreach ((byte a, byte b, int count, int sum) in kept)
        {
            expected.Add([a, b], count, sum);
        }

        (byte A, byte B, int Count, int Sum)[] writes = [.. kept, .. undone, .. undone.Select(w => (w.A, w.B, -w.Item3, -w.Item4))];
        new SplitMix64(seed).Shuffle<(byte, byte, int, int)>(writes);
        SumNodes actual = new(2, 8);
        foreach ((byte a, byte b, int count, int sum) in writes)
        {
            actual.Add([a, b], count, sum);
        }

        Assert.Equal(expected.Cells.ToArray(), actual.Cells.ToArray());
    }

    [Fact]
    public void Bad_addresses_write_nothing()
    {
        SumNodes nodes = new(2, 3);
        byte[][] bad = [[], [1], [1, 2, 3], [1, 8], [8, 1], [255, 255], [0, 128]];
        Assert.All(
            bad,
            addresses => Assert.Equal("addresses", Assert.Throws<ArgumentException>(() => nodes.Add(addresses, 1, 1)).ParamName));
        Assert.Equal(new SumCell[16], nodes.Cells.ToArray());
    }

    [Fact]
    public void Nodes_of_8_inputs_take_every_byte()
    {
        SumNodes nodes = new(1, 8);
        nodes.Add([255], 1, 5);
        Assert.Equal(new SumCell(1, 5), nodes[0, 255]);
    }

    [Theory]
    [InlineData(-1, 0, "node")]
    [InlineData(2, 0, "node")]
    [InlineData(0, -1, "address")]
    [InlineData(0, 8, "address")]
    public void A_cell_that_is_none_is_refused(int node, int address, string parameter)
    {
        SumNodes nodes = new(2, 3);
        Assert.Equal(parameter, Assert.Throws<ArgumentOutOfRangeException>(() => nodes[node, address]).ParamName);
    }

    [Theory]
    [InlineData(0, 6, "nodeCount")]
    [InlineData(-1, 6, "nodeCount")]
    [InlineData(1, 0, "tupleSize")]
    [InlineData(1, 9, "tupleSize")]
    // 2^32 and 2^31 cells: shifted within 32 bits they would be none, or fewer than none.
    [InlineData(1 << 28, 4, "nodeCount")]
    [InlineData(1 << 23, 8, "nodeCount")]
    [InlineData(int.MaxValue, 8, "nodeCount")]
    public void A_shape_that_is_none_is_refused(int nodes, int inputs, string parameter) =>
        Assert.Equal(parameter, Assert.Throws<ArgumentOutOfRangeException>(() => new SumNodes(nodes, inputs)).ParamName);
}
