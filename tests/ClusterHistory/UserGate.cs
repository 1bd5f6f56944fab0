namespace ClusterHistory;

/// <summary>
/// Lets a change of a user begin only as long as few others have begun since the oldest one that has not ended: a user remembers the ids of
/// so many changes only, and what is repeated later counts as new.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class UserGate
{
    private const int MostSinceOldest = 8;

    private readonly Lock _lock = new();
    private readonly SortedSet<long> _pending = [];
    private long _tickets;

    /// <summary>Whether a change may begin; if so, the caller must end the ticket.</summary>
    public bool TryBegin(out long ticket)
    {
        lock (_lock)
        {
            ticket = 0;
            if (_pending.Count > 0 && _tickets - _pending.Min >= MostSinceOldest)
            {
                return false;
            }

            ticket = ++_tickets;
            _pending.Add(ticket);
            return true;
        }
    }

    /// <summary>Whether no more than the caller's own change is going on.</summary>
    public bool IsAlone
    {
        get
        {
            lock (_lock)
            {
                return _pending.Count <= 1;
            }
        }
    }

    public void End(long ticket)
    {
        lock (_lock)
        {
            _pending.Remove(ticket);
        }
    }
}
