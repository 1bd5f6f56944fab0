namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>Keeps the central models' answers for all items of the users who were last asked for lists, up to a number of bytes.</summary>
/// <remarks>Thread-safe. A thread that reads kept answers takes no lock.</remarks>
internal sealed class KeptRows
{
    private const long MostBytes = 64L << 20;

    private readonly Lock _lock = new();
    private readonly Queue<UserBase> _users = new();

    /// <summary>Keeps a user's answers; those of the users who have had theirs for longest are dropped.</summary>
    public void Keep(UserBase user, int[] rows)
    {
        int most = (int)Math.Max(1, MostBytes / ((long)sizeof(int) * Math.Max(1, rows.Length)));
        lock (_lock)
        {
            user.Rows = rows;
            _users.Enqueue(user);
            while (_users.Count > most)
            {
                _users.Dequeue().Rows = null;
            }
        }
    }

    /// <summary>Drops all answers.</summary>
    public void Clear()
    {
        lock (_lock)
        {
            while (_users.TryDequeue(out UserBase? user))
            {
                user.Rows = null;
            }
        }
    }
}
