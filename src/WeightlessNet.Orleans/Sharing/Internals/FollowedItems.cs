using WeightlessNet.Orleans.Internals;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Orleans.Sharing.Internals;

/// <summary>The items that were added or changed in the store since the silo began.</summary>
/// <remarks>Not thread-safe.</remarks>
/// <param name="store">The store.</param>
/// <param name="origin">The crowd that the application gave.</param>
/// <param name="withdrawn">
/// When the items that the application does not have were offered; null for the times that the first reading finds.
/// </param>
internal sealed class FollowedItems(IUserStore store, CrowdModel origin, IReadOnlyDictionary<int, long>? withdrawn = null)
{
    private readonly Dictionary<int, long> _withdrawn = new(withdrawn ?? new Dictionary<int, long>());
    private long _revision;
    private bool _hasBegun = withdrawn is not null;

    /// <summary>The crowd that the application gave, with these items.</summary>
    public CrowdModel Crowd { get; private set; } = origin;

    /// <summary>Reads what is new. If it throws, what was read before stays.</summary>
    /// <exception cref="IOException">The store cannot be read.</exception>
    /// <exception cref="InvalidDataException">An item does not fit the crowd.</exception>
    public async Task ReadAsync(CancellationToken cancellationToken)
    {
        CrowdModel crowd = Crowd;
        StoredItems read = await store.ReadItemsAsync(_revision, cancellationToken).ConfigureAwait(false);
        if (read.Items.Count == 0)
        {
            (_revision, _hasBegun) = (read.Revision, true);
            return;
        }

        List<(int, ReadOnlyMemory<ulong>)> changed = [];
        Dictionary<int, long> still = [];
        HashSet<int> removed = [.. crowd.RemovedItems];
        int count = crowd.ItemCount;
        foreach (StoredItem item in read.Items)
        {
            if (ItemContent.Read(item.Key, item.Content.Span) is not { } content)
            {
                continue;
            }

            Check(crowd, item, content, count);
            bool wasWithdrawn = item.Id < crowd.ItemCount
                && (_hasBegun ? _withdrawn.TryGetValue(item.Id, out long before) && before == content.Offered : removed.Contains(item.Id));
            if (wasWithdrawn)
            {
                still[item.Id] = content.Offered;
            }

            bool isSame = item.Id < crowd.ItemCount
                && content.Pattern.Span.SequenceEqual(crowd.Catalog.PatternOf(item.Id))
                && wasWithdrawn == removed.Contains(item.Id);
            if (!isSame)
            {
                changed.Add((item.Id, content.Pattern));
                count = Math.Max(count, item.Id + 1);
            }
        }

        try
        {
            Crowd = crowd.WithItems(changed).WithoutItems(still.Keys);
        }
        catch (Exception misfit) when (misfit is ArgumentException or InvalidOperationException)
        {
            // Other bits, or no room for the addresses of a further item.
            throw new InvalidDataException(
                $"Items in the store do not fit this silo: {misfit.Message}", misfit);
        }

        foreach ((int item, long offered) in still)
        {
            _withdrawn[item] = offered;
        }

        (_revision, _hasBegun) = (read.Revision, true);
    }

    private static void Check(CrowdModel crowd, in StoredItem item, in ItemContent content, int count)
    {
        int words = crowd.Catalog.PatternOf(0).Length;
        if (content.Pattern.Length != words)
        {
            throw new InvalidDataException(
                $"The item '{item.Key}' has {content.Pattern.Length} words of bits in the store, but those of this silo have {words}. Give "
                + "all processes the same schema.");
        }

        if (item.Id > count)
        {
            throw new InvalidDataException(
                $"The item '{item.Key}' has the id {item.Id}, but this silo knows {count} items. Give it the items of the store, by "
                + $"{nameof(StoredCatalog)}.{nameof(StoredCatalog.CatalogAsync)}.");
        }
    }
}
