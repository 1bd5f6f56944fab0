using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Compares the votes of the classes for many samples, eight of them at once.</summary>
/// <param name="memory">Memory of <see cref="Numbers"/> for each sample; a multiple of eight samples.</param>
internal readonly ref struct VoteLeads(Span<int> memory)
{
    /// <summary>The numbers that are kept of a sample.</summary>
    public const int Numbers = 3;

    private static int Lanes => Vector256<int>.Count;

    /// <summary>The class with the most votes.</summary>
    public Span<int> Best { get; } = memory[..(memory.Length / Numbers)];

    /// <summary>By how many votes it leads over the second; without meaning if there is one class.</summary>
    public Span<int> Lead { get; } = memory.Slice(memory.Length / Numbers, memory.Length / Numbers);

    /// <summary>By how many votes it leads over the last.</summary>
    public Span<int> Spread { get; } = memory[(2 * (memory.Length / Numbers))..];

    /// <summary>Compares votes.</summary>
    /// <param name="votes">Class by class, the votes of all samples.</param>
    /// <param name="order">The classes, at least one. Of two with equal votes the first one is better.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Compare(ReadOnlySpan<int> votes, ReadOnlySpan<int> order)
    {
        int size = Best.Length;
        for (int sample = 0; sample < size; sample += Lanes)
        {
            var best = Vector256.Create(order[0]);
            Vector256<int> first = Vector256.Create(votes[((order[0] * size) + sample)..]);
            var second = Vector256.Create(int.MinValue);
            Vector256<int> worst = first;
            foreach (int c in order[1..])
            {
                Vector256<int> own = Vector256.Create(votes[((c * size) + sample)..]);
                best = Vector256.ConditionalSelect(Vector256.GreaterThan(own, first), Vector256.Create(c), best);
                second = Vector256.Max(second, Vector256.Min(own, first));
                first = Vector256.Max(first, own);
                worst = Vector256.Min(worst, own);
            }

            best.CopyTo(Best[sample..]);
            (first - second).CopyTo(Lead[sample..]);
            (first - worst).CopyTo(Spread[sample..]);
        }
    }
}
