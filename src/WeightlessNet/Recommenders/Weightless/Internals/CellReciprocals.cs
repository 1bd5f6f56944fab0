namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>1 / (count + shrinkage) for every count of a cell, with 20 fraction bits.</summary>
/// <remarks>Immutable and thread-safe. Integer arithmetic, so it rounds the same on every machine.</remarks>
internal readonly struct CellReciprocals
{
    /// <summary>Fraction bits of a reciprocal.</summary>
    public const int FractionBits = 20;

    /// <summary>A shrinkage is a multiple of 1 / 16.</summary>
    public const int ShrinkageUnit = 16;

    private const int TableSize = 1024;

    private readonly long _shrinkage;
    private readonly int[] _table = new int[TableSize];

    /// <param name="shrinkage">The shrinkage, above 0; it is rounded to 1 / 16.</param>
    public CellReciprocals(double shrinkage)
    {
        _shrinkage = (long)Math.Round(shrinkage * ShrinkageUnit);
        for (int count = 0; count < TableSize; count++)
        {
            _table[count] = (int)Computed(count);
        }
    }

    /// <summary>The reciprocal of a count, 0 or more.</summary>
    public long this[int count] => (uint)count < TableSize ? _table[count] : Computed(count);

    /// <summary>The reciprocals of all counts from 0 to a greatest one, and perhaps more.</summary>
    /// <param name="greatest">The greatest count.</param>
    /// <param name="scratch">
    /// Memory for the reciprocals of great counts, replaced by longer memory if needed. Pass the same to this object only; empty at first.
    /// </param>
    public ReadOnlySpan<int> UpTo(int greatest, ref int[] scratch)
    {
        if (greatest < TableSize)
        {
            return _table;
        }

        if (greatest >= scratch.Length)
        {
            int known = scratch.Length;
            Array.Resize(ref scratch, (int)Math.Max(greatest + 1L, Math.Min(2L * known, Array.MaxLength)));
            for (int count = known; count < scratch.Length; count++)
            {
                scratch[count] = (int)Computed(count);
            }
        }

        return scratch;
    }

    private long Computed(int count)
    {
        long divisor = ((long)count * ShrinkageUnit) + _shrinkage;
        return (((long)ShrinkageUnit << FractionBits) + (divisor / 2)) / divisor;
    }
}
