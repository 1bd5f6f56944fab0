namespace WeightlessNet.Orleans.Storage.Internals;

/// <content>Items, documents and leases.</content>
internal sealed partial class SqliteStatements
{
    public bool WriteItems(IReadOnlyList<KeyValuePair<string, ReadOnlyMemory<byte>>> items)
    {
        object revision = Scalar(_nextRevision)!;
        foreach ((string key, ReadOnlyMemory<byte> content) in items)
        {
            Run(_putItem, key, content.ToArray(), revision);
        }

        return true;
    }

    public bool WriteDocument(string name, StoredDocument document)
    {
        if ((Scalar(_documentNumber, name) as long? ?? 0) + 1 != document.Number)
        {
            return false;
        }

        Run(_putDocument, name, document.Number, document.Content.ToArray());
        return true;
    }

    // The file is on one machine, whose clock all its writers have.
    public bool Lease(string name, string holder, TimeSpan duration)
    {
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds();
        return Run(_lease, name, holder, now + (long)duration.TotalMilliseconds, now) > 0;
    }
}
