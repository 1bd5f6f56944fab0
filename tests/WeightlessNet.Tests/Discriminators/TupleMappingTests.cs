using FsCheck;
using FsCheck.Xunit;
using WeightlessNet.Discriminators;
using Xunit;

namespace WeightlessNet.Tests.Discriminators;

public sealed class TupleMappingTests
{
    [Property]
    public void Numbers_of_uses_of_bits_differ_by_at_most_1(PositiveInt bits, byte inputs, PositiveInt nodes, ulong seed)
    {
        TupleMapping mapping = TupleMapping.Random(bits.Get, 1 + (inputs % 64), nodes.Get, seed);
        int[] uses = new int[bits.Get];
        foreach (int bit in Tuples(mapping).SelectMany(tuple => tuple))
        {
            uses[bit]++;
        }

        Assert.Equal(mapping.NodeCount * mapping.TupleSize, uses.Sum());
        Assert.InRange(uses.Max() - uses.Min(), 0, 1);
    }

    [Property]
    public void No_tuple_holds_a_bit_twice_if_there_are_enough_bits(byte inputs, NonNegativeInt more, PositiveInt nodes, ulong seed)
    {
        int size = 1 + (inputs % 64);
        TupleMapping mapping = TupleMapping.Random(size + (more.Get % 7), size, nodes.Get, seed);
        Assert.All(Tuples(mapping), tuple => Assert.Equal(size, tuple.Distinct().Count()));
    }

    [Property]
    public void Joined_nodes_tell_the_same_patterns_apart_as_before(ulong seed, ushort first, ushort second)
    {
        TupleMapping small = TupleMapping.Random(16, 3, 20, seed);
        TupleMapping large = TupleMapping.Random(16, 7, 30, seed);
        TupleMapping joined = TupleMapping.Join(small, large);

        Assert.Equal((16, 7, 50), (joined.BitCount, joined.TupleSize, joined.NodeCount));
        for (int node = 0; node < joined.NodeCount; node++)
        {
            TupleMapping before = node < 20 ? small : large;
            int place = node < 20 ? node : node - 20;
            Assert.Equal(
                before.AddressOf([first], place) == before.AddressOf([second], place),
                joined.AddressOf([first], node) == joined.AddressOf([second], node));
        }

        Assert.Equal([new NodeRange(0, 20), new NodeRange(20, 30)], joined.Groups);
        Assert.Equal(joined.Groups, new TupleMapping(16, 7, [.. Tuples(joined).SelectMany(tuple => tuple)]).Groups);
    }

    [Fact]
    public void Nodes_are_one_group_unless_mappings_of_several_sizes_were_joined()
    {
        TupleMapping small = TupleMapping.Random(16, 3, 20, 1);
        TupleMapping large = TupleMapping.Random(16, 7, 20, 1);
        Assert.Equal([new NodeRange(0, 20)], small.Groups);
        Assert.Equal([new NodeRange(0, 40)], TupleMapping.Join(small, TupleMapping.Random(16, 3, 20, 2)).Groups);
        Assert.Equal([new NodeRange(0, 100)], TupleMapping.Join(small, large, small, large, small).Groups);
        Assert.Equal([new NodeRange(0, 35)], TupleMapping.Join(small, TupleMapping.Random(16, 7, 15, 1)).Groups);

        // Of 2 bits, each tuple of 3 repeats one.
        Assert.Equal([new NodeRange(0, 99)], TupleMapping.Random(2, 3, 99, 1).Groups);
    }

    [Fact]
    public void Only_mappings_for_the_same_patterns_are_joined()
    {
        TupleMapping mapping = TupleMapping.Random(16, 3, 20, 1);
        Assert.Throws<ArgumentException>("mappings", () => TupleMapping.Join());
        Assert.Throws<ArgumentNullException>("mappings", () => TupleMapping.Join(mapping, null!));
        Assert.Throws<ArgumentException>("mappings", () => TupleMapping.Join(mapping, TupleMapping.Random(17, 3, 20, 1)));
    }

    [Property]
    public void Equal_seeds_give_equal_mappings_and_different_seeds_different_ones(ulong seed)
    {
        Assert.Equal(Tuples(TupleMapping.Random(41, 6, 64, seed)), Tuples(TupleMapping.Random(41, 6, 64, seed)));
        Assert.NotEqual(Tuples(TupleMapping.Random(41, 6, 64, seed)), Tuples(TupleMapping.Random(41, 6, 64, seed + 1)));
    }

    // Random mappings are part of the storage format. The expected values come from an independent implementation in another language.
    // Tuples 2 and 4 span two permutations.
    [Fact]
    public void A_random_mapping_is_the_same_in_every_version()
    {
        Assert.Equal([[0, 2, 6], [1, 5, 4], [3, 0, 6], [5, 4, 2], [1, 3, 2]], Tuples(TupleMapping.Random(7, 3, 5, 1)));
        Assert.Equal([[0, 1, 0], [1, 1, 0]], Tuples(TupleMapping.Random(2, 3, 2, 9)));
    }

