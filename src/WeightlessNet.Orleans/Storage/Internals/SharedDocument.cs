namespace WeightlessNet.Orleans.Storage.Internals;

/// <summary>A document that all processes of a store have in common.</summary>
internal static class SharedDocument
{
    /// <summary>The content in the store. If there is none, it becomes this one, unless another process is faster.</summary>
    /// <exception cref="IOException">The store failed.</exception>
    public static async Task<ReadOnlyMemory<byte>> AgreeAsync(
        IUserStore store, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await store.ReadDocumentAsync(name, 0, cancellationToken).ConfigureAwait(false) is { } present)
            {
                return present.Content;
            }

            await store.WriteDocumentAsync(name, new StoredDocument(1, content), cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Writes a content in place of the present one.</summary>
    /// <exception cref="IOException">The store failed.</exception>
    public static async Task ReplaceAsync(
        IUserStore store, string name, ReadOnlyMemory<byte> content, CancellationToken cancellationToken)
    {
        while (true)
        {
            StoredDocument? present = await store.ReadDocumentAsync(name, 0, cancellationToken).ConfigureAwait(false);
            if (present?.Content.Span.SequenceEqual(content.Span) == true
                || await store.WriteDocumentAsync(name, new StoredDocument((present?.Number ?? 0) + 1, content), cancellationToken)
                    .ConfigureAwait(false))
            {
                return;
            }
        }
    }
}
