namespace WeightlessNet.Bits;

/// <summary>
/// The weight of a count in a log-likelihood sum, in units of 1/256 bit: 0 for a count of 0, otherwise 20 bits plus the base-2
/// logarithm of the count. Counts are not limited, as a limit would let a large class lose to a small one where both exceed it.
/// </summary>
/// <remarks>
/// The weight is log2((count + e)/e) with e = 2^-20, a Laplace estimate with a small prior. The logarithm is Mitchell's, linear
/// between powers of two ("Computer Multiplication and Division Using Binary Logarithms", 1962): the exponent and the leading
/// mantissa bits of the count as a float, so the same integers on every machine.
/// </remarks>
internal static class CellWeight
{
    /// <summary>Units per bit.</summary>
    public const int Scale = 256;

    /// <summary>The weight of a count of 1.</summary>
    public const int OfPresence = 20 * Scale;

    /// <summary>The shift that turns the bits of a float into its logarithm with 8 fractional bits.</summary>
    public const int MantissaShift = 15;

    /// <summary>Added to the shifted bits of a float: removes the exponent's bias and adds <see cref="OfPresence"/>.</summary>
    public const int Offset = OfPresence - (127 * Scale);

    public static int Of(ushort count) => count == 0
        ? 0
        : (BitConverter.SingleToInt32Bits(count) >> MantissaShift) + Offset;

    /// <summary>The base-2 logarithm of a number above 0, linear between powers of two, in units of 1/256 bit, rounded down.</summary>
    public static int Log2(long value)
    {
        int exponent = 63 - System.Numerics.BitOperations.LeadingZeroCount((ulong)value);
        long mantissa = value - (1L << exponent);
        return (exponent * Scale) + (int)(exponent >= 8 ? mantissa >> (exponent - 8) : mantissa << (8 - exponent));
    }
}
