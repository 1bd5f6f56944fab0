namespace WeightlessNet.Bits;

/// <summary>
/// The weight of a count in a log-likelihood sum, in units of 1/256 bit: 0 for 0, else 20 bits for being there at all and the
/// base-2 logarithm of the count, up to 4 bits: what is very frequent, such as an empty background, does not outweigh the rest.
/// </summary>
/// <remarks>
/// It is log2((count + e)/e) with e = 2^-20, a Laplace estimate with a small prior. The logarithm is Mitchell's, linear
/// between powers of two ("Computer Multiplication and Division Using Binary Logarithms", 1962): the exponent and the leading
/// mantissa bits of the number as a float, exact integers on every machine.
/// </remarks>
internal static class CellWeight
{
    /// <summary>How many units are a bit.</summary>
    public const int Scale = 256;

    /// <summary>The weight of a count of 1.</summary>
    public const int OfPresence = 20 * Scale;

    /// <summary>The weight of a count of 16 or more.</summary>
    public const int Greatest = OfPresence + (4 * Scale);

    /// <summary>How far the bits of a float are shifted to leave its logarithm with 8 fractional bits.</summary>
    public const int MantissaShift = 15;

    /// <summary>What is added to the shifted bits of a float: its exponent's bias leaves, the weight of presence comes.</summary>
    public const int Offset = OfPresence - (127 * Scale);

    public static int Of(ushort count) => count == 0
        ? 0
        : Math.Min(Greatest, (BitConverter.SingleToInt32Bits(count) >> MantissaShift) + Offset);

    /// <summary>The base-2 logarithm of a number above 0 in units of 1/256 bit, rounded down; linear between powers of two.</summary>
    public static int Log2(long value)
    {
        int exponent = 63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)value);
        long mantissa = value - (1L << exponent);
        return (exponent * Scale) + (int)(exponent >= 8 ? mantissa >> (exponent - 8) : mantissa << (8 - exponent));
    }
}
