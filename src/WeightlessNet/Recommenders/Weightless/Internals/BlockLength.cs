namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>Checks the lengths of spans that hold one value for each of the 64 items of a block.</summary>
internal static class BlockLength
{
    /// <exception cref="ArgumentException">There are not 64 values.</exception>
    public static void Check(int length, string name)
    {
        if (length != ItemAddresses.BlockSize)
        {
            throw new ArgumentException($"There must be {ItemAddresses.BlockSize} values, not {length}.", name);
        }
    }
}
