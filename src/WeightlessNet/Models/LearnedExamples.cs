namespace WeightlessNet.Models;

/// <summary>Learned examples to choose a reading on.</summary>
/// <param name="Classes">The class of each example; at least two different ones.</param>
/// <param name="Copies">How often each example was learned; empty if once.</param>
internal sealed record LearnedExamples(int[] Classes, long[] Copies)
{
    /// <summary>The number of examples, without copies.</summary>
    public int Count => Classes.Length;
}
