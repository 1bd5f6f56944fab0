using System.Runtime.CompilerServices;
using WeightlessNet.Serving;

namespace WeightlessNet.Orleans.Internals;

/// <summary>When the absent items of a catalog had been offered, as the process knew when it read them from the store.</summary>
internal static class WithdrawnItems
{
    private static readonly ConditionalWeakTable<object, IReadOnlyDictionary<int, long>> Known = [];

    public static void Remember<TItem>(KeyedCatalog<TItem> catalog, IReadOnlyDictionary<int, long> offered)
        where TItem : notnull => Known.AddOrUpdate(catalog, offered);

    /// <summary>The times by the items' ids; null if the catalog is not from a store.</summary>
    public static IReadOnlyDictionary<int, long>? Of<TItem>(KeyedCatalog<TItem> catalog)
        where TItem : notnull => Known.TryGetValue(catalog, out IReadOnlyDictionary<int, long>? offered) ? offered : null;
}
