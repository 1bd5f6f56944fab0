using System.Numerics;

namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>What lists have in common, however items are scored: which items come first, and where an item stands.</summary>
internal static class RankedItems
{
    private const int BlockSize = 64;

    /// <summary>Writes the filter's first items and marks them unavailable, so that they do not occur twice. Returns how many.</summary>
    public static int WriteFirst<T>(
        scoped ref T items,
        scoped in RecommendationFilter filter,
        scoped in UnavailableItems unavailable,
        scoped Span<ScoredItem> destination)
        where T : IRankedItems, allows ref struct
    {
        int written = 0;
        for (int i = 0; i < filter.First.Length && written < destination.Length; i++)
        {
            int item = filter.First[i];
            if (TakesFirst(ref items, item, filter, unavailable, out double score))
            {
                destination[written++] = new ScoredItem(item, score);
            }
        }

        return written;
    }

    /// <summary>Where an item of the catalog stands among all others under a filter.</summary>
    public static Standing StandingOf<T>(scoped ref T items, int item, scoped in RecommendationFilter filter)
        where T : IRankedItems, allows ref struct
    {
        long answer = items.AnswerOf(item, filter);
        double score = items.ToScore(answer);
        using UnavailableItems unavailable = new(items.ItemCount, items.Ratings, filter);
        if (!IsAvailable(ref items, item, unavailable) || !filter.Allows(item, score))
        {
            return new Standing(score, null);
        }

        int before = 0;
        foreach (int first in filter.First)
        {
            if (TakesFirst(ref items, first, filter, unavailable, out _))
            {
                before++;
                if (first == item)
                {
                    return new Standing(score, before);
                }
            }
        }

        return new Standing(score, before + CountBetter(ref items, item, answer, filter, unavailable) + 1);
    }

    private static int CountBetter<T>(
        scoped ref T items, int item, long answer, scoped in RecommendationFilter filter, scoped in UnavailableItems unavailable)
        where T : IRankedItems, allows ref struct
    {
        Span<long> answers = stackalloc long[BlockSize];
        int better = 0;
        for (int start = 0; start < items.ItemCount; start += BlockSize)
        {
            int block = start / BlockSize;
            items.WriteAnswers(block, filter, answers);
            ulong candidates = items.ItemsOf(block) & ~unavailable.InBlock(block);
            for (; candidates != 0; candidates &= candidates - 1)
            {
                int at = BitOperations.TrailingZeroCount(candidates);
                bool precedes = answers[at] > answer || (answers[at] == answer && start + at < item);
                if (precedes && filter.Allows(start + at, items.ToScore(answers[at])))
                {
                    better++;
                }
            }
        }

        return better;
    }

    private static bool TakesFirst<T>(
        scoped ref T items, int item, scoped in RecommendationFilter filter, scoped in UnavailableItems unavailable, out double score)
        where T : IRankedItems, allows ref struct
    {
        score = 0;
        if ((uint)item >= (uint)items.ItemCount || !IsAvailable(ref items, item, unavailable))
        {
            return false;
        }

        score = items.ToScore(items.AnswerOf(item, filter));
        if (!filter.Allows(item, score))
        {
            return false;
        }

        unavailable.Add(item);
        return true;
    }

    private static bool IsAvailable<T>(scoped ref T items, int item, scoped in UnavailableItems unavailable)
        where T : IRankedItems, allows ref struct =>
        ((items.ItemsOf(item / BlockSize) >> item) & 1) != 0 && !unavailable.Contains(item);
}
