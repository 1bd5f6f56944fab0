using WeightlessNet.Bits;
using WeightlessNet.Encoders;

namespace WeightlessNet.Recommenders.Context.Internals;

/// <summary>The fields of the context and of the items, and the groups of tables over them.</summary>
/// <remarks>Immutable and thread-safe. A function of the fields alone.</remarks>
internal sealed class ContextLayout
{
    /// <summary>The largest number of fields of users and moments together: pairs of them are groups.</summary>
    public const int MostFields = 8;

    private const int MostItemFields = 4;
    private const int MostItemBits = 64;

    private readonly (bool IsOfUser, int At)[] _fields;
    private readonly FeatureField[] _itemFields;

    /// <exception cref="ArgumentException">There are too many fields, or two have one name.</exception>
    public ContextLayout(ContextFields users, ContextFields moments, IReadOnlyList<FeatureField> itemFields)
    {
        (Users, Moments) = (users, moments);
        _fields =
        [
            .. Known(users.Fields).Select(static at => (true, at)),
            .. Known(moments.Fields).Select(static at => (false, at)),
        ];
        string[] names = [.. users.Fields.Concat(moments.Fields).Select(static field => field.Name)];
        if (names.GroupBy(static name => name).FirstOrDefault(static same => same.Count() > 1) is { } twice)
        {
            throw new ArgumentException(
                $"Users and moments both have a field '{twice.Key}'. Give one of them another name.", nameof(moments));
        }

        if (_fields.Length > MostFields)
        {
            throw new ArgumentException(
                $"Users and moments have {_fields.Length} fields together; at most {MostFields} are possible. Leave out some.",
                nameof(moments));
        }

        _itemFields = [.. itemFields.Where(static field => field.BitCount is > 0 and <= MostItemBits).Take(MostItemFields)];
        LeftOut = [.. itemFields.Where(static field => field.BitCount > 0).Select(static field => field.Name)
            .Except(_itemFields.Select(static field => field.Name))];
        Groups = Created();
    }

    public ContextFields Users { get; }

    public ContextFields Moments { get; }

    /// <summary>All groups.</summary>
    public IReadOnlyList<ContextGroup> Groups { get; }

    /// <summary>The names of the items' fields that no group looks at: those of many bits, and all after the first few.</summary>
    public IReadOnlyList<string> LeftOut { get; }

    /// <summary>A number for the value of an item in each field that groups look at.</summary>
    public ulong[] ValuesOf(ReadOnlySpan<ulong> pattern)
    {
        ulong[] values = new ulong[_itemFields.Length];
        for (int field = 0; field < values.Length; field++)
        {
            values[field] = ContextPattern.ValueOf(pattern, _itemFields[field]);
        }

        return values;
    }

    /// <summary>The address of a group's cell.</summary>
    /// <returns>Whether all is known that the group looks at.</returns>
    public bool TryAddress(
        ContextGroup group, ContextPattern? user, ContextPattern? moment, int item, ReadOnlySpan<ulong> itemValues, out ulong address)
    {
        bool isKnown = TryBegin(group, user, moment, out address);
        address = AddressOf(group, address, item, itemValues);
        return isKnown;
    }

    /// <summary>What a user and a moment contribute to the addresses of a group's cells.</summary>
    /// <returns>Whether all is known that the group looks at.</returns>
    public bool TryBegin(ContextGroup group, ContextPattern? user, ContextPattern? moment, out ulong begun)
    {
        begun = (ulong)group.Index;
        foreach (int field in group.Fields)
        {
            (bool isOfUser, int at) = _fields[field];
            if ((isOfUser ? user : moment) is not ContextPattern known)
            {
                return false;
            }

            begun = SplitMix64.Mix(begun, known[at]);
        }

        return true;
    }

    /// <summary>Whether a user has a value in each of the fields that a group looks at: a word or a level that has a bit.</summary>
    public bool HasAll(ContextGroup group, ContextPattern user) =>
        Array.TrueForAll(group.Fields, field => _fields[field].IsOfUser && user[_fields[field].At] != 0);

    /// <summary>The names of the users' fields that a group looks at.</summary>
    public IEnumerable<string> UserFieldsOf(ContextGroup group) =>
        group.Fields.Where(field => _fields[field].IsOfUser).Select(field => Users.Fields[_fields[field].At].Name);

