using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using Xunit;

namespace WeightlessNet.Tests.Discriminators;

public class WideFieldHashTests
{
    private const int Width = 300;

    private static readonly byte[] Pinned = [59, 24, 20, 51, 33, 33, 13, 35, 62, 43, 52, 44];

    [Fact]
    public void An_empty_field_has_an_address_of_its_own()
    {
        Assert.All(AddressesOf(70, 64, []), address => Assert.Equal(WideFieldHash.EmptyAddress, address));
        for (int word = 0; word < Width; word++)
        {
            Assert.All(AddressesOf(70, 64, [word]), address => Assert.InRange(address, 1, 63));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(63)]
    [InlineData(64)]
    [InlineData(100)]
    public void Only_the_bits_of_the_field_count_wherever_it_lies(int firstBit)
    {
        ulong[] pattern = new ulong[(firstBit + Width + 127) / 64];
        Array.Fill(pattern, ulong.MaxValue);
        for (int bit = firstBit; bit < firstBit + Width; bit++)
        {
            pattern[bit >> 6] &= ~(1UL << bit);
        }

        byte[] addresses = new byte[64];
        WideFieldHash.Addresses(pattern, firstBit, Width, 5, addresses);
        Assert.Equal(new byte[64], addresses);

        foreach (int word in (int[])[0, 40, 299])
        {
            pattern[(firstBit + word) >> 6] |= 1UL << (firstBit + word);
        }

        WideFieldHash.Addresses(pattern, firstBit, Width, 5, addresses);
        Assert.Equal(AddressesOf(0, 64, [0, 40, 299]), addresses);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(1, 1, 3)]
    [InlineData(2, 4, 4)]
    [InlineData(5, 1, 0)]
    public void Two_patterns_have_an_address_in_common_as_often_as_their_words_overlap(int common, int left, int right)
    {
        const int Nodes = 20_000;
        int[] shared = [.. Enumerable.Range(0, common)];
        byte[] one = AddressesOf(3, Nodes, [.. shared, .. Enumerable.Range(100, left)]);
        byte[] other = AddressesOf(3, Nodes, [.. shared, .. Enumerable.Range(200, right)]);
        double overlap = (double)common / (common + left + right);

        Assert.Equal(overlap + ((1 - overlap) / 63), one.Zip(other).Count(pair => pair.First == pair.Second) / (double)Nodes, 0.015);
    }

    [Fact]
    public void Addresses_are_spread_evenly()
    {
        int[] counts = new int[64];
        for (int word = 0; word < Width; word++)
        {
            foreach (byte address in AddressesOf(0, 200, [word, (word + 1) % Width]))
            {
                counts[address]++;
            }
        }

        Assert.All(counts[1..], count => Assert.InRange(count, 850, 1060));
    }

    [Fact]
    public void Addresses_are_those_of_the_format()
    {
        Assert.Equal(Pinned, AddressesOf(17, 12, [3, 150, 151]));
        Assert.Equal(Pinned[..5], AddressesOf(17, 5, [3, 150, 151]));
    }

    private static byte[] AddressesOf(int firstBit, int nodes, int[] words)
    {
        ulong[] pattern = new ulong[(firstBit + Width + 63) / 64];
        foreach (int word in words)
        {
            pattern[(firstBit + word) >> 6] |= 1UL << (firstBit + word);
        }

        byte[] addresses = new byte[nodes];
        WideFieldHash.Addresses(pattern, firstBit, Width, 5, addresses);
        return addresses;
    }
}