    [Fact]
    public void An_address_has_the_bits_of_the_tuple_in_order()
    {
        TupleMapping mapping = new(70, 3, [0, 64, 69, 69, 1, 0]);
        Assert.Equal((70, 3, 2), (mapping.BitCount, mapping.TupleSize, mapping.NodeCount));
        ulong[] pattern = [0b01, 0b100000];
        Assert.Equal(0b101UL, mapping.AddressOf(pattern, 0));
        Assert.Equal(0b101UL, mapping.AddressOf(pattern, 1));
        pattern = [0b10, 0b000001];
        Assert.Equal(0b010UL, mapping.AddressOf(pattern, 0));
        Assert.Equal(0b010UL, mapping.AddressOf(pattern, 1));
    }

    [Fact]
    public void An_address_may_have_64_bits()
    {
        TupleMapping mapping = new(64, 64, [.. Enumerable.Range(0, 64)]);
        Assert.Equal(0xFEDC_BA98_7654_3210, mapping.AddressOf([0xFEDC_BA98_7654_3210], 0));
    }

    [Fact]
    public void A_mapping_keeps_its_own_copy_of_the_tuples()
    {
        int[] bits = [0, 1];
        TupleMapping mapping = new(2, 2, bits);
        bits[0] = 1;
        Assert.Equal([0, 1], mapping.TupleOf(0).ToArray());
    }

    [Fact]
    public void Invalid_tuples_are_refused()
    {
        Assert.Equal("bitCount", Assert.Throws<ArgumentOutOfRangeException>(() => new TupleMapping(0, 1, [0])).ParamName);
        Assert.Equal("tupleSize", Assert.Throws<ArgumentOutOfRangeException>(() => new TupleMapping(2, 0, [0])).ParamName);
        Assert.Equal("tupleSize", Assert.Throws<ArgumentOutOfRangeException>(() => new TupleMapping(2, 65, new int[65])).ParamName);
        int[][] bad = [[], [0], [0, 1, 0], [0, 2], [-1, 0]];
        Assert.All(bad, bits => Assert.Equal("bits", Assert.Throws<ArgumentException>(() => new TupleMapping(2, 2, bits)).ParamName));
    }

    [Theory]
    [InlineData(0, 6, 64, "bitCount")]
    [InlineData(-1, 6, 64, "bitCount")]
    [InlineData(41, 0, 64, "tupleSize")]
    [InlineData(41, 65, 64, "tupleSize")]
    [InlineData(41, 6, 0, "nodeCount")]
    [InlineData(41, 6, -1, "nodeCount")]
    [InlineData(41, 64, int.MaxValue, "nodeCount")]
    public void Invalid_shapes_are_refused(int bits, int tupleSize, int nodes, string parameter) =>
        Assert.Equal(parameter, Assert.Throws<ArgumentOutOfRangeException>(() => TupleMapping.Random(bits, tupleSize, nodes, 1)).ParamName);

    [Fact]
    public void Nodes_out_of_range_and_short_patterns_are_refused()
    {
        TupleMapping mapping = TupleMapping.Random(65, 6, 4, 1);
        Assert.Equal("node", Assert.Throws<ArgumentOutOfRangeException>(() => mapping.TupleOf(4).Length).ParamName);
        Assert.Equal("node", Assert.Throws<ArgumentOutOfRangeException>(() => mapping.TupleOf(-1).Length).ParamName);
        Assert.Equal("node", Assert.Throws<ArgumentOutOfRangeException>(() => mapping.AddressOf(new ulong[2], 4)).ParamName);
        Assert.Equal("pattern", Assert.Throws<ArgumentException>(() => mapping.AddressOf(new ulong[1], 0)).ParamName);
    }

    private static int[][] Tuples(TupleMapping mapping) =>
        [.. Enumerable.Range(0, mapping.NodeCount).Select(node => mapping.TupleOf(node).ToArray())];

    [Fact]
    public void Sizes_too_large_for_an_array_are_refused()
    {
        ImageShape shape = new(10, 10, 1);
        Assert.Throws<ArgumentOutOfRangeException>("nodeCount", () => TupleMapping.RandomWindows(shape, 64, int.MaxValue, 1));
        Assert.Throws<ArgumentOutOfRangeException>("nodeCount", () => TupleMapping.RandomWindows(shape, 2, 1 << 30, 1));
        Assert.Throws<ArgumentOutOfRangeException>("nodeCount", () => TupleMapping.Random(100, 64, int.MaxValue, 1));
        Assert.Throws<ArgumentOutOfRangeException>("tupleSize", () => TupleMapping.RandomWindows(default, 1, 1, 1));
    }
}
