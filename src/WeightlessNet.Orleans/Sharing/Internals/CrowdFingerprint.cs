using System.Security.Cryptography;
using System.Text;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Orleans.Sharing.Internals;

/// <summary>What all silos of a store must have in common, as texts in the store: the first silo writes them, others are compared.</summary>
internal static class CrowdFingerprint
{
    private const string Scale = "scale";
    private const string Bits = "item bits";

    /// <summary>Compares a silo with the store, and writes what is not there yet.</summary>
    /// <exception cref="InvalidOperationException">The silo has another scale, or other bits of items.</exception>
    /// <exception cref="IOException">The store failed.</exception>
    public static async Task CheckAsync(IUserStore store, CrowdModel crowd, CancellationToken cancellationToken)
    {
        string scale = TextOf(crowd.Scale);
        string stored = await AgreeAsync(store, Scale, scale, cancellationToken).ConfigureAwait(false);
        if (stored != scale)
        {
            throw new InvalidOperationException(
                $"The store has ratings on a scale of {stored}, but this silo has one of {scale}. Give it that scale, or its own store.");
        }

        string bits = TextOf(crowd.Catalog);
        stored = await AgreeAsync(store, Bits, bits, cancellationToken).ConfigureAwait(false);
        if (stored != bits)
        {
            throw new InvalidOperationException(
                $"The silos of the store have items with the bits {stored}, but this silo has {bits}. Give all silos the same schema. To "
                + $"change it, end all silos and pass {nameof(CatalogFeatures)}.{nameof(CatalogFeatures.Anew)} once to "
                + $"{nameof(StoredCatalog)}.{nameof(StoredCatalog.CatalogAsync)}, or call {nameof(StoredCatalog.ReplaceBitsAsync)}.");
        }
    }

    /// <summary>Writes other bits of items in place of those before.</summary>
    public static async Task ReplaceBitsAsync(IUserStore store, ItemCatalog items, CancellationToken cancellationToken)
    {
        byte[] bits = Encoding.UTF8.GetBytes(TextOf(items));
        while (true)
        {
            StoredDocument? present = await store.ReadDocumentAsync(Bits, 0, cancellationToken).ConfigureAwait(false);
            if (present?.Content.Span.SequenceEqual(bits) == true
                || await store.WriteDocumentAsync(Bits, new StoredDocument((present?.Number ?? 0) + 1, bits), cancellationToken)
                    .ConfigureAwait(false))
            {
                return;
            }
        }
    }

    private static async Task<string> AgreeAsync(IUserStore store, string name, string text, CancellationToken cancellationToken)
    {
        StoredDocument? present = await store.ReadDocumentAsync(name, 0, cancellationToken).ConfigureAwait(false);
        if (present is null)
        {
            await store.WriteDocumentAsync(name, new StoredDocument(1, Encoding.UTF8.GetBytes(text)), cancellationToken)
                .ConfigureAwait(false);
            present = await store.ReadDocumentAsync(name, 0, cancellationToken).ConfigureAwait(false);
        }

        return Encoding.UTF8.GetString(present!.Content.Span);
    }

    private static string TextOf(RatingScale scale) =>
        FormattableString.Invariant($"{scale.Minimum} to {scale.Maximum} by {scale.Step}");

    // The fields with their numbers of bits, and a hash of what the bits mean.
    private static string TextOf(ItemCatalog items)
    {
        string meanings = string.Join('\n', Enumerable.Range(0, items.BitCount).Select(items.Describe));
        string hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(meanings)).AsSpan(0, 8));
        string fields = string.Join(
            ", ", items.Fields.Select(field => $"{field.Name} {field.BitCount}{(field.IsOrdered ? " ordered" : "")}"));
        return $"'{fields}; {hash}'";
    }
}
