using WeightlessNet.SourceCode;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>What source code needs of a network.</summary>
internal sealed class SourceNetwork
{
    /// <summary>What the tables that read the sample are wired to: all, or the hidden ones.</summary>
    public required SourceLayer Layer { get; init; }

    /// <summary>The number of hidden tables; 0 for one layer.</summary>
    public required int HiddenCount { get; init; }

    /// <summary>For each output table, the six hidden tables that it is wired to, one table after the other; empty for one layer.</summary>
    public required int[] OutputInputs { get; init; }

    /// <summary>The number of groups of tables, each of which has votes of its own: as many as classes, or 1 for a number.</summary>
    public required int GroupCount { get; init; }

    /// <summary>The hidden tables, then those that vote, as many for each group: bit a is the answer at address a.</summary>
    public required ulong[] Tables { get; init; }

    /// <summary>The number of tables of a group.</summary>
    public int TablesOfGroup => (Tables.Length - HiddenCount) / GroupCount;

    /// <summary>About how many bytes of stack the code takes.</summary>
    public int StackBytes => Layer.StackBytes(GroupCount) + HiddenCount;

    /// <summary>The shape in words, up to the tables.</summary>
    public string Shape =>
        $"{Layer.Shape} -> {(HasHidden ? $"{HiddenCount} hidden tables -> " : "")}{Tables.Length - HiddenCount} tables of "
        + $"{TableBlock.Pins} inputs";

    /// <summary>Whether there are two layers.</summary>
    public bool HasHidden => HiddenCount > 0;

    /// <summary>What the array of tables holds.</summary>
    /// <param name="voting">What it holds of the tables that vote.</param>
    public string DescriptionOfTables(string voting) =>
        HasHidden ? $"{voting} The first {HiddenCount} are hidden: others read them." : voting;

    /// <summary>Takes what is needed of a network.</summary>
    /// <param name="network">The network.</param>
    /// <exception cref="InvalidOperationException">The code would need too much stack.</exception>
    public static SourceNetwork Of(NetworkTables network)
    {
        NetworkWiring wiring = network.Wiring;
        SourceNetwork source = new()
        {
            Layer = SourceLayer.Of(wiring.Layer),
            HiddenCount = wiring.HiddenCount,
            OutputInputs = wiring.OutputMapping is { } mapping ? TablePins.Of(mapping, static table => table) : [],
            GroupCount = wiring.GroupCount,
            Tables = network.All.ToArray(),
        };
        return source.StackBytes <= SourceLayer.MostStack
            ? source
            : throw new InvalidOperationException(
                $"The network reads {source.Layer.Bits.Length} bits and has {source.HiddenCount} hidden tables, so its code would need "
                + $"{source.StackBytes} bytes of stack, and may have {SourceLayer.MostStack}. Train it with fewer tables.");
    }
}
