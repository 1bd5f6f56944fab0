using WeightlessNet.Discriminators;
using WeightlessNet.Storage;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>
/// What the tables of a network read. In one layer all read bits of the sample, and vote. In two layers hidden tables read bits of the
/// sample, and the output tables, which vote, read answers of hidden tables.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class NetworkWiring
{
    /// <param name="layer">For each table that reads the sample, a tuple of six bits.</param>
    /// <param name="outputMapping">
    /// For each output table, a tuple of six hidden tables, which are the nodes of <paramref name="layer"/>; null for one layer.
    /// </param>
    /// <param name="groups">The number of groups of tables, each of which has votes of its own: as many as classes, or 1.</param>
    /// <exception cref="ArgumentException">
    /// Tuples do not have six bits, the mapping is not for the answers of the layer, or there are not as many voting tables in each group.
    /// </exception>
    public NetworkWiring(InputLayer layer, TupleMapping? outputMapping, int groups)
    {
        (Layer, OutputMapping, GroupCount) = (layer, outputMapping, groups);
        if (layer.Mapping.TupleSize != TableBlock.Pins
            || VotingMapping.TupleSize != TableBlock.Pins
            || (outputMapping is not null && outputMapping.BitCount != layer.NodeCount)
            || groups < 1
            || VotingMapping.NodeCount % groups != 0)
        {
            string outputs = outputMapping is null
                ? ""
                : $" and {outputMapping.NodeCount} of {outputMapping.TupleSize} of {outputMapping.BitCount} answers";
            throw new ArgumentException(
                $"{layer.NodeCount} tuples of {layer.Mapping.TupleSize} bits{outputs} are not the wiring of tables of {TableBlock.Pins} "
                + $"inputs in {groups} groups.",
                nameof(layer));
        }
    }

    /// <summary>For each table that reads the sample, the six bits that it is wired to.</summary>
    public InputLayer Layer { get; }

    /// <summary>For each output table, the six hidden tables that it is wired to; null for one layer.</summary>
    public TupleMapping? OutputMapping { get; }

    /// <summary>The number of groups of tables, each of which has votes of its own.</summary>
    public int GroupCount { get; }

    /// <summary>What the tables that vote are wired to.</summary>
    public TupleMapping VotingMapping => OutputMapping ?? Layer.Mapping;

    /// <summary>The number of hidden tables; 0 for one layer.</summary>
    public int HiddenCount => OutputMapping?.BitCount ?? 0;

    /// <summary>The number of tables that vote.</summary>
    public int VotingCount => VotingMapping.NodeCount;

    /// <summary>The numbers of a snapshot's shape: of tables; with two layers also of hidden tables.</summary>
    public long[] Shape => OutputMapping is null ? [VotingCount] : [(long)HiddenCount + VotingCount, HiddenCount];

    /// <summary>The same for samples that are patterns only.</summary>
    public NetworkWiring OfPatterns => new(new InputLayer(Layer.Mapping), OutputMapping, GroupCount);

    /// <summary>Reads what <see cref="WriteTo"/> writes. <see cref="NetworkTables"/> checks that there are as many tables.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="shape">The numbers of <see cref="Shape"/>.</param>
    /// <param name="groups">The number of groups of tables.</param>
    public static NetworkWiring Read(SnapshotReader reader, ReadOnlySpan<int> shape, int groups)
    {
        var layer = InputLayer.Read(reader, shape[^1]);
        return new NetworkWiring(layer, shape.Length == 1 ? null : reader.ReadObject<TupleMapping>(), groups);
    }

    /// <summary>Throws if a stored model does not read patterns of as many bits as tables vote.</summary>
    public void CheckReader(SnapshotReader reader, InputLayer layer)
    {
        if (layer.PatternBits != VotingCount)
        {
            throw reader.Invalid(
                $"the counts are of patterns of {layer.PatternBits} bits, but the network has {VotingCount} tables that vote");
        }
    }

    // Layout: the layer; with two layers, the mapping of the output tables, an object.
    public void WriteTo(SnapshotWriter writer)
    {
        Layer.WriteTo(writer);
        if (OutputMapping is not null)
        {
            writer.WriteObject(OutputMapping);
        }
    }
}
