using WeightlessNet.Discriminators;
using WeightlessNet.Encoders;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// Which bits address which nodes. Narrow fields, the crowd's levels and the audience are packed bits, from which tuples are drawn. A wide
/// field has nodes of its own, which it addresses by hash: in shared tuples its many rarely set bits would crowd out all others.
/// </summary>
/// <remarks>Immutable and thread-safe. It depends only on the fields, the options and the groups.</remarks>
internal sealed class NetworkLayout
{
    /// <summary>A field of more bits is wide.</summary>
    public const int MaximumNarrowBits = 64;

    /// <summary>
    /// The most fields with a group of their own in a calibrated network. The group of all fields still sees the narrow ones of the others.
    /// </summary>
    public const int MostFieldGroups = 32;

    private const string CrowdRating = "crowd rating";
    private const string CrowdPopularity = "crowd popularity";
    private const string CrowdAudience = "crowd audience";

    private NodeGroup[] _groups = [];
    private readonly List<int> _tuples = [];
    private readonly int _tupleSize;
    private readonly ulong _seed;

    private NetworkLayout(ItemCatalog catalog, int audienceBits, WeightlessOptions options)
    {
        IReadOnlyList<FeatureField> fields = catalog.Fields;
        _tupleSize = options.TupleSize;
        _seed = options.Seed;
        int packed = 0;
        foreach (FeatureField field in fields)
        {
            if (field.Name is CrowdRating or CrowdPopularity)
            {
                throw Reserved(field.Name, nameof(catalog));
            }

            packed += IsWide(field) ? 0 : field.BitCount;
        }

        MeanOffset = packed;
        CountOffset = MeanOffset + options.Crowd.MeanLevels;
        AudienceOffset = CountOffset + options.Crowd.CountLevels;
        BitCount = AudienceOffset + audienceBits;
        ItemFields = fields;
        List<FeatureField> all =
        [
            .. fields,
            new FeatureField(CrowdRating, MeanOffset, options.Crowd.MeanLevels),
            new FeatureField(CrowdPopularity, CountOffset, options.Crowd.CountLevels),
        ];
        if (audienceBits > 0)
        {
            all.Add(new FeatureField(CrowdAudience, AudienceOffset, audienceBits));
        }

        Fields = all;
    }

    /// <summary>The fields of an item's own bits.</summary>
    public IReadOnlyList<FeatureField> ItemFields { get; }

    /// <summary>The fields that explanations name: the items' own, the two of the crowd and, if there is one, the audience.</summary>
    public IReadOnlyList<FeatureField> Fields { get; }

    /// <summary>What a field of <see cref="Fields"/> is in an explanation.</summary>
    public ContributionKind KindOf(int field) => (field - ItemFields.Count) switch
    {
        < 0 => ContributionKind.Field,
        0 => ContributionKind.CrowdRating,
        1 => ContributionKind.CrowdPopularity,
        _ => ContributionKind.Audience,
    };

    /// <summary>The groups, in the order of their nodes.</summary>
    public ReadOnlySpan<NodeGroup> Groups => _groups;

    /// <summary>The tuples of packed bits. The tuples of a wide field's nodes are never read.</summary>
    public TupleMapping Mapping { get; private set; } = null!;

    /// <summary>The number of nodes.</summary>
    public int NodeCount => Mapping.NodeCount;

    /// <summary>The number of cells of a node: one for each address of a tuple, and of a hash.</summary>
    public int CellsPerNode => Math.Max(1 << Mapping.TupleSize, HasWideFields ? 1 << WideFieldHash.AddressBits : 0);

    /// <summary>Whether there is a group in which recent ratings have more weight.</summary>
    public bool WeighsRecent => Array.Exists(_groups, group => group.Key == NodeGroup.Recent);

    /// <summary>Whether a group has the nodes of a wide field.</summary>
    public bool HasWideFields => Array.Exists(_groups, group => WideFieldOf(group) is not null);

    /// <summary>The number of packed bits.</summary>
    public int BitCount { get; }

    public int MeanOffset { get; }

    public int CountOffset { get; }

    public int AudienceOffset { get; }

    /// <summary>Lays out networks that are not calibrated: all narrow fields together, and each wide field.</summary>
    /// <exception cref="ArgumentException">A field has a reserved name.</exception>
    public static NetworkLayout Uncalibrated(ItemCatalog catalog, WeightlessOptions options) => Of(
        catalog,
        0,
        options,
        [NodeGroup.Mixed, .. Enumerable.Range(0, catalog.Fields.Count).Where(field => IsWide(catalog.Fields[field]))]);

    /// <summary>Lays out the groups with the given keys, in ascending order of keys.</summary>
    /// <exception cref="ArgumentException">A field has a reserved name.</exception>
    public static NetworkLayout Of(ItemCatalog catalog, int audienceBits, WeightlessOptions options, IEnumerable<int> keys)
    {
        NetworkLayout layout = new(catalog, audienceBits, options);
        layout._groups = [.. keys.Order().Select(key => layout.AddGroup(key, options.Nodes))];

        layout.Mapping = new TupleMapping(layout.BitCount, layout._tupleSize, layout._tuples.ToArray());
        return layout;
    }

