using WeightlessNet.Bits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Tests.Recommenders;

/// <summary>A filter with every kind of condition.</summary>
internal sealed record SomeFilter(int[] Excluded, ulong[] Allowed, int[] Adjustments, int[] First, double MinimumScore)
{
    public RecommendationFilter Filter => new()
    {
        Excluded = Excluded,
        Allowed = Allowed,
        Adjustments = Adjustments,
        First = First,
        MinimumScore = MinimumScore,
    };

    public static SomeFilter Random(int items, double minimum, ref SplitMix64 random)
    {
        int[] excluded = [random.Next(items), items + 5];
        ulong[] allowed = [.. Enumerable.Repeat(0UL, (items + 63) / 64)];
        int[] adjustments = new int[items];
        for (int item = 0; item < items; item++)
        {
            allowed[item / 64] |= random.Next(6) > 0 ? 1UL << item : 0;
            adjustments[item] = random.Next(RecommendationFilter.UnitsPerRange) - (RecommendationFilter.UnitsPerRange / 2);
        }

        int[] first = [random.Next(items), -1, random.Next(items), random.Next(items), random.Next(items), items];
        return new SomeFilter(excluded, allowed, adjustments, first, random.Next(2) == 0 ? minimum : double.NegativeInfinity);
    }

    /// <summary>A filter with a minimum score and nothing else.</summary>
    public static SomeFilter From(double minimum) => new([], [], [], [], minimum);
}
