using System.Security.Cryptography;
using System.Text;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Orleans.Storage.Internals;
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
    public static Task ReplaceBitsAsync(IUserStore store, ItemCatalog items, CancellationToken cancellationToken) =>
        SharedDocument.ReplaceAsync(store, Bits, Encoding.UTF8.GetBytes(TextOf(items)), cancellationToken);

    private static async Task<string> AgreeAsync(IUserStore store, string name, string text, CancellationToken cancellationToken)
    {
        ReadOnlyMemory<byte> agreed = await SharedDocument.AgreeAsync(store, name, Encoding.UTF8.GetBytes(text), cancellationToken)
            .ConfigureAwait(false);
        return Encoding.UTF8.GetString(agreed.Span);
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
