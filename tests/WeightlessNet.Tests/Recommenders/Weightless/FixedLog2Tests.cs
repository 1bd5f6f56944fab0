using FsCheck.Xunit;
using WeightlessNet.Recommenders.Weightless.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public class FixedLog2Tests
{
    private const double Unit = 1.0 / (1 << FixedLog2.FractionBits);

    [Property(MaxTest = 2000)]
    public void A_logarithm_is_right_to_its_last_bit(ulong bits, byte shift)
    {
        ulong value = Math.Max(1, bits >> (shift % 64));

        // Rounded down, from a table with an error far below one unit.
        Assert.InRange(FixedLog2.Of(value) * Unit, Math.Log2(value) - (1.02 * Unit), Math.Log2(value) + (0.02 * Unit));
    }

    [Fact]
    public void Powers_of_two_are_exact()
    {
        for (int power = 0; power < 128; power++)
        {
            Assert.Equal((long)power << FixedLog2.FractionBits, FixedLog2.Of((UInt128)1 << power));
        }
    }

    [Fact]
    public void A_greater_number_has_no_smaller_logarithm()
    {
        long before = 0;
        for (ulong value = 1; value < 300_000; value++)
        {
            long logarithm = FixedLog2.Of(value);
            Assert.True(logarithm >= before);
            before = logarithm;
        }

        Assert.True(FixedLog2.Of(ulong.MaxValue) <= FixedLog2.Of((UInt128)ulong.MaxValue + 1));
        Assert.InRange(FixedLog2.Of(UInt128.MaxValue), (128L << FixedLog2.FractionBits) - 1, 128L << FixedLog2.FractionBits);
    }
}
