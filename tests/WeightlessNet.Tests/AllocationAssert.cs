namespace WeightlessNet.Tests;

/// <summary>Asserts on the memory that the calling thread takes.</summary>
internal static class AllocationAssert
{
    private const int Attempts = 10;

    /// <summary>
    /// Asserts that an action allocates nothing. The runtime itself may allocate once while it compiles or loads what runs, on the thread
    /// that happens to be running; so one of a few attempts has to be clean, which no attempt is where the action allocates.
    /// </summary>
    public static void None(Action action)
    {
        long least = long.MaxValue;
        for (int attempt = 0; attempt < Attempts && least > 0; attempt++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            action();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        Assert.Equal(0, least);
    }
}
