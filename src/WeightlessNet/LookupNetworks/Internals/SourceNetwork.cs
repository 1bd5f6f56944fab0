using WeightlessNet.Bits;
using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// What source code needs of a network. Only bits that some table reads are there: each has a place, and a byte on the stack of the code.
/// </summary>
internal sealed class SourceNetwork
{
    private const int MostStack = 1 << 18;

    /// <summary>The number of bits of a pattern.</summary>
    public required int BitCount { get; init; }

    /// <summary>The number of features of a sample; 0 if samples are patterns only.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>The width in pixels, if samples are images with edges; otherwise 0.</summary>
    public required int ImageWidth { get; init; }

    /// <summary>The number of groups of tables, each of which has votes of its own: as many as classes, or 1 for a number.</summary>
    public required int GroupCount { get; init; }

    /// <summary>The tables, as many for each group: bit a is the answer at address a.</summary>
    public required ulong[] Tables { get; init; }

    /// <summary>For each table, the places of its six inputs, the lowest bit of the address first.</summary>
    public required int[] Inputs { get; init; }

    /// <summary>For each place, which bit of a pattern it is, ascending.</summary>
    public required int[] Bits { get; init; }

    /// <summary>
    /// For each place, the thermometer of its bit, which is the feature unless images have edges; empty if samples are patterns only.
    /// </summary>
    public required int[] Thermometers { get; init; }

    /// <summary>For each place, what its thermometer must be greater than; empty if samples are patterns only.</summary>
    public required double[] Thresholds { get; init; }

    /// <summary>The height in pixels, if samples are images with edges; otherwise 0.</summary>
    public int ImageHeight => HasEdges ? FeatureCount / ImageWidth : 0;

    /// <summary>Whether samples are images with edges.</summary>
    public bool HasEdges => ImageWidth > 0;

    /// <summary>The number of thermometers; 0 if samples are patterns only.</summary>
    public int ThermometerCount => HasEdges ? ThermometerRetina.ThermometersOfPixel * FeatureCount : FeatureCount;

    /// <summary>The number of tables of a group.</summary>
    public int TablesOfGroup => Tables.Length / GroupCount;

    /// <summary>The number of words of a pattern.</summary>
    public int WordCount => BitSlice.WordCount(BitCount);

    /// <summary>About how many bytes of stack the code takes: one for each place, and a number for each group.</summary>
    public int StackBytes => Bits.Length + (GroupCount * sizeof(int));

    /// <summary>The shape in words, up to the tables.</summary>
    public string Shape =>
        (HasEdges ? $"{ImageWidth} by {ImageHeight} pixels -> " : FeatureCount > 0 ? $"{FeatureCount} features -> " : "")
        + $"{BitCount} bits -> {Tables.Length} tables of {TableBlock.Pins} inputs";

    /// <summary>For each place, the least byte that is greater than its threshold, 0 to 256.</summary>
    public IEnumerable<int> LeastBytes =>
        Thresholds.Select(static threshold => threshold < 0 ? 0 : threshold >= byte.MaxValue ? 256 : (int)Math.Floor(threshold) + 1);

    /// <summary>How C and C# compute an edge from a sum of differences.</summary>
    /// <param name="sum">The variable.</param>
    /// <param name="type">Its type: double, or one of whole numbers.</param>
    public static string EdgeOf(string sum, string type)
    {
        int most = byte.MaxValue * ImageEdges.Divisor;
        return type == "double"
            ? $"{sum} < {most} ? (int)({sum} / {ImageEdges.Divisor}) : {sum} >= {most} ? {byte.MaxValue} : {sum}"
            : $"{sum} < {most} ? {sum} / {ImageEdges.Divisor} : {byte.MaxValue}";
    }

    /// <summary>Takes what is needed of a network.</summary>
    /// <param name="layer">The wiring.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="groups">The number of groups of tables.</param>
    /// <exception cref="InvalidOperationException">The code would need too much stack.</exception>
    public static SourceNetwork Of(InputLayer layer, ReadOnlySpan<ulong> tables, int groups)
    {
        int[] wiring = new int[tables.Length * TableBlock.Pins];
        for (int table = 0; table < tables.Length; table++)
        {
            layer.Mapping.TupleOf(table).CopyTo(wiring.AsSpan(table * TableBlock.Pins));
        }

        int[] bits = [.. wiring.Distinct().Order()];
        var placeOf = Enumerable.Range(0, bits.Length).ToDictionary(place => bits[place]);
        ThermometerRetina? retina = layer.Retina;
        SourceNetwork source = new()
        {
            BitCount = layer.Mapping.BitCount,
            FeatureCount = retina?.FeatureCount ?? 0,
            ImageWidth = retina?.ImageWidth ?? 0,
            GroupCount = groups,
            Tables = tables.ToArray(),
            Inputs = [.. wiring.Select(bit => placeOf[bit])],
            Bits = bits,
            Thermometers = retina is null ? [] : [.. bits.Select(bit => bit / retina.Levels)],
            Thresholds = retina is null ? [] : [.. bits.Select(bit => retina.Thresholds[bit])],
        };
        return source.StackBytes <= MostStack
            ? source
            : throw new InvalidOperationException(
                $"The network reads {bits.Length} bits, so its code would need {source.StackBytes} bytes of stack, and may have "
                + $"{MostStack}. Train it with fewer tables.");
    }
}
