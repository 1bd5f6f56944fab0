using System.Runtime.CompilerServices;

namespace WeightlessNet.Benchmarks.Measurements;

/// <summary>Measures what an object holds on to.</summary>
internal static class Memory
{
    /// <summary>Makes an object and gives it with the bytes by which the heap has grown since.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public static (T Made, double Bytes) Of<T>(Func<T> make)
    {
        long before = GC.GetTotalMemory(true);
        T made = make();
        return (made, GC.GetTotalMemory(true) - before);
    }
}
