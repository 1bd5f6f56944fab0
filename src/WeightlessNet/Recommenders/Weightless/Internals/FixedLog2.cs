using System.Numerics;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>Binary logarithms in fixed-point arithmetic: the runtime's logarithms may differ in their last bits between machines.</summary>
/// <remarks>A table of 4096 steps with linear interpolation; the error is below 2^-16, the unit of the result.</remarks>
internal static class FixedLog2
{
    /// <summary>The number of fraction bits of a logarithm.</summary>
    public const int FractionBits = 16;

    private const int StepBits = 12;
    private const int InterpolationBits = 20;
    private const int TableBits = 24;

    private static readonly int[] Table = CreateTable();

    /// <summary>The binary logarithm of a number, times 2^16.</summary>
    /// <param name="value">The number, above 0.</param>
    public static long Of(ulong value)
    {
        int exponent = BitOperations.Log2(value);

        // The bits after the leading one, shifted to the top of the word.
        ulong fraction = value << (63 - exponent) << 1;
        int step = (int)(fraction >> (64 - StepBits));
        long between = (long)((fraction << StepBits) >> (64 - InterpolationBits));
        long low = Table[step];
        long logarithm = low + (((Table[step + 1] - low) * between) >> InterpolationBits);
        return ((long)exponent << FractionBits) + (logarithm >> (TableBits - FractionBits));
    }

    /// <summary>The binary logarithm of a number, times 2^16.</summary>
    /// <param name="value">The number, above 0.</param>
    public static long Of(UInt128 value)
    {
        ulong high = (ulong)(value >> 64);
        if (high == 0)
        {
            return Of((ulong)value);
        }

        int shift = 64 - BitOperations.LeadingZeroCount(high);
        return Of((ulong)(value >> shift)) + ((long)shift << FractionBits);
    }

    // Bit by bit: the next bit of the logarithm is 1 if the square of the mantissa is 2 or more.
    private static int[] CreateTable()
    {
        int[] table = new int[(1 << StepBits) + 1];
        for (int step = 0; step < 1 << StepBits; step++)
        {
            ulong mantissa = (1UL << 63) + ((ulong)step << (63 - StepBits));
            int logarithm = 0;
            for (int digit = 0; digit < TableBits; digit++)
            {
                ulong high = Math.BigMul(mantissa, mantissa, out ulong low);
                bool isOne = high >> 63 != 0;
                logarithm = (logarithm << 1) | (isOne ? 1 : 0);
                mantissa = isOne ? high : (high << 1) | (low >> 63);
            }

            table[step] = logarithm;
        }

        table[1 << StepBits] = 1 << TableBits;
        return table;
    }
}
