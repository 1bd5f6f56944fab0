using WeightlessNet.Bits;

namespace WeightlessNet.Encoders;

/// <summary>The checks that all encoders share.</summary>
internal static class EncoderGuard
{
    /// <summary>The greatest number of levels of a thermometer.</summary>
    public const int MaximumLevels = 1 << 16;

    /// <summary>The greatest number of bits of an encoder that has as many as its caller says.</summary>
    public const int MaximumBits = 1 << 24;

    public static void ThrowIfNoLevels(int levels)
    {
        if (levels is < 1 or > MaximumLevels)
        {
            throw new ArgumentOutOfRangeException(
                nameof(levels),
                levels,
                $"A thermometer has 1 to {MaximumLevels} levels, and each takes a bit of every pattern; 4 to 32 are mostly enough.");
        }
    }

    public static void ThrowIfNoBits(int bitCount, int minimum)
    {
        if (bitCount < minimum || bitCount > MaximumBits)
        {
            throw new ArgumentOutOfRangeException(
                nameof(bitCount), bitCount, $"The encoder has {minimum} to {MaximumBits} bits, and each takes room in every pattern.");
        }
    }

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