    /// <summary>The keys of all groups that calibration can weigh, but that of recent ratings.</summary>
    public static IReadOnlyList<int> AllKeys(IReadOnlyList<FeatureField> fields) =>
    [
        NodeGroup.Audience,
        NodeGroup.Mixed,
        .. Enumerable.Range(0, fields.Count)
            .Where(field => fields[field].BitCount > 0)
            .OrderBy(field => IsWide(fields[field]) ? 0 : 1)
            .Take(MostFieldGroups),
    ];

    /// <summary>Whether a field has nodes of its own. The bits of a thermometer depend on each other, so it is never wide.</summary>
    public static bool IsWide(FeatureField field) => field.BitCount > MaximumNarrowBits && !field.IsOrdered;

    /// <summary>Checks that no field has the name that the audience has in explanations.</summary>
    /// <exception cref="ArgumentException">A field has that name.</exception>
    public static void CheckAudienceName(ItemCatalog catalog)
    {
        if (catalog.Fields.Any(field => field.Name == CrowdAudience))
        {
            throw Reserved(CrowdAudience, nameof(catalog));
        }
    }

    /// <summary>Copies an item's narrow fields to packed bits.</summary>
    public void Pack(ReadOnlySpan<ulong> pattern, Span<ulong> packed)
    {
        int to = 0;
        foreach (FeatureField field in ItemFields)
        {
            if (!IsWide(field))
            {
                for (int bit = field.Offset; bit < field.Offset + field.BitCount; bit++, to++)
                {
                    packed[to >> 6] |= ((pattern[bit >> 6] >> (bit & 63)) & 1) << (to & 63);
                }
            }
        }
    }

    /// <summary>Writes the addresses of an item at the nodes of wide fields.</summary>
    public void Hash(ReadOnlySpan<ulong> pattern, Span<byte> addresses)
    {
        foreach (NodeGroup group in _groups)
        {
            if (WideFieldOf(group) is FeatureField field)
            {
                WideFieldHash.Addresses(
                    pattern, field.Offset, field.BitCount, _seed, addresses.Slice(group.First, group.Count));
            }
        }
    }

    /// <summary>The index in <see cref="Fields"/> of the field of each input of each node.</summary>
    public int[] FieldsOfInputs()
    {
        List<int> fieldOfBit = [];
        for (int field = 0; field < Fields.Count; field++)
        {
            if (field >= ItemFields.Count || !IsWide(ItemFields[field]))
            {
                fieldOfBit.AddRange(Enumerable.Repeat(field, Fields[field].BitCount));
            }
        }

        int[] fields = [.. _tuples.Select(bit => fieldOfBit[bit])];
        foreach (NodeGroup group in _groups)
        {
            if (WideFieldOf(group) is not null)
            {
                fields.AsSpan(group.First * _tupleSize, group.Count * _tupleSize).Fill(group.Key);
            }
        }

        return fields;
    }

    private static ArgumentException Reserved(string name, string parameter) =>
        new($"The field name '{name}' is reserved for the crowd's statistics. Rename the field.", parameter);

    private FeatureField? WideFieldOf(NodeGroup group) =>
        group.Key >= 0 && IsWide(ItemFields[group.Key]) ? ItemFields[group.Key] : null;

    private NodeGroup AddGroup(int key, int nodes)
    {
        int[] narrow = [.. Enumerable.Range(0, MeanOffset)];
        (string name, int[] bits, int count) = key switch
        {
            NodeGroup.Recent => ("recent ratings", (int[])[.. Enumerable.Range(0, AudienceOffset)], nodes),
            NodeGroup.Mixed => ("all fields", (int[])[.. Enumerable.Range(0, AudienceOffset)], nodes),
            NodeGroup.Audience => ("audience", [.. Enumerable.Range(AudienceOffset, BitCount - AudienceOffset), .. narrow], nodes),
            _ => (ItemFields[key].Name, PackedBitsOf(key), Math.Max(1, nodes / 2)),
        };
        NodeGroup group = new(name, key, _tuples.Count / _tupleSize, count);
        if (key >= 0 && IsWide(ItemFields[key]))
        {
            _tuples.AddRange(Enumerable.Repeat(0, count * _tupleSize));
            return group;
        }

        TupleMapping mapping = TupleMapping.Random(bits.Length, _tupleSize, count, _seed);
        for (int node = 0; node < count; node++)
        {
            foreach (int bit in mapping.TupleOf(node))
            {
                _tuples.Add(bits[bit]);
            }
        }

        return group;
    }

    private int[] PackedBitsOf(int key)
    {
        int first = 0;
        for (int field = 0; field < key; field++)
        {
            first += IsWide(ItemFields[field]) ? 0 : ItemFields[field].BitCount;
        }

        return [.. Enumerable.Range(first, IsWide(ItemFields[key]) ? 0 : ItemFields[key].BitCount)];
    }
}
