using WeightlessNet.Bits;

namespace WeightlessNet.Tests;

/// <summary>Random values from one SplitMix64 generator.</summary>
public sealed class RandomValues(ulong seed)
{
    private SplitMix64 _random = new(seed);

    public ulong Bits() => _random.Next();

    /// <summary>A whole number between two bounds, both included.</summary>
    public int Whole(int least, int greatest) => least + _random.Next(greatest - least + 1);

    /// <summary>A number from -8 to 8, most often a multiple of 0.25.</summary>
    public double Number() => Whole(0, 3) == 0 ? (_random.NextDouble() * 16) - 8 : Whole(-32, 32) * 0.25;

    public double[] Ascending(int count) => [.. Enumerable.Range(0, count).Select(_ => Number()).Order()];

    /// <summary>Words, now and then one that is not valid UTF-16.</summary>
    public string[] Words(int atMost) => Words(atMost, "\uD800");

    /// <summary>Words of valid UTF-16, now and then one with a surrogate pair.</summary>
    public string[] Texts(int atMost) => Words(atMost, "\U0001F3AC");

    private string[] Words(int atMost, string odd) =>
        [.. Enumerable.Range(0, Whole(1, atMost)).Select(i => Whole(0, 9) == 0 ? odd + i : "wörd" + Whole(0, 99))];
}
