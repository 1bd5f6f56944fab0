using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>A group of nodes that look at the same bits.</summary>
/// <param name="Kind">Which bits.</param>
/// <param name="Field">The field, if the group looks at one; otherwise 0.</param>
/// <param name="Nodes">The number of nodes.</param>
internal readonly record struct LogOddsGroup(LogOddsGroupKind Kind, int Field, int Nodes)
{
    /// <summary>The most fields that have groups of their own: those of the most bits. A training takes time for each.</summary>
    public const int MostFields = 16;

    /// <summary>The groups that are read without a training.</summary>
    public static LogOddsGroup[] Untrained(RankingFields fields, int nodes)
    {
        List<LogOddsGroup> groups = [new(LogOddsGroupKind.Fields, 0, nodes)];
        groups.AddRange(OfFields(fields, nodes, fields.IsWide));
        return [.. groups.Where(group => group.HasBits(fields))];
    }

    /// <summary>The groups from which a training chooses: those for whose addresses there is room.</summary>
    public static LogOddsGroup[] Candidates(RankingFields fields, int itemCount, int nodes, int tupleSize)
    {
        LogOddsGroup[] groups =
        [
            new(LogOddsGroupKind.Mixed, 0, 2 * nodes),
            .. OfFields(fields, nodes, _ => true),
            new(LogOddsGroupKind.Audience, 0, 2 * nodes),
            new(LogOddsGroupKind.AudienceAndFields, 0, 2 * nodes),
        ];
        return
        [
            .. groups.Where(group => group.HasBits(fields)
                && (long)itemCount * group.NodesIn(fields, tupleSize) <= Array.MaxLength),
        ];
    }

    /// <summary>
    /// Whether the group has as many nodes as the groups that are made: for the audience of version 0.1 half as many as now.
    /// </summary>
    public bool HasNodesOf(int nodes) => Kind switch
    {
        LogOddsGroupKind.Fields or LogOddsGroupKind.Field => Nodes == nodes,
        LogOddsGroupKind.Audience => Nodes == nodes || Nodes == 2 * nodes,
        _ => Nodes == 2 * nodes,
    };

    /// <summary>Whether the group needs bits that are made from ratings.</summary>
    public bool NeedsTraining => NeedsAudience || Kind == LogOddsGroupKind.Mixed;

    /// <summary>Whether the group needs bits of the audience.</summary>
    public bool NeedsAudience => Kind is LogOddsGroupKind.Audience or LogOddsGroupKind.AudienceAndFields;

    /// <summary>Whether the group has something to look at, and is not the same as another group.</summary>
    public bool HasBits(RankingFields fields) => Kind switch
    {
        LogOddsGroupKind.Field => (uint)Field < (uint)fields.OwnCount && fields.All[Field].BitCount > 0,
        LogOddsGroupKind.AudienceAndFields =>
            OfTrained(fields, TrainedBits.Audience).Any() && NarrowBits(fields).Any(),
        _ => BitsIn(fields).Length > 0,
    };

    /// <summary>The name of the group, for diagnostics.</summary>
    public string NameIn(RankingFields fields) => Kind switch
    {
        LogOddsGroupKind.Fields => "fields",
        LogOddsGroupKind.Mixed => "fields and crowd",
        LogOddsGroupKind.Field => $"field {fields.All[Field].Name}",
        LogOddsGroupKind.Audience => "audience",
        _ => "audience and fields",
    };

    /// <summary>The number of nodes that are read: a single one can look at all of few bits; more would say the same.</summary>
    public int NodesIn(RankingFields fields, int tupleSize) => IsHashedIn(fields) || BitsIn(fields).Length > tupleSize ? Nodes : 1;

    /// <summary>Computes the addresses of all items.</summary>
    /// <exception cref="ArgumentException">There are too many addresses for an array.</exception>
    public LogOddsAddresses AddressesIn(RankingFields fields, ItemCatalog items, int tupleSize, ulong seed)
    {
        void Write(int item, Span<ulong> pattern) => fields.WritePattern(item, items.PatternOf(item), pattern);
        if (IsHashedIn(fields))
        {
            FeatureField wide = fields.All[Field];
            return LogOddsAddresses.OfWideField(
                items.Count, Nodes, seed, fields.BitCount, wide.Offset, wide.BitCount, Field, Write);
        }

        int[] bits = BitsIn(fields);
        int inputs = Math.Min(tupleSize, bits.Length);
        var drawn = TupleMapping.Random(bits.Length, inputs, NodesIn(fields, tupleSize), seed);
        int[] mapped = [.. Enumerable.Range(0, drawn.NodeCount).SelectMany(node => drawn.TupleOf(node).ToArray()).Select(bit => bits[bit])];
        return LogOddsAddresses.OfTuples(items.Count, new TupleMapping(fields.BitCount, inputs, mapped), Write);
    }

    private static IEnumerable<LogOddsGroup> OfFields(RankingFields fields, int nodes, Func<int, bool> isRead) =>
        Enumerable.Range(0, fields.OwnCount)
            .Where(isRead)
            .OrderByDescending(field => fields.All[field].BitCount)
            .Take(MostFields)
            .Order()
            .Select(field => new LogOddsGroup(LogOddsGroupKind.Field, field, nodes));

    private bool IsHashedIn(RankingFields fields) => Kind == LogOddsGroupKind.Field && fields.IsWide(Field);

    private int[] BitsIn(RankingFields fields) => Kind switch
    {
        LogOddsGroupKind.Fields => [.. NarrowBits(fields)],
        LogOddsGroupKind.Mixed =>
        [
            .. NarrowBits(fields),
            .. OfTrained(fields, TrainedBits.CrowdRating).SelectMany(BitsOf),
            .. OfTrained(fields, TrainedBits.CrowdPopularity).SelectMany(BitsOf),
        ],
        LogOddsGroupKind.Field => [.. BitsOf(fields.All[Field])],
        LogOddsGroupKind.Audience => [.. OfTrained(fields, TrainedBits.Audience).SelectMany(BitsOf)],
        _ =>
        [
            .. OfTrained(fields, TrainedBits.Audience).Select(factor => factor.Offset + (factor.BitCount / 2)),
            .. NarrowBits(fields),
        ],
    };

    private static IEnumerable<int> NarrowBits(RankingFields fields) =>
        Enumerable.Range(0, fields.OwnCount).Where(field => !fields.IsWide(field)).SelectMany(field => BitsOf(fields.All[field]));

    private static IEnumerable<FeatureField> OfTrained(RankingFields fields, string part) =>
        fields.All.Skip(fields.OwnCount).Where(field => TrainedBits.PartOf(field.Name) == part && field.BitCount > 0);

    private static IEnumerable<int> BitsOf(FeatureField field) => Enumerable.Range(field.Offset, field.BitCount);
}
