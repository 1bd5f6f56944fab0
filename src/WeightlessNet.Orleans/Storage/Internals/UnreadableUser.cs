namespace WeightlessNet.Orleans.Storage.Internals;

/// <summary>Stands for a user of a page who is stored, but damaged.</summary>
internal static class UnreadableUser
{
    // An entry is never empty: reading this one throws.
    private static readonly StoredUser Instance = new(0, null, [ReadOnlyMemory<byte>.Empty], 0);

    /// <summary>The user whom a function reads, unless it finds damage.</summary>
    public static StoredUser Unless(Func<StoredUser> read)
    {
        try
        {
            return read();
        }
        catch (InvalidDataException)
        {
            return Instance;
        }
    }
}
