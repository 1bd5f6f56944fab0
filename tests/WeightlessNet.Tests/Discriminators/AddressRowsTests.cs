using FsCheck;
using FsCheck.Xunit;
using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using Xunit;

namespace WeightlessNet.Tests.Discriminators;

public sealed class AddressRowsTests
{
    [Property]
    public void Addresses_agree_with_the_mapping(byte bits, byte inputs, byte nodes, ulong seed)
    {
        (TupleMapping mapping, AddressRows rows, ulong[] pattern) = Make(bits, inputs, nodes, seed);
        byte[] addresses = new byte[rows.NodeCount];
        Array.Fill(addresses, (byte)0xA5);
        rows.AddressesOf(pattern, addresses);
        Assert.Equal(mapping.NodeCount, rows.NodeCount);
        Assert.Equal(Addresses(mapping, pattern), addresses);
    }

    [Property]
    public void Flipping_a_bit_gives_the_addresses_of_the_changed_pattern(byte bits, byte inputs, byte nodes, ulong seed)
    {
        (TupleMapping mapping, AddressRows rows, ulong[] pattern) = Make(bits, inputs, nodes, seed);
        byte[] addresses = Addresses(mapping, pattern);
        for (int bit = 0; bit < mapping.BitCount; bit++)
        {
            pattern[bit / 64] ^= 1UL << (bit % 64);
            rows.Flip(bit, addresses);
            Assert.Equal(Addresses(mapping, pattern), addresses);
        }
    }

    [Property]
    public void The_row_of_a_thermometer_level_is_that_of_its_first_bits(byte bits, byte inputs, byte nodes, byte first, ulong seed)
    {
        (TupleMapping mapping, AddressRows rows, ulong[] pattern) = Make(bits, inputs, nodes, seed);
        int firstBit = first % mapping.BitCount;
        int levels = mapping.BitCount - firstBit;
        byte[] level = rows.ThermometerRows(firstBit, levels);
        Assert.Equal((levels + 1) * rows.NodeCount, level.Length);
        for (int set = 0; set <= levels; set++)
        {
            Array.Clear(pattern);
            new BitSlice(pattern, firstBit, levels).SetFirst(set);
            Assert.Equal(Addresses(mapping, pattern), level.AsSpan(set * rows.NodeCount, rows.NodeCount).ToArray());
        }
    }

    [Fact]
    public void A_bit_that_a_tuple_holds_twice_counts_at_both_positions()
    {
        AddressRows rows = new(new TupleMapping(2, 3, [1, 0, 1]));
        Assert.Equal([0b101], rows.RowOf(1).ToArray());
        Assert.Equal([0b010], rows.RowOf(0).ToArray());
    }

    [Fact]
    public void A_tuple_whose_address_does_not_fit_a_byte_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new AddressRows(TupleMapping.Random(20, 9, 1, 1)));

    private static (TupleMapping Mapping, AddressRows Rows, ulong[] Pattern) Make(byte bits, byte inputs, byte nodes, ulong seed)
    {
        TupleMapping mapping = TupleMapping.Random(1 + bits, 1 + (inputs % 8), 1 + nodes, seed);
        ulong[] pattern = new ulong[BitSlice.WordCount(mapping.BitCount)];
        SplitMix64 random = new(~seed);
        for (int bit = 0; bit < mapping.BitCount; bit++)
        {
            pattern[bit / 64] |= (ulong)random.Next(2) << (bit % 64);
        }

        return (mapping, new AddressRows(mapping), pattern);
    }

    private static byte[] Addresses(TupleMapping mapping, ulong[] pattern) =>
        [.. Enumerable.Range(0, mapping.NodeCount).Select(node => (byte)mapping.AddressOf(pattern, node))];
}