    /// <summary>The address of a group's cell, from what the user and the moment contribute.</summary>
    public static ulong AddressOf(ContextGroup group, ulong begun, int item, ReadOnlySpan<ulong> itemValues) => group.Part switch
    {
        ContextGroup.NoItem => begun,
        ContextGroup.WholeItem => SplitMix64.Mix(begun, (ulong)item),
        _ => SplitMix64.Mix(begun, itemValues[group.Part]),
    };

    /// <summary>What a group's answer is about, such as "age 4, this item"; the group knows all that it looks at.</summary>
    /// <param name="group">The group.</param>
    /// <param name="user">What is known of the user.</param>
    /// <param name="moment">The moment.</param>
    /// <param name="catalog">The items.</param>
    /// <param name="item">The item.</param>
    /// <param name="valueOf">The user's value in a field; null if the bits tell it.</param>
    public string InWords(
        ContextGroup group, ContextPattern? user, ContextPattern? moment, ItemCatalog catalog, int item, Func<string, string?>? valueOf)
    {
        List<string> parts = [];
        foreach (int field in group.Fields)
        {
            (bool isOfUser, int at) = _fields[field];
            ContextFields fields = isOfUser ? Users : Moments;
            FeatureField named = fields.Fields[at];
            string value = isOfUser && valueOf is not null
                ? valueOf(named.Name) ?? "none"
                : fields.InWords((isOfUser ? user : moment)!, named);
            parts.Add($"{named.Name} {value}");
        }

        if (group.LooksAtItem)
        {
            parts.Add(ItemInWords(group, catalog, item));
        }

        return string.Join(", ", parts);
    }

    /// <summary>What a group looks at in an item, such as "this item"; the group looks at the item.</summary>
    public string ItemInWords(ContextGroup group, ItemCatalog catalog, int item) => group.Part == ContextGroup.WholeItem
        ? "this item"
        : $"items of {_itemFields[group.Part].Name} {catalog.ValueOf(item, _itemFields[group.Part].Name) ?? "none"}";

    private static IEnumerable<int> Known(IReadOnlyList<FeatureField> fields) =>
        Enumerable.Range(0, fields.Count).Where(at => fields[at].BitCount > 0);

    // Each field alone, pairs of fields, each with the item and with each of its fields; and the whole of a user's or moment's description
    // with the item, which is what users of this kind think of the item at such a moment.
    private List<ContextGroup> Created()
    {
        List<ContextGroup> groups = [];
        int[] all = [.. Enumerable.Range(0, _fields.Length)];
        foreach (int field in all)
        {
            Add([field], ContextGroup.NoItem);
            Add([field], ContextGroup.WholeItem);
            for (int part = 0; part < _itemFields.Length; part++)
            {
                Add([field], part);
            }
        }

        foreach (int first in all)
        {
            foreach (int second in all.Where(second => second > first))
            {
                Add([first, second], ContextGroup.NoItem);
            }
        }

        Add([.. all.Where(field => _fields[field].IsOfUser)], ContextGroup.WholeItem);
        Add([.. all.Where(field => !_fields[field].IsOfUser)], ContextGroup.WholeItem);
        Add(all, ContextGroup.WholeItem);
        Add(all, ContextGroup.NoItem);
        return groups;

        void Add(int[] fields, int part)
        {
            if (fields.Length > 0 && !groups.Exists(group => group.Part == part && group.Fields.AsSpan().SequenceEqual(fields)))
            {
                bool isOfUsers = Array.TrueForAll(fields, field => _fields[field].IsOfUser);
                groups.Add(new ContextGroup(groups.Count, fields, part, isOfUsers, NameOf(fields, part)));
            }
        }
    }

    private string NameOf(int[] fields, int part)
    {
        IEnumerable<string> names = fields.Select(
            field => (_fields[field].IsOfUser ? Users : Moments).Fields[_fields[field].At].Name);
        return string.Join(" x ", part switch
        {
            ContextGroup.NoItem => names,
            ContextGroup.WholeItem => names.Append("item"),
            _ => names.Append($"item's {_itemFields[part].Name}"),
        });
    }
}
