using WeightlessNet.Recommenders;

namespace WeightlessNet.Tests.Recommenders;

/// <summary>What standings and counterfactuals have to be, by other answers of the same recommender.</summary>
internal static class CounterfactualAnswers
{
    /// <summary>The standing of an item by the list of all items and by the item's explanation. Without a filter if null.</summary>
    public static Standing ListedAt(ICounterfactualRecommender recommender, int user, int item, SomeFilter? filter)
    {
        ScoredItem[] ranking = new ScoredItem[recommender.ItemCount];
        int count = recommender.Recommend(user, ranking, filter is null ? default : filter.Filter);
        int index = Array.FindIndex(ranking, 0, count, scored => scored.Item == item);
        double score = recommender.Explain(user, item).Score;
        if (filter is not null)
        {
            RatingScale scale = recommender.Scale;
            score += filter.Filter.AdjustmentOf(item) * ((double)scale.Maximum - scale.Minimum) / RecommendationFilter.UnitsPerRange;
        }

        if (index >= 0)
        {
            Assert.Equal(score, ranking[index].Score);
        }

        return new Standing(score, index < 0 ? null : index + 1);
    }

    /// <summary>The ratings whose removal changes the standing of an item, with the standing then, by their items.</summary>
    public static IEnumerable<(int Item, Standing Then)> Changing(
        ICounterfactualRecommender recommender, int user, int item, IEnumerable<Rating> ratings)
    {
        Standing now = recommender.StandingOf(user, item);
        return ratings
            .Where(rating => rating.User == user)
            .Select(rating => (rating.Item, Then: recommender.WithoutRating(user, rating.Item, item)))
            .Where(one => one.Then != now)
            .OrderBy(one => one.Item);
    }

    /// <summary>Asserts that all changes are sorted, and that asking for a few gives the first of them.</summary>
    public static void AssertSorted(ICounterfactualRecommender recommender, int user, int item, SomeFilter? filter)
    {
        Counterfactual[] all = Asked(int.MaxValue);
        Assert.Equal(all.Select(Weight).OrderDescending(), all.Select(Weight));
        for (int count = 0; count <= 3; count++)
        {
            Assert.Equal(all.Take(count).Select(Content), Asked(count).Select(Content));
        }

        Counterfactual[] Asked(int count) => [.. recommender.WhatWouldChange(user, item, count, filter is null ? default : filter.Filter)];

        static (RatedItem?, Standing, Standing) Content(Counterfactual one) => (one.Rating, one.Now, one.Then);

        static (bool Decides, double Score, int Rank) Weight(Counterfactual one) =>
            (one.Now.Rank is null != one.Then.Rank is null,
             Math.Abs(one.Then.Score - one.Now.Score),
             Math.Abs((one.Then.Rank ?? 0) - (one.Now.Rank ?? 0)));
    }
}
