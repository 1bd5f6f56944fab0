namespace WeightlessNet.Bits;

/// <summary>
/// A vector of a given width. The width is a type parameter of the kernels, so that one process can run a kernel at every width. The
/// runtime emulates widths that the machine lacks, with the same results.
/// </summary>
internal interface ILanes<TSelf>
    where TSelf : struct, ILanes<TSelf>
{
    /// <summary>The length of the vector in bytes.</summary>
    static abstract int ByteCount { get; }

    static abstract TSelf Zero { get; }

    /// <summary>The vector of equal 64-bit words.</summary>
    static abstract TSelf OfWord(ulong word);

    static abstract TSelf Load(ref readonly byte source);

    static abstract void Store(TSelf vector, ref byte destination);

    static abstract TSelf Xor(TSelf left, TSelf right);

    static abstract TSelf And(TSelf left, TSelf right);

    static abstract TSelf Or(TSelf left, TSelf right);

    static abstract TSelf Not(TSelf vector);

    /// <summary>For each bit, that of one vector where the mask has 1, and that of the other where it has 0.</summary>
    static abstract TSelf Select(TSelf mask, TSelf ofOnes, TSelf ofZeros);

    /// <summary>Shifts each 64-bit word to the left.</summary>
    static abstract TSelf ShiftWordsLeft(TSelf vector, int count);

    /// <summary>Shifts each 64-bit word to the right.</summary>
    static abstract TSelf ShiftWordsRight(TSelf vector, int count);

    /// <summary>One bit for each byte: set if the left byte is above the right byte.</summary>
    static abstract ulong BytesAbove(TSelf left, TSelf right);

    /// <summary>The minimum of each pair of unsigned 16-bit cells.</summary>
    static abstract TSelf MinimumOfCells(TSelf left, TSelf right);

    /// <summary>For each 16-bit lane the minimum of what it has, and of its cell if that is above its threshold.</summary>
    static abstract TSelf LeastAbove(TSelf least, TSelf cells, TSelf thresholds);

    /// <summary>Adds 1 to each 16-bit lane whose cell is above its threshold.</summary>
    static abstract TSelf CountAbove(TSelf votes, TSelf cells, TSelf thresholds);

    /// <summary>
    /// Adds the weight of each 16-bit cell (see <see cref="CellWeight"/>) to 32-bit lanes: <paramref name="lower"/> for the lower half of
    /// the cells, <paramref name="upper"/> for the upper half.
    /// </summary>
    static abstract void AddWeights(TSelf cells, ref TSelf lower, ref TSelf upper);

    /// <summary>Adds each signed 16-bit cell to 32-bit lanes, split as in <see cref="AddWeights"/>.</summary>
    static abstract void AddSigned(TSelf cells, ref TSelf lower, ref TSelf upper);

    /// <summary>Adds each signed byte to 16-bit lanes, split as in <see cref="AddWeights"/>.</summary>
    static abstract void AddSignedBytes(TSelf bytes, ref TSelf lower, ref TSelf upper);
}
