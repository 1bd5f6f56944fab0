namespace WeightlessNet.Bits;

/// <summary>
/// A vector of a given width: the instruction set as a type, so that one process can run a kernel at every width. What the machine
/// lacks, the runtime emulates; the results are the same.
/// </summary>
internal interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>How many bytes a vector holds.</summary>
    static abstract int ByteCount { get; }

    static abstract TSelf Zero { get; }

    static abstract TSelf Load(ref readonly byte source);

    static abstract void Store(TSelf vector, ref byte destination);

    static abstract TSelf Xor(TSelf left, TSelf right);

    /// <summary>One bit for each byte, set where the left one is above the right one.</summary>
    static abstract ulong BytesAbove(TSelf left, TSelf right);

    /// <summary>The lesser of each two 16-bit cells.</summary>
    static abstract TSelf MinimumOfCells(TSelf left, TSelf right);

    /// <summary>Adds 1 to each 16-bit lane whose cell is above its threshold.</summary>
    static abstract TSelf CountAbove(TSelf votes, TSelf cells, TSelf thresholds);

    /// <summary>
    /// Adds the weight of each 16-bit cell (see <see cref="CellWeight"/>) to the 32-bit lanes of two sums: lower half, upper half.
    /// </summary>
    static abstract void AddWeights(TSelf cells, ref TSelf lower, ref TSelf upper);

    /// <summary>Adds each signed 16-bit cell to the 32-bit lanes of two sums: lower half, upper half.</summary>
    static abstract void AddSigned(TSelf cells, ref TSelf lower, ref TSelf upper);

    /// <summary>Adds each signed byte to the 16-bit lanes of two sums: lower half, upper half.</summary>
    static abstract void AddSignedBytes(TSelf bytes, ref TSelf lower, ref TSelf upper);
}
