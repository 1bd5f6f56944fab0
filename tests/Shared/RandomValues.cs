using WeightlessNet.Bits;

namespace WeightlessNet.Tests;

/// <summary>Values drawn from SplitMix64, by reference.</summary>
public sealed class RandomValues(ulong seed)
{
    private SplitMix64 _random = new(seed);

    public ulong Bits() => _random.Next();

    /// <summary>A whole number from the least to the greatest.</summary>
    public int Whole(int least, int greatest) => least + _random.Next(greatest - least + 1);

    /// <summary>A number, most often one with few digits, from -8 to 8.</summary>
    public double Number() => Whole(0, 3) == 0 ? (_random.NextDouble() * 16) - 8 : Whole(-32, 32) * 0.25;

    public double[] Ascending(int count) => [.. Enumerable.Range(0, count).Select(_ => Number()).Order()];

    /// <summary>Up to so many words, now and then one that is no text.</summary>
    public string[] Words(int atMost) => Words(atMost, "\uD800");

    /// <summary>Up to so many words that are texts, now and then one beyond the 16 bits of a UTF-16 unit.</summary>
    public string[] Texts(int atMost) => Words(atMost, "\U0001F3AC");

    private string[] Words(int atMost, string odd) =>
        [.. Enumerable.Range(0, Whole(1, atMost)).Select(i => Whole(0, 9) == 0 ? odd + i : "wörd" + Whole(0, 99))];
}
