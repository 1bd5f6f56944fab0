namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>A flag for each thread. Some threads share one, so that a flag may be raised for a thread that did not raise it.</summary>
/// <remarks>Thread-safe. Flags of different threads are in different cache lines.</remarks>
internal sealed class ThreadFlags
{
    private const int Flags = 32;
    private const int CacheLine = 64;

    private readonly byte[] _flags = new byte[Flags * CacheLine];

    /// <summary>Whether the flag of this thread is raised.</summary>
    public bool IsRaised => Volatile.Read(ref Own) != 0;

    private ref byte Own => ref _flags[Environment.CurrentManagedThreadId % Flags * CacheLine];

    /// <summary>Raises the flag of this thread.</summary>
    public void Raise() => Volatile.Write(ref Own, 1);

    /// <summary>Lowers the flags of all threads.</summary>
    public void LowerAll()
    {
        for (int flag = 0; flag < _flags.Length; flag += CacheLine)
        {
            Volatile.Write(ref _flags[flag], 0);
        }

        // What was raised before must be seen by what follows, which takes the changes of all threads.
        Interlocked.MemoryBarrier();
    }
}
