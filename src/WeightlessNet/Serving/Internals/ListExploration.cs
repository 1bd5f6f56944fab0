using WeightlessNet.Bits;
using WeightlessNet.Recommenders;

namespace WeightlessNet.Serving.Internals;

/// <summary>
/// The places of a list that are given to items of which little is known, and these items, those to take first in front.
/// </summary>
/// <remarks>Thompson sampling: Chapelle and Li, "An Empirical Evaluation of Thompson Sampling" (NIPS 2011).</remarks>
internal sealed class ListExploration
{
    // The sum of 12 numbers from 0 to 1 has the deviation 1 and is nearly normal, on every machine the same.
    private const int Uniforms = 12;

    private readonly HashSet<int> _places;

    private ListExploration(HashSet<int> places, ScoredItem[] candidates)
    {
        _places = places;
        Candidates = candidates;
    }

    /// <summary>The items that may get such a place, best first.</summary>
    public ScoredItem[] Candidates { get; }

    /// <summary>Draws places and items.</summary>
    /// <param name="share">The share of the places.</param>
    /// <param name="seed">The seed of one user's list.</param>
    /// <param name="places">The first place that may be drawn, and the one after the last.</param>
    /// <param name="candidates">The items that would not be listed otherwise.</param>
    /// <param name="deviations">How uncertain the score of each is.</param>
    public static ListExploration Draw(
        double share, ulong seed, (int Start, int End) places, ReadOnlySpan<ScoredItem> candidates, ReadOnlySpan<double> deviations)
    {
        SplitMix64 random = new(seed);
        int[] drawn = [.. Enumerable.Range(places.Start, Math.Max(0, places.End - places.Start))];
        random.Shuffle<int>(drawn);
        double wanted = share * drawn.Length;
        int count = (int)wanted;
        count += random.NextDouble() < wanted - count ? 1 : 0;
        ulong key = random.Next();
        (double Sample, ScoredItem Item)[] samples = new (double, ScoredItem)[candidates.Length];
        for (int i = 0; i < samples.Length; i++)
        {
            // A draw of its own for each item, so that it does not depend on the order of the others.
            ScoredItem candidate = candidates[i];
            samples[i] = (candidate.Score + (deviations[i] * NormalOf(key ^ (ulong)candidate.Item)), candidate);
        }

        return new ListExploration(
            [.. drawn.AsSpan(0, count)],
            [.. samples.OrderByDescending(static one => one.Sample).ThenBy(static one => one.Item.Item).Select(static one => one.Item)]);
    }

    /// <summary>Draws from all allowed items, each with the same chance.</summary>
    /// <param name="allowed">The allowed items as bits; null if all are.</param>
    /// <param name="itemCount">The number of all items.</param>
    /// <param name="count">The number of items wanted, 1 or more.</param>
    /// <param name="seed">The seed of one user's list.</param>
    /// <returns>The drawn items as bits: all that are allowed if there are no more than wanted.</returns>
    public static ulong[] Sample(ulong[]? allowed, int itemCount, int count, ulong seed)
    {
        ulong[] drawn = new ulong[BitSlice.WordCount(itemCount)];
        int total = 0;
        for (int item = 0; item < itemCount; item++)
        {
            total += IsAllowed(item) ? 1 : 0;
        }

        // Every so many allowed items one, from a start that is drawn.
        long waited = new SplitMix64(~seed).Next(Math.Max(1, total));
        for (int item = 0; item < itemCount; item++)
        {
            if (IsAllowed(item))
            {
                waited += count;
                if (waited >= total)
                {
                    waited -= total;
                    drawn[item >> 6] |= 1ul << item;
                }
            }
        }

        return drawn;

        bool IsAllowed(int item) => new RecommendationFilter { Allowed = allowed }.Allows(item, 0);
    }

    /// <summary>Whether a place is given to such an item.</summary>
    public bool Has(int place) => _places.Contains(place);

    private static double NormalOf(ulong seed)
    {
        SplitMix64 random = new(seed);
        double sum = -Uniforms / 2.0;
        for (int i = 0; i < Uniforms; i++)
        {
            sum += random.NextDouble();
        }

        return sum;
    }
}
