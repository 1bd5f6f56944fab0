using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using Xunit;

namespace WeightlessNet.Tests.Encoders;

public sealed class EncoderExtensionsTests
{
    private static readonly double[] Numbers = [0, 0.3, 1, double.NaN, -5, 17];
    private static readonly string?[] Words = ["a", "c", null, "unknown", "b"];

    [Fact]
    public void Every_encoder_encodes_many_values_like_single_ones()
    {
        AssertSame(ThermometerEncoder.Linear(0, 1, 70), Numbers);
        AssertSame(new CircularThermometerEncoder(0, 24, 65), Numbers);
        AssertSame(new GrayEncoder(0, 1, 9), Numbers);
        AssertSame(new OneHotEncoder(["a", "b", "c"]), Words);
        AssertSame<IEnumerable<string>?>(new MultiHotEncoder(["a", "b", "c"]), [["a", "b"], [], null, ["c", "d"]]);
        AssertSame<IEnumerable<string>?>(new HashedEncoder(130), [["a", "b"], [], null, ["c", "d"]]);
    }

    [Fact]
    public void Patterns_of_another_length_and_a_missing_encoder_are_refused()
    {
        GrayEncoder encoder = new(0, 1, 9);
        ulong[] patterns = new ulong[5];

        Assert.Throws<ArgumentException>("patterns", () => encoder.Encode(Numbers.AsSpan(), patterns));
        Assert.Throws<ArgumentNullException>("encoder", () => ((IEncoder<double>)null!).Encode(Numbers, patterns));
    }

    private static void AssertSame<T>(IEncoder<T> encoder, T[] values)
    {
        int words = BitSlice.WordCount(encoder.BitCount);
        ulong[] patterns = new ulong[words * values.Length];
        Array.Fill(patterns, ulong.MaxValue);
        encoder.Encode(values.AsSpan(), patterns);
        for (int i = 0; i < values.Length; i++)
        {
            ulong[] single = new ulong[words];
            encoder.Encode(values[i], new BitSlice(single, 0, encoder.BitCount));
            Assert.Equal(single, patterns[(i * words)..((i + 1) * words)]);
        }

        Assert.Contains(patterns, word => word != 0);
    }
}
