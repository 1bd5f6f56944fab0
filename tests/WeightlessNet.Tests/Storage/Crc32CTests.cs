using System.Text;
using WeightlessNet.Bits;
using WeightlessNet.Storage;
using Xunit;

namespace WeightlessNet.Tests.Storage;

public sealed class Crc32CTests
{
    // RFC 3720, appendix B.4, and the check value of the catalog of CRC algorithms.
    [Fact]
    public void Known_vectors_have_known_checksums()
    {
        Assert.Equal(0u, Crc32C.Append(Crc32C.Empty, []));
        Assert.Equal(0xE3069283u, Crc32C.Append(Crc32C.Empty, Encoding.ASCII.GetBytes("123456789")));
        Assert.Equal(0x8A9136AAu, Crc32C.Append(Crc32C.Empty, new byte[32]));
        Assert.Equal(0x62A8AB43u, Crc32C.Append(Crc32C.Empty, Enumerable.Repeat((byte)0xFF, 32).ToArray()));
        Assert.Equal(0x46DD794Eu, Crc32C.Append(Crc32C.Empty, Enumerable.Range(0, 32).Select(i => (byte)i).ToArray()));
        Assert.Equal(0x113FDB5Cu, Crc32C.Append(Crc32C.Empty, Enumerable.Range(0, 32).Select(i => (byte)(31 - i)).ToArray()));
    }

    [Fact]
    public void Checksums_equal_those_of_one_bit_at_a_time_for_any_split_of_the_bytes()
    {
        SplitMix64 random = new(1);
        byte[] bytes = new byte[99];
        foreach (ref byte value in bytes.AsSpan())
        {
            value = (byte)random.Next();
        }

        uint expected = BitByBit(bytes);
        for (int cut = 0; cut <= bytes.Length; cut++)
        {
            Assert.Equal(expected, Crc32C.Append(Crc32C.Append(Crc32C.Empty, bytes.AsSpan(0, cut)), bytes.AsSpan(cut)));
        }
    }

    private static uint BitByBit(byte[] bytes)
    {
        uint register = uint.MaxValue;
        foreach (byte value in bytes)
        {
            register ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                register = (register >> 1) ^ ((register & 1) * 0x82F63B78);
            }
        }

        return ~register;
    }
}
