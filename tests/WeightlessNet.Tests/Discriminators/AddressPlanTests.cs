using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Nodes;
using Xunit;

namespace WeightlessNet.Tests.Discriminators;

public sealed class AddressPlanTests
{
    // Covers all three ways: gather for small patterns, if the machine has vectors; precomputed rows; and scatter for many nodes or wide
    // addresses.
    [Theory]
    [InlineData(70, 1, 4, 10)]
    [InlineData(70, 1, 9, 20)]
    [InlineData(70, 1, 16, 20)]
    [InlineData(70, 1, 17, 20)]
    [InlineData(70, 1, 32, 20)]
    [InlineData(70, 1, 20, 200)]
    [InlineData(70, 3, 12, 9)]
    [InlineData(70, 3, 33, 9)]
    [InlineData(70, 5, 8, 300)]
    [InlineData(70, 5, 64, 70)]
    [InlineData(1024, 1, 16, 65)]
    [InlineData(1025, 1, 16, 65)]
    [InlineData(250, 5, 4, 5)]
    [InlineData(250, 5, 8, 300)]
    [InlineData(250, 5, 64, 70)]
    public void Samples_have_the_addresses_of_their_patterns(int features, int levels, int tupleSize, int nodes)
    {
        SplitMix64 random = new(5);
        byte[] samples = new byte[features * 20];
        foreach (ref byte value in samples.AsSpan())
        {
            value = random.Next(3) == 0 ? (byte)0 : (byte)random.Next();
        }

        var retina = ThermometerRetina.Quantile(samples, features, levels);
        TupleMapping mapping = TupleMapping.Random(retina.BitCount, tupleSize, nodes, 3);
        AddressPlan plan = new(new InputLayer(retina, mapping), NodeStorage.Sparse);
        AddressPlan patternPlan = new(new InputLayer(mapping), NodeStorage.Sparse);
        ulong[] pattern = new ulong[BitSlice.WordCount(retina.BitCount)];
        for (int i = 0; i < 20; i++)
        {
            byte[] sample = samples[(i * features)..((i + 1) * features)];
            double[] numbers = [.. sample.Select(value => (double)value)];
            retina.Encode(sample, pattern);
            ulong[] expected = [.. Enumerable.Range(0, nodes).Select(node => mapping.AddressOf(pattern, node))];

            Assert.Equal(expected, plan.AddressesOf(sample).ToArray());
            Assert.Equal(expected, plan.AddressesOf(numbers).ToArray());
            Assert.Equal(expected, plan.AddressesOf(pattern).ToArray());
            Assert.Equal(expected, patternPlan.AddressesOf(pattern).ToArray());
        }
    }

    [Theory]
    [InlineData(70, 1, 9, 20)]
    [InlineData(70, 5, 64, 70)]
    [InlineData(1025, 3, 16, 65)]
    [InlineData(250, 5, 8, 300)]
    public void Bytes_are_compared_with_thresholds_below_0_at_once(int features, int levels, int tupleSize, int nodes)
    {
        SplitMix64 random = new(7);
        double[] thresholds = new double[features * levels];
        for (int feature = 0; feature < features; feature++)
        {
            Span<double> own = thresholds.AsSpan(feature * levels, levels);
            foreach (ref double threshold in own)
            {
                threshold = random.Next(300) - 30.5;
            }

            own.Sort();
        }

        ThermometerRetina retina = new(features, thresholds);
        TupleMapping mapping = TupleMapping.Random(retina.BitCount, tupleSize, nodes, 3);
        AddressPlan plan = new(new InputLayer(retina, mapping), NodeStorage.Sparse);
        ulong[] pattern = new ulong[BitSlice.WordCount(retina.BitCount)];
        for (int i = 0; i < 20; i++)
        {
            byte[] sample = new byte[features];
            foreach (ref byte value in sample.AsSpan())
            {
                value = (byte)(random.Next(3) == 0 ? 0 : random.Next());
            }

            retina.Encode(sample, pattern);
            Assert.Equal(plan.AddressesOf(pattern).ToArray(), plan.AddressesOf(sample).ToArray());
        }
    }

