using WeightlessNet.Bits;
using WeightlessNet.Encoders;

namespace WeightlessNet.Tests.Encoders;

public sealed class EncoderRangeTests
{
    // The reflected binary code of 3 bits.
    private static readonly ulong[] Codes = [0b000, 0b001, 0b011, 0b010, 0b110, 0b111, 0b101, 0b100];

    [Fact]
    public void Steps_of_a_range_not_starting_at_zero_have_the_reflected_binary_code()
    {
        GrayEncoder encoder = new(-2, 6, 3);

        for (int step = 0; step < Codes.Length; step++)
        {
            Assert.Equal(step, encoder.StepOf(-2 + step));
            Assert.Equal(step, encoder.StepOf(-2 + step + 0.99));
            Assert.Equal(Codes[step], Encode(encoder, -2 + step + 0.5));
        }
    }

    [Theory]
    [InlineData(double.NaN, 0)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(-2.1, 0)]
    [InlineData(6, 7)]
    [InlineData(1e300, 7)]
    [InlineData(double.PositiveInfinity, 7)]
    public void Values_outside_the_range_have_the_steps_of_its_ends(double value, int step) =>
        Assert.Equal(step, new GrayEncoder(-2, 6, 3).StepOf(value));

    [Theory]
    [InlineData(double.NaN, 1, 3)]
    [InlineData(0, double.PositiveInfinity, 3)]
    [InlineData(double.MinValue, double.MaxValue, 3)]
    [InlineData(5, 5, 3)]
    [InlineData(5, 4, 3)]
    [InlineData(0, 1, 0)]
    [InlineData(0, 1, 31)]
    public void Invalid_ranges_and_bit_counts_are_refused(double minimum, double maximum, int bitCount) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new GrayEncoder(minimum, maximum, bitCount));

    [Theory]
    [InlineData(0, 2)]
    [InlineData(64, 0)]
    [InlineData(64, 17)]
    public void A_hashed_encoder_needs_bits_and_sets_1_to_16_for_each_word(int bitCount, int bitsPerWord) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new HashedEncoder(bitCount, bitsPerWord));

    [Theory]
    [InlineData(double.NaN, 24, 8)]
    [InlineData(0, double.PositiveInfinity, 8)]
    [InlineData(0, 0, 8)]
    [InlineData(0, -24, 8)]
    [InlineData(0, 24, 1)]
    public void Invalid_circles_are_refused(double origin, double period, int bitCount) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => new CircularThermometerEncoder(origin, period, bitCount));

    private static ulong Encode(GrayEncoder encoder, double value)
    {
        // The word has bits set inside and outside the window; those outside must stay.
        ulong[] word = [0b1_0111];
        encoder.Encode(value, new BitSlice(word, 0, encoder.BitCount));
        Assert.Equal(0b1_0000UL, word[0] & ~0b111UL);
        return word[0] & 0b111;
    }
}
