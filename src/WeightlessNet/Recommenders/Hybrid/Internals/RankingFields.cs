using WeightlessNet.Bits;
using WeightlessNet.Encoders;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// The fields that the networks of a ranking look at: the items' own, whose bits change with the catalog, and those that a training made
/// from the ratings, with the bits of the items of then.
/// </summary>
/// <remarks>Immutable and thread-safe.</remarks>
internal sealed class RankingFields
{
    private readonly int _ownWords;
    private readonly int[] _parts;
    private readonly int[] _fieldOfBit;
    private readonly ContributionKind[] _kinds;

    public RankingFields(ItemCatalog own, ItemCatalog? trained)
    {
        OwnCount = own.Fields.Count;
        Trained = trained;
        _ownWords = BitSlice.WordCount(own.BitCount);
        int start = _ownWords * 64;
        All =
        [
            .. own.Fields,
            .. (trained?.Fields ?? []).Select(field =>
                new FeatureField(field.Name, start + field.Offset, field.BitCount) { IsOrdered = field.IsOrdered }),
        ];
        BitCount = start + (trained is null ? 0 : BitSlice.WordCount(trained.BitCount) * 64);
        _fieldOfBit = new int[BitCount];
        for (int field = 0; field < All.Count; field++)
        {
            _fieldOfBit.AsSpan(All[field].Offset, All[field].BitCount).Fill(field);
        }

        List<string> names = [.. own.Fields.Select(field => field.Name)];
        Dictionary<string, int> added = [];
        _parts = new int[All.Count];
        for (int field = 0; field < All.Count; field++)
        {
            _parts[field] = field < OwnCount ? field : PartNamed(TrainedBits.PartOf(All[field].Name), added, names);
        }

        PartNames = names;
        _kinds = new ContributionKind[names.Count];
        Array.Fill(_kinds, ContributionKind.Field);
        foreach ((string part, int index) in added)
        {
            _kinds[index] = TrainedBits.KindOf(part);
        }
    }

    /// <summary>The bits that were made from ratings; null if there are none. Items that were added later have none.</summary>
    public ItemCatalog? Trained { get; }

    public int BitCount { get; }

    /// <summary>The own fields, then the trained ones, with their places in a whole pattern.</summary>
    public IReadOnlyList<FeatureField> All { get; }

    /// <summary>The number of own fields.</summary>
    public int OwnCount { get; }

    /// <summary>The names of the parts of an explanation: the own fields, then what was trained. No two are equal.</summary>
    public IReadOnlyList<string> PartNames { get; }

    /// <summary>What a part of an explanation is.</summary>
    public ContributionKind KindOf(int part) => _kinds[part];

    /// <summary>The part of an explanation that a field belongs to.</summary>
    public int PartOf(int field) => _parts[field];

    /// <summary>Whether a field is addressed by hash.</summary>
    public bool IsWide(int field) => NetworkLayout.IsWide(All[field]);

    /// <summary>The field of a bit.</summary>
    public int FieldOf(int bit) => _fieldOfBit[bit];

    /// <summary>Writes the whole pattern of an item.</summary>
    /// <param name="item">The item.</param>
    /// <param name="own">The item's own bits.</param>
    /// <param name="pattern">Receives the pattern.</param>
    public void WritePattern(int item, ReadOnlySpan<ulong> own, Span<ulong> pattern)
    {
        own.CopyTo(pattern);
        Span<ulong> trained = pattern[_ownWords..];
        trained.Clear();
        if (Trained is not null && item < Trained.Count)
        {
            Trained.PatternOf(item).CopyTo(trained);
        }
    }

    private static int PartNamed(string part, Dictionary<string, int> added, List<string> names)
    {
        if (!added.TryGetValue(part, out int index))
        {
            index = names.Count;
            added[part] = index;
            string name = part;
            for (int number = 2; names.Contains(name); number++)
            {
                name = FormattableString.Invariant($"{part} {number}");
            }

            names.Add(name);
        }

        return index;
    }
}
