namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>
/// For each thread the number of the version that it needs to see what it has learned. Some threads share a place, so that a thread may
/// seem to need a later version than it does.
/// </summary>
/// <remarks>Thread-safe. The places of different threads are in different cache lines.</remarks>
internal sealed class ThreadNeeds
{
    private const int Places = 32;
    private const int PlaceLength = 64 / sizeof(long);

    private readonly long[] _needs = new long[Places * PlaceLength];

    /// <summary>The version that this thread needs.</summary>
    public long Own => Volatile.Read(ref Place);

    private ref long Place => ref _needs[Environment.CurrentManagedThreadId % Places * PlaceLength];

    /// <summary>Notes the version that this thread needs from now on.</summary>
    public void Need(long version)
    {
        // Another thread with the same place must not take the need back.
        for (long before = Own; before < version;)
        {
            long seen = Interlocked.CompareExchange(ref Place, version, before);
            before = seen == before ? version : seen;
        }
    }
}
