using WeightlessNet.Recommenders.Internals;
using WeightlessNet.Recommenders.Personal;

namespace WeightlessNet.Recommenders;

/// <content>What a user is told besides the ranking itself: where an item stands, and where it would stand.</content>
public sealed partial class WeightlessRecommender
{
    // Writes the items that the filter wants first and makes them unavailable, so that they do not come again.
    private int WriteFirst(
        PersonalTables? tables, in RecommendationFilter filter, in UnavailableItems unavailable, Span<ScoredItem> destination)
    {
        int written = 0;
        foreach (int item in filter.First)
        {
            if (written == destination.Length)
            {
                break;
            }

            if ((uint)item >= (uint)_catalog.Count || unavailable.Contains(item))
            {
                continue;
            }

            double score = ToRating(AnswerOf(tables, item, _crowd.ViewOf(item)) + filter.AdjustmentOf(item));
            if (filter.Allows(item, score))
            {
                destination[written++] = new ScoredItem(item, score);
                unavailable.Add(item);
            }
        }

        return written;
    }
}
