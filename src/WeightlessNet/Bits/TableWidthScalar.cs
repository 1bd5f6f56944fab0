namespace WeightlessNet.Bits;

/// <summary>Looks up items one by one: the reference for all widths.</summary>
internal readonly struct TableWidthScalar : ITableWidth
{
    public static void Sum(ReadOnlySpan<sbyte> tables, ReadOnlySpan<byte> addresses, Span<short> sums)
    {
        sums.Clear();
        for (int at = 0; at < tables.Length; at += TableSums.TableSize)
        {
            for (int item = 0; item < TableSums.TableSize; item++)
            {
                sums[item] += tables[at + addresses[at + item]];
            }
        }
    }
}
