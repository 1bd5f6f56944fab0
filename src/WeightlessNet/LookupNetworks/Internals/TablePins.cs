using WeightlessNet.Discriminators;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Where the inputs of tables find their bits.</summary>
internal static class TablePins
{
    /// <summary>The place of each input's bit: six for each table.</summary>
    /// <param name="mapping">The bits that the tables read.</param>
    /// <param name="placeOf">The place of a bit.</param>
    public static int[] Of(TupleMapping mapping, Func<int, int> placeOf)
    {
        int[] pins = new int[mapping.NodeCount * TableBlock.Pins];
        for (int table = 0; table < mapping.NodeCount; table++)
        {
            ReadOnlySpan<int> tuple = mapping.TupleOf(table);
            for (int pin = 0; pin < TableBlock.Pins; pin++)
            {
                pins[(table * TableBlock.Pins) + pin] = placeOf(tuple[pin]);
            }
        }

        return pins;
    }
}
