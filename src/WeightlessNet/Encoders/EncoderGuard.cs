using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

/// <summary>The checks that all encoders share.</summary>
internal static class EncoderGuard
{
    public static void ThrowIfWrongLength(BitSlice destination, int bitCount)
    {
        if (destination.Length != bitCount)
        {
            throw new ArgumentException(
                $"The encoder writes {bitCount} bits, but the destination has {destination.Length}.", nameof(destination));
        }
    }

    public static void ThrowIfNotABit(int bit, int bitCount)
    {
        if ((uint)bit >= (uint)bitCount)
        {
            throw new ArgumentOutOfRangeException(nameof(bit), bit, $"The encoder has {bitCount} bits.");
        }
    }
}
