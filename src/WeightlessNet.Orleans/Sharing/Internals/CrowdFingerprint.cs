using System.Security.Cryptography;
using System.Text;
using WeightlessNet.Orleans.Storage;
using WeightlessNet.Orleans.Storage.Internals;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Orleans.Sharing.Internals;

/// <summary>
/// What all silos of a store must have in common, as texts in the store: the first silo writes them, others are compared.
/// </summary>
internal static class CrowdFingerprint
{
    private const string Scale = "scale";
    private const string Bits = "item bits";

    /// <summary>Compares a silo with the store, and writes what is not there yet.</summary>
    /// <exception cref="InvalidOperationException">The silo has another scale, or other bits of items.</exception>
    /// <exception cref="IOException">The store failed.</exception>
    public static async Task CheckAsync(IUserStore store, CrowdModel crowd, CancellationToken cancellationToken)
    {
        string? misfit = await MisfitAsync(store, crowd.Scale, cancellationToken).ConfigureAwait(false)
            ?? await MisfitAsync(store, crowd.Catalog, cancellationToken).ConfigureAwait(false);
        if (misfit is not null)
        {
            throw new InvalidOperationException($"This silo does not fit the store: {misfit}");
        }
    }

    /// <summary>What the store says against a scale; null if it is that of the store, or the store had none.</summary>
    /// <exception cref="IOException">The store failed.</exception>
    public static async Task<string?> MisfitAsync(IUserStore store, RatingScale scale, CancellationToken cancellationToken)
    {
        string own = TextOf(scale);
        string stored = await AgreeAsync(store, Scale, own, cancellationToken).ConfigureAwait(false);
        return stored == own
            ? null
            : $"the store has ratings on a scale of {stored}, but these are on one of {own}. Take that scale, or another store.";
    }

    /// <summary>What the store says against the bits of items; null if they are those of the store, or the store had none.</summary>
    /// <exception cref="IOException">The store failed.</exception>
    public static async Task<string?> MisfitAsync(IUserStore store, ItemCatalog items, CancellationToken cancellationToken)
    {
        string own = TextOf(items);
        string stored = await AgreeAsync(store, Bits, own, cancellationToken).ConfigureAwait(false);
        return stored == own
            ? null
            : $"the silos of the store have items with the bits {stored}, but these have {own}. Give all processes the same schema. To "
                + $"change it, end all silos and pass {nameof(CatalogFeatures)}.{nameof(CatalogFeatures.Anew)} once to "
                + $"{nameof(StoredCatalog)}.{nameof(StoredCatalog.CatalogAsync)}, or call {nameof(StoredCatalog.ReplaceBitsAsync)}.";
    }

    /// <summary>Writes other bits of items in place of those before.</summary>
    public static Task ReplaceBitsAsync(IUserStore store, ItemCatalog items, CancellationToken cancellationToken) =>
        SharedDocument.ReplaceAsync(store, Bits, Encoding.UTF8.GetBytes(TextOf(items)), cancellationToken);

    /// <summary>Whether the bits of two catalogs mean the same.</summary>
    public static bool HaveSameBits(ItemCatalog one, ItemCatalog other) => TextOf(one) == TextOf(other);

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
