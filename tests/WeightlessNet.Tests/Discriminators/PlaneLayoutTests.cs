using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;

namespace WeightlessNet.Tests.Discriminators;

public sealed class PlaneLayoutTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(64, 3)]
    [InlineData(65, 2)]
    [InlineData(200, 5)]
    public void Bits_of_planes_and_of_turned_ones_are_those_of_the_pattern(int features, int levels)
    {
        SplitMix64 random = new(4);
        byte[] sample = new byte[features];
        foreach (ref byte value in sample.AsSpan())
        {
            value = (byte)random.Next();
        }

        ThermometerRetina retina = new(
            features, [.. Enumerable.Range(0, features * levels).Select(bit => 256.0 * ((bit % levels) + 1) / (levels + 1))]);
        BytePlanes bytes = new(retina);
        ulong[] pattern = new ulong[BitSlice.WordCount(retina.BitCount)];
        ulong[] planes = new ulong[bytes.Layout.WordCount];
        ulong[] turned = new ulong[bytes.Layout.WordCount];
        retina.Encode(sample, pattern);
        bytes.Write(sample, planes);
        bytes.Layout.Turn(planes, turned);

        int[] places = [.. Enumerable.Range(0, retina.BitCount).Select(bytes.Layout.TurnedPlaceOf)];
        Assert.Equal(retina.BitCount, places.Distinct().Count());
        for (int bit = 0; bit < retina.BitCount; bit++)
        {
            ulong expected = pattern[bit / 64] >> (bit % 64) & 1;
            int place = bytes.Layout.PlaceOf(bit);
            Assert.Equal(expected, planes[place / 64] >> (place % 64) & 1);
            Assert.Equal(expected, turned[places[bit] / 64] >> (places[bit] % 64) & 1);
        }
    }
}
