using WeightlessNet.Bits;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>Holds out some of the examples.</summary>
internal static class HeldOut
{
    /// <summary>Draws a share of the examples of each class, but never all of them.</summary>
    /// <param name="classes">The class of each example.</param>
    /// <param name="share">The share, 0 to 0.5; rounded down.</param>
    /// <param name="seed">The seed.</param>
    public static (int[] Learned, int[] Held) Divide(int[] classes, double share, ulong seed)
    {
        int[] order = [.. Enumerable.Range(0, classes.Length)];
        SplitMix64 random = new(SplitMix64.Mix(seed, 2));
        random.Shuffle<int>(order);
        HashSet<int> held = [.. order.GroupBy(i => classes[i]).SelectMany(ofClass => ofClass.Take((int)(ofClass.Count() * share)))];
        return ([.. Enumerable.Range(0, classes.Length).Where(i => !held.Contains(i))], [.. held.Order()]);
    }
}