    [Theory]
    [InlineData(-3.5)]
    [InlineData(-0.5)]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(254.9)]
    [InlineData(255)]
    [InlineData(1000)]
    public void A_byte_compares_with_any_threshold_like_a_number(double threshold)
    {
        ThermometerRetina retina = new(1, [threshold]);
        AddressPlan plan = new(new InputLayer(retina, new TupleMapping(1, 1, [0])), NodeStorage.Dense);
        for (int value = 0; value < 256; value++)
        {
            Assert.Equal(value > threshold ? 1UL : 0, plan.AddressesOf(new[] { (byte)value })[0]);
        }
    }

    [Fact]
    public void Hashes_are_linear_over_XOR_and_within_range()
    {
        TupleMapping mapping = TupleMapping.Random(128, 40, 6, 3);
        AddressPlan plan = new(new InputLayer(mapping), NodeStorage.Hashed(9, 3, 8));
        ulong[] left = [0x0123456789ABCDEF, 0xFEDCBA9876543210];
        ulong[] right = [0xDEADBEEFCAFEBABE, 0x0F0F1E2D3C4B5A69];
        ulong[] of = plan.AddressesOf(left).ToArray();
        ulong[] other = plan.AddressesOf(right).ToArray();
        ulong[] both = plan.AddressesOf(new[] { left[0] ^ right[0], left[1] ^ right[1] }).ToArray();

        Assert.Equal(18, of.Length);
        Assert.All(of, address => Assert.InRange(address, 0UL, 511UL));
        Assert.Equal(of.Zip(other, (a, b) => a ^ b), both);
        Assert.Equal(of.Distinct().Count(), of.Length);
    }

    [Theory]
    [InlineData(70, 1, 28, 1, 3)]
    [InlineData(70, 1, 28, 64, 1)]
    [InlineData(784, 2, 28, 56, 2)]
    [InlineData(784, 8, 28, 224, 1)]
    [InlineData(200, 3, 9, 65, 4)]
    [InlineData(1100, 1, 64, 300, 1)]
    public void Addresses_are_the_hashes_of_the_tuples(int features, int levels, int tupleSize, int nodes, int hashes)
    {
        SplitMix64 random = new(6);
        byte[] samples = new byte[features * 10];
        foreach (ref byte value in samples.AsSpan())
        {
            value = (byte)random.Next();
        }

        var retina = ThermometerRetina.Quantile(samples, features, levels);
        TupleMapping mapping = TupleMapping.Random(retina.BitCount, tupleSize, nodes, 3);
        ulong[] pattern = new ulong[BitSlice.WordCount(retina.BitCount)];
        foreach (int addressBits in (int[])[1, 7, 12, 16, 17])
        {
            NodeStorage storage = NodeStorage.Hashed(addressBits, hashes, 8);
            ulong[] rows = H3Hash.RowsOf(tupleSize, storage);
            AddressPlan plan = new(new InputLayer(retina, mapping), storage);
            HashGather? gather = addressBits <= 16 ? new HashGather(mapping, static bit => bit, storage) : null;
            ulong[] gathered = new ulong[nodes * hashes];
            for (int i = 0; i < 10; i++)
            {
                byte[] sample = samples[(i * features)..((i + 1) * features)];
                retina.Encode(sample, pattern);
                ulong[] expected =
                [
                    .. Enumerable.Range(0, nodes * hashes).Select(element => HashOf(
                        pattern, mapping.TupleOf(element / hashes), rows.AsSpan(element % hashes * tupleSize, tupleSize))),
                ];
                Assert.Equal(expected, plan.AddressesOf(sample).ToArray());
                Assert.Equal(expected, plan.AddressesOf(pattern).ToArray());
                gather?.AddressesOf(pattern, gathered);
                Assert.True(gather is null || gathered.AsSpan().SequenceEqual(expected));
            }
        }
    }

    private static ulong HashOf(ulong[] pattern, ReadOnlySpan<int> tuple, ReadOnlySpan<ulong> rows)
    {
        ulong hash = 0;
        for (int input = 0; input < tuple.Length; input++)
        {
            hash ^= (pattern[tuple[input] / 64] >> (tuple[input] % 64) & 1) != 0 ? rows[input] : 0;
        }

        return hash;
    }

    [Fact]
    public void Hashes_too_wide_to_share_a_word_have_the_same_values()
    {
        // Hashes are drawn one after the other, so that the first ones do not depend on how many there are.
        TupleMapping mapping = TupleMapping.Random(128, 40, 6, 3);
        ulong[] pattern = [0x0123456789ABCDEF, 0xFEDCBA9876543210];
        ulong[] three = new AddressPlan(new InputLayer(mapping), NodeStorage.Hashed(22, 3, 8)).AddressesOf(pattern).ToArray();
        ulong[] two = new AddressPlan(new InputLayer(mapping), NodeStorage.Hashed(22, 2, 8)).AddressesOf(pattern).ToArray();

        Assert.All(three, address => Assert.InRange(address, 0UL, (1UL << 22) - 1));
        Assert.Equal(two, three.Where((_, element) => element % 3 < 2));
    }

    [Fact]
    public void More_than_65536_nodes_are_addressed()
    {
        const int Nodes = (1 << 16) + 1;
        TupleMapping mapping = new(1100, 1, [.. Enumerable.Range(0, Nodes).Select(node => node % 1100)]);
        ulong[] pattern = new ulong[BitSlice.WordCount(1100)];
        pattern[0] = 0b10;

        ulong[] addresses = new AddressPlan(new InputLayer(mapping), NodeStorage.Dense).AddressesOf(pattern).ToArray();

        Assert.Equal(Enumerable.Range(0, Nodes).Select(node => node % 1100 == 1 ? 1UL : 0), addresses);
    }

    [Fact]
    public void The_pixels_of_a_tuple_are_within_a_window()
    {
        ImageShape shape = new(28, 20, 4);
        TupleMapping mapping = TupleMapping.RandomWindows(shape, 16, 200, 7, 5);
        for (int node = 0; node < 200; node++)
        {
            int[] tuple = mapping.TupleOf(node).ToArray();
            int[] rows = [.. tuple.Select(bit => bit / 4 / 28)];
            int[] columns = [.. tuple.Select(bit => bit / 4 % 28)];
            Assert.True(rows.Max() - rows.Min() < 5 && columns.Max() - columns.Min() < 5);
            Assert.Equal(16, tuple.Distinct().Count());
        }

        // Windows reach all edges of the image.
        int[] all = [.. Enumerable.Range(0, 200).SelectMany(node => mapping.TupleOf(node).ToArray())];
        Assert.Contains(all, bit => bit / 4 / 28 == 0);
        Assert.Contains(all, bit => bit / 4 / 28 == 19);
        Assert.Contains(all, bit => bit / 4 % 28 == 0);
        Assert.Contains(all, bit => bit / 4 % 28 == 27);
        Assert.Throws<ArgumentOutOfRangeException>(() => TupleMapping.RandomWindows(new ImageShape(3, 3, 1), 10, 1, 0));
    }
}
