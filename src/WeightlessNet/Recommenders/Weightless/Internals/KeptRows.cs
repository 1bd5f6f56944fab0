namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>Limits the memory for the central models' answers for all items: users hold them, up to a number of bytes together.</summary>
/// <remarks>Thread-safe. A thread that reads kept answers takes no lock.</remarks>
internal sealed class KeptRows
{
    private const long MostBytes = 64L << 20;

    private readonly Lock _lock = new();
    private readonly Queue<IKeptRow> _users = new();

    /// <summary>Notes that a user holds answers now; those of the users who have had theirs for longest are dropped.</summary>
    /// <param name="user">The user's answers.</param>
    /// <param name="bytes">The memory that they take, the same for all users.</param>
    public void Keep(IKeptRow user, long bytes)
    {
        int most = (int)Math.Max(1, MostBytes / Math.Max(1, bytes));
        lock (_lock)
        {
            _users.Enqueue(user);
            while (_users.Count > most)
            {
                _users.Dequeue().Drop();
            }
        }
    }

    /// <summary>Drops all answers.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            while (_users.TryDequeue(out IKeptRow? user))
            {
                user.Drop();
            }
        }
    }
}
