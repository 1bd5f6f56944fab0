using WeightlessNet.Bits;

namespace WeightlessNet.LookupNetworks.Internals;

/// <summary>The examples of a trial: some are learned, a fifth of each class is held out.</summary>
internal sealed class TrialRows
{
    // More examples make the difference of two shapes no clearer than it needs to be.
    private const int Most = 20_000;
    private const double HeldOutShare = 0.2;

    private TrialRows(int[] examples, ulong[] patterns, int words, int[] learned, int[] held)
    {
        (Examples, Patterns, Words, Learned, Held) = (examples, patterns, words, learned, held);
    }

    /// <summary>The index of each row among all examples.</summary>
    public int[] Examples { get; }

    /// <summary>The words of all rows, one after the other.</summary>
    public ulong[] Patterns { get; }

    /// <summary>The number of words of a row.</summary>
    public int Words { get; }

    /// <summary>The rows that are learned.</summary>
    public int[] Learned { get; }

    /// <summary>The rows that are held out.</summary>
    public int[] Held { get; }

    /// <summary>Draws up to 20,000 examples.</summary>
    /// <param name="patterns">The words of all examples, one after the other.</param>
    /// <param name="words">The number of words of an example.</param>
    /// <param name="classes">The class of each example.</param>
    /// <param name="examples">The indexes of those to draw from.</param>
    /// <param name="seed">The seed.</param>
    public static TrialRows Draw(ulong[] patterns, int words, int[] classes, int[] examples, ulong seed)
    {
        int[] drawn = [.. examples];
        if (drawn.Length > Most)
        {
            SplitMix64 random = new(SplitMix64.Mix(seed, 4));
            random.Shuffle<int>(drawn);
            drawn = [.. drawn.Take(Most).Order()];
        }

        ulong[] own = new ulong[(long)drawn.Length * words];
        for (int row = 0; row < drawn.Length; row++)
        {
            patterns.AsSpan(drawn[row] * words, words).CopyTo(own.AsSpan(row * words));
        }

        (int[] learned, int[] held) = HeldOut.Divide([.. drawn.Select(example => classes[example])], HeldOutShare, seed);
        return new TrialRows(drawn, own, words, learned, held);
    }

    /// <summary>The patterns of the rows that are held out.</summary>
    public ulong[] HeldPatterns() => [.. Held.SelectMany(row => Patterns.AsSpan(row * Words, Words).ToArray())];
}
