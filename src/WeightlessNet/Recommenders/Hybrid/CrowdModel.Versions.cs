using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless;
using WeightlessNet.Recommenders.Weightless.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Hybrid;

/// <content>Crowds that differ from this one in their training or their items.</content>
public sealed partial class CrowdModel
{
    /// <summary>The ids of the items that are not recommended, ascending.</summary>
    public IReadOnlyList<int> RemovedItems => _content.Removed;

    /// <summary>
    /// This crowd with the central models and the learned weights of another one, which may know other ratings: what a training has
    /// learned, on the sums that users have now. Neither of the two changes. Takes time in proportion to the number of items.
    /// </summary>
    /// <param name="trained">A crowd over the same fields, scale and options, with as many items or fewer.</param>
    /// <returns>The crowd. Central models do not know the items that they were not trained with, as after an item was added.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="trained"/> is null.</exception>
    /// <exception cref="ArgumentException">
    /// <paramref name="trained"/> has another scale, other options of the networks, other fields or more items.
    /// </exception>
    public CrowdModel TrainedAs(CrowdModel trained)
    {
        ArgumentNullException.ThrowIfNull(trained);
        string? misfit = trained.Scale != Scale ? "another scale"
            : !AreSame(trained.Options, Options) ? "other options of the networks"
            : !HaveSameBits(trained.Catalog, Catalog) ? "other fields or words of items"
            : trained.ItemCount > ItemCount ? $"{trained.ItemCount} items, more than {ItemCount}"
            : null;
        return misfit is null
            ? new CrowdModel(_content with { Calibrated = trained._content.Calibrated }, trained._central)
            : throw new ArgumentException($"The trained crowd does not fit this one: it has {misfit}.", nameof(trained));
    }

    /// <summary>
    /// This crowd after items were added or changed, equal to a copy of a recommender after the same
    /// <see cref="HybridRecommender.AddItem"/> and <see cref="HybridRecommender.UpdateItem"/>. This crowd does not change. Takes time in
    /// proportion to the number of changed items, and little for each other one.
    /// </summary>
    /// <param name="items">
    /// The ids and bits of the items, as <see cref="ItemCatalog.PatternOf"/> has them. New ones follow <see cref="ItemCount"/> without a
    /// gap; others get these bits, and if they were removed, they can be recommended again.
    /// </param>
    /// <exception cref="ArgumentNullException"><paramref name="items"/> is null.</exception>
    /// <exception cref="ArgumentException">An id leaves a gap, or a pattern does not have the catalog's number of bits.</exception>
    /// <exception cref="InvalidOperationException">There is no room for the addresses of a further item.</exception>
    public CrowdModel WithItems(IReadOnlyList<(int Item, ReadOnlyMemory<ulong> Pattern)> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count == 0)
        {
            return this;
        }

        ItemCatalog catalog = Catalog.Copy();
        ItemAddresses addresses = Crowd.Shared.Catalog.Addresses;
        HashSet<int> removed = [.. _content.Removed];
        foreach ((int item, ReadOnlyMemory<ulong> pattern) in items)
        {
            if (item < 0 || item > catalog.Count)
            {
                throw new ArgumentException(
                    $"An item has the id {item}, but new items have the ids from {catalog.Count} on without a gap.", nameof(items));
            }

            catalog.CheckPattern(pattern.Span, nameof(items));
            if (item < catalog.Count)
            {
                catalog.Replace(item, pattern.Span);
                addresses = addresses.With(item, pattern.Span);
            }
            else if (addresses.HasRoom)
            {
                catalog.Add(pattern.Span);
                addresses = addresses.With(pattern.Span);
            }
            else
            {
                throw new InvalidOperationException("There is no room for the addresses of a further item. Use fewer nodes.");
            }

            removed.Remove(item);
        }

        int added = catalog.Count - ItemCount;
        int[] counts = [.. _content.Counts, .. new int[added]];
        long[] sums = [.. _content.Sums, .. new long[added]];
        return new CrowdModel(
            _content with
            {
                Catalog = catalog,
                Removed = [.. removed.Order()],
                Counts = counts,
                Sums = sums,
                Moments = Options.LearnsShrinkage
                    ? RatingMoments.Of(counts, sums, _content.Moments.Squares, _content.Moments.Users)
                    : default,
            },
            _central,
            addresses);
    }

    /// <summary>
    /// This crowd without some items in its recommendations, as after <see cref="HybridRecommender.RemoveItem"/>. This crowd does not
    /// change.
    /// </summary>
    /// <param name="items">The ids of the items; some may be removed already.</param>
    /// <exception cref="ArgumentNullException"><paramref name="items"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">An item is not in the catalog.</exception>
    public CrowdModel WithoutItems(IReadOnlyCollection<int> items)
    {
        ArgumentNullException.ThrowIfNull(items);
        foreach (int item in items)
        {
            RecommenderArguments.CheckItem(item, ItemCount);
        }

        int[] removed = [.. _content.Removed.Union(items).Order()];
        return removed.Length == _content.Removed.Length
            ? this
            : new CrowdModel(_content with { Removed = removed }, _central, Crowd.Shared.Catalog.Addresses);
    }

    // Defaults that were set, or stored, are no other options.
    private static bool AreSame(WeightlessOptions one, WeightlessOptions other) =>
        one.Seed == other.Seed && BytesOf(one).AsSpan().SequenceEqual(BytesOf(other));

    private static byte[] BytesOf(WeightlessOptions options)
    {
        using MemoryStream stream = new();
        SnapshotWriter.Save(stream.Write, options.WriteTo);
        return stream.ToArray();
    }

    private static bool HaveSameBits(ItemCatalog one, ItemCatalog other) =>
        one.BitCount == other.BitCount
        && one.Fields.Select(static field => (field.Name, field.BitCount, field.IsOrdered)).SequenceEqual(
            other.Fields.Select(static field => (field.Name, field.BitCount, field.IsOrdered)))
        && Enumerable.Range(0, one.BitCount).All(bit => one.Describe(bit) == other.Describe(bit));
}
