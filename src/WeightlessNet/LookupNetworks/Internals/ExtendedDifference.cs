using System.Runtime.Intrinsics;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// How a table's answer changes with one of its inputs, at each address: the difference of the cells with and without the input, at this
/// address and, a third as much for each further input that differs, at all others.
/// </summary>
/// <remarks>
/// The extended finite difference of Bacellar et al., "Differentiable Weightless Neural Networks" (ICML 2024), with weights that fall with
/// the Hamming distance. They are a product over the inputs, so that one pass over each input gives all addresses.
/// </remarks>
internal static class ExtendedDifference
{
    private const float Farther = 1f / 3;

    // Weights sum to 1: one half for the two sides of the input, and three quarters for each other input.
    private const float Scale = 0.5f * 0.75f * 0.75f * 0.75f * 0.75f * 0.75f;

    /// <summary>Computes the differences of one input for the tables of a block.</summary>
    /// <param name="cells">The cells, by address and then by table.</param>
    /// <param name="pin">The input.</param>
    /// <param name="differences">The differences, in the same order, overwritten.</param>
    public static void Of(ReadOnlySpan<float> cells, int pin, Span<float> differences)
    {
        for (int address = 0; address < TableBlock.Cells; address++)
        {
            Vector512<float> difference = At(cells, address | (1 << pin)) - At(cells, address & ~(1 << pin));
            difference.CopyTo(differences[(address * TableBlock.Tables)..]);
        }

        for (int other = 0; other < TableBlock.Pins; other++)
        {
            if (other != pin)
            {
                Spread(differences, 1 << other);
            }
        }

        for (int i = 0; i < differences.Length; i += TableBlock.Tables)
        {
            (Vector512.Create(differences[i..]) * Scale).CopyTo(differences[i..]);
        }
    }

    private static void Spread(Span<float> differences, int input)
    {
        for (int address = 0; address < TableBlock.Cells; address++)
        {
            if ((address & input) == 0)
            {
                Vector512<float> without = At(differences, address);
                Vector512<float> with = At(differences, address | input);
                (without + (with * Farther)).CopyTo(differences[(address * TableBlock.Tables)..]);
                (with + (without * Farther)).CopyTo(differences[((address | input) * TableBlock.Tables)..]);
            }
        }
    }

    private static Vector512<float> At(ReadOnlySpan<float> cells, int address) => Vector512.Create(cells[(address * TableBlock.Tables)..]);
}
