namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>What votes mean as a number: offset + scale * votes.</summary>
/// <remarks>
/// A scale has so few bits that its product with any votes is exact. So the number is the same to the bit where a processor or a compiler
/// rounds the product and the sum together ("fused multiply-add") and where it does not.
/// </remarks>
/// <param name="Offset">The number for no votes.</param>
/// <param name="Scale">What a vote adds.</param>
internal readonly record struct VoteLine(double Offset, double Scale)
{
    /// <summary>The number for votes.</summary>
    public double Of(int votes) => Offset + (Scale * votes);

    /// <summary>The line of the least squared error for some examples.</summary>
    /// <param name="votes">The votes for each example.</param>
    /// <param name="targets">The target of each, standardized by the spread.</param>
    /// <param name="examples">The indexes of those that count, one or more.</param>
    /// <param name="spread">The spread of the targets.</param>
    /// <param name="tables">The number of tables, which is the greatest number of votes.</param>
    public static VoteLine Fit(int[] votes, double[] targets, ReadOnlySpan<int> examples, TargetSpread spread, int tables)
    {
        long sum = 0;
        foreach (int example in examples)
        {
            sum += votes[example];
        }

        double mean = (double)sum / examples.Length;
        double products = 0;
        double squares = 0;
        foreach (int example in examples)
        {
            double difference = votes[example] - mean;
            products += difference * targets[example];
            squares += difference * difference;
        }

        // If all have the same votes, these tell nothing.
        double scale = squares > 0 ? Exact(products / squares * spread.Deviation, tables) : 0;
        return new VoteLine(spread.Mean - (scale * mean), scale);
    }

    /// <summary>Whether numbers are finite, and products with votes exact.</summary>
    /// <param name="tables">The greatest number of votes.</param>
    public bool IsValid(int tables) =>
        double.IsFinite(Offset) && double.IsFinite(Scale) && double.IsFinite(Of(tables)) && Exact(Scale, tables).Equals(Scale);

    /// <summary>Rounds a scale to so few bits that its product with any votes is exact.</summary>
    public static double Exact(double scale, int tables)
    {
        int bits = 32 - int.LeadingZeroCount(tables);
        long half = 1L << (bits - 1);
        return BitConverter.Int64BitsToDouble((BitConverter.DoubleToInt64Bits(scale) + half) & ~((half << 1) - 1));
    }
}
