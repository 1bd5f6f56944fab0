using System.Buffers.Binary;
using System.Text;
using WeightlessNet.Orleans.Storage;

namespace WeightlessNet.Orleans.Conformance.Internals;

/// <summary>One check of a store: its users, and what it opened.</summary>
internal sealed class StoreTrial(Func<Task<IUserStore>> open, string name, CancellationToken cancellationToken) : IAsyncDisposable
{
    private readonly List<IUserStore> _opened = [];

    public CancellationToken Cancel { get; } = cancellationToken;

    /// <summary>Opens the store, maybe once more.</summary>
    public async Task<IUserStore> OpenAsync()
    {
        IUserStore store = await open().ConfigureAwait(false);
        _opened.Add(store);
        return store;
    }

    /// <summary>Closes all that is open.</summary>
    public async Task CloseAsync()
    {
        foreach (IUserStore store in _opened)
        {
            await store.DisposeAsync().ConfigureAwait(false);
        }

        _opened.Clear();
    }

    /// <summary>The key of a user whom no other check has.</summary>
    public string User(string user) => $"{name}/{user}";

    public async ValueTask DisposeAsync() => await CloseAsync().ConfigureAwait(false);

    /// <summary>A few bytes that tell a text and a number.</summary>
    public static byte[] Bytes(string text, long number)
    {
        byte[] bytes = new byte[sizeof(long) + Encoding.UTF8.GetByteCount(text)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, number);
        Encoding.UTF8.GetBytes(text, bytes.AsSpan(sizeof(long)));
        return bytes;
    }

    public static void Require(bool holds, string failure)
    {
        if (!holds)
        {
            throw new CheckFailedException(failure);
        }
    }

    public static void RequireSame(ReadOnlyMemory<byte>? expected, ReadOnlyMemory<byte>? actual, string what) => Require(
        expected is null ? actual is null : actual is { } bytes && bytes.Span.SequenceEqual(expected.Value.Span),
        $"{what} must be {Shown(expected)}, not {Shown(actual)}.");

    /// <summary>Throws if a user is not as expected.</summary>
    public static void RequireUser(StoredUser user, long version, ReadOnlyMemory<byte>? snapshot, params ReadOnlySpan<byte[]> entries)
    {
        Require(user.Version == version, $"The version must be {version}, not {user.Version}.");
        RequireSame(snapshot, user.Snapshot, "The snapshot");
        Require(user.Entries.Count == entries.Length, $"There must be {entries.Length} entries, not {user.Entries.Count}.");
        for (int i = 0; i < entries.Length; i++)
        {
            RequireSame(entries[i], user.Entries[i], $"Entry {i}");
        }
    }

    /// <summary>Reads the whole log of the crowd, and checks that it has no gap.</summary>
    public static async Task<(CrowdCheckpoint? Checkpoint, List<CrowdEntry> Entries)> ReadAllAsync(
        IUserStore store, int page, CancellationToken cancel)
    {
        long[] positions = new long[CrowdParts.Count];
        CrowdCheckpoint? checkpoint = null;
        List<CrowdEntry> all = [];
        while (true)
        {
            CrowdLog log = await store.ReadCrowdAsync(positions, page, cancel).ConfigureAwait(false);
            if (log.Checkpoint is { } later)
            {
                Require(all.Count == 0, "A checkpoint came although nobody wrote one.");
                checkpoint = later;
                positions = [.. later.Positions];
            }

            foreach (CrowdEntry entry in log.Entries)
            {
                Require(
                    entry.Sequence == positions[entry.Part] + 1,
                    $"After entry {positions[entry.Part]} of part {entry.Part} comes {entry.Sequence}.");
                positions[entry.Part] = entry.Sequence;
                all.Add(entry);
            }

            if (log.Entries.Count == 0)
            {
                return (checkpoint, all);
            }

            Require(log.Entries.CountBy(entry => entry.Part).All(part => part.Value <= page), $"A part has more than {page} entries.");
        }
    }

    private static string Shown(ReadOnlyMemory<byte>? bytes) => bytes is null
        ? "nothing"
        : $"{bytes.Value.Length} bytes {Convert.ToHexString(bytes.Value.Span[..Math.Min(20, bytes.Value.Length)])}";
}
