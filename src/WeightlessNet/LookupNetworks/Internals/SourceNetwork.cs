using WeightlessNet.Discriminators;
using WeightlessNet.SourceCode;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>What source code needs of a network.</summary>
internal sealed class SourceNetwork
{
    /// <summary>The input layer.</summary>
    public required SourceLayer Layer { get; init; }

    /// <summary>The number of groups of tables, each of which has votes of its own: as many as classes, or 1 for a number.</summary>
    public required int GroupCount { get; init; }

    /// <summary>The tables, as many for each group: bit a is the answer at address a.</summary>
    public required ulong[] Tables { get; init; }

    /// <summary>The number of tables of a group.</summary>
    public int TablesOfGroup => Tables.Length / GroupCount;

    /// <summary>About how many bytes of stack the code takes.</summary>
    public int StackBytes => Layer.StackBytes(GroupCount);

    /// <summary>The shape in words, up to the tables.</summary>
    public string Shape => $"{Layer.Shape} -> {Tables.Length} tables of {TableBlock.Pins} inputs";

    /// <summary>Takes what is needed of a network.</summary>
    /// <param name="layer">The wiring.</param>
    /// <param name="tables">The tables.</param>
    /// <param name="groups">The number of groups of tables.</param>
    /// <exception cref="InvalidOperationException">The code would need too much stack.</exception>
    public static SourceNetwork Of(InputLayer layer, ReadOnlySpan<ulong> tables, int groups)
    {
        SourceNetwork source = new() { Layer = SourceLayer.Of(layer), GroupCount = groups, Tables = tables.ToArray() };
        return source.StackBytes <= SourceLayer.MostStack
            ? source
            : throw new InvalidOperationException(
                $"The network reads {source.Layer.Bits.Length} bits, so its code would need {source.StackBytes} bytes of stack, and may "
                + $"have {SourceLayer.MostStack}. Train it with fewer tables.");
    }
}
