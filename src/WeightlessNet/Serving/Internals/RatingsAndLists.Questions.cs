using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Context.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Serving.Internals;

/// <content>Lists, with what is known of users.</content>
internal sealed partial class RatingsAndLists
{
    /// <inheritdoc/>
    public int Recommend(int user, Span<ScoredItem> destination, ReadOnlySpan<int> excluded = default) =>
        Recommend(user, destination, new RecommendationFilter { Excluded = excluded });

    /// <inheritdoc/>
    public int Recommend(int user, Span<ScoredItem> destination, in RecommendationFilter filter)
    {
        using LikeAdjustments added = AdjustmentsFor(user, 0, filter);
        return Lists.Recommend(user, destination, added.With(filter));
    }

    /// <inheritdoc/>
    public Explanation Explain(int user, int item)
    {
        Explanation explained = Lists.Explain(user, item);
        if (Users?.PartsOf(user, item) is not { Count: > 0 } parts)
        {
            return explained;
        }

        double score = explained.Score;
        foreach (Contribution part in parts)
        {
            score += part.Amount;
        }

        return new Explanation(
            user, item, score, [.. explained.Base, .. parts], explained.ByField, explained.ByRating, explained.ByControl);
    }

    /// <inheritdoc/>
    public Standing StandingOf(int user, int item, in RecommendationFilter filter = default)
    {
        using LikeAdjustments added = AdjustmentsFor(user, 0, filter);
        return Lists.StandingOf(user, item, added.With(filter));
    }

    /// <inheritdoc/>
    public Standing WithoutRating(int user, int ratedItem, int item, in RecommendationFilter filter = default)
    {
        using LikeAdjustments added = AdjustmentsFor(user, -1, filter);
        return Lists.WithoutRating(user, ratedItem, item, added.With(filter));
    }

    /// <inheritdoc/>
    public Standing IfRated(in Rating rating, int item, in RecommendationFilter filter = default)
    {
        bool isMore = Users is not null && rating.User >= 0 && Lists.RatingOf(rating.User, rating.Item) is null;
        using LikeAdjustments added = AdjustmentsFor(rating.User, isMore ? 1 : 0, filter);
        return Lists.IfRated(rating, item, added.With(filter));
    }

    /// <inheritdoc/>
    public IReadOnlyList<Counterfactual> WhatWouldChange(
        int user, int item, int count, in RecommendationFilter filter = default)
    {
        using LikeAdjustments added = AdjustmentsFor(user, 0, filter);
        IReadOnlyList<Counterfactual> found = Lists.WhatWouldChange(user, item, count, added.With(filter));
        if (Users?.Knows(user) != true)
        {
            return found;
        }

        // With one rating less, what is known of the user may count otherwise.
        CounterfactualList exact = new();
        foreach (Counterfactual one in found)
        {
            if (one.Rating is RatedItem rated && TryWithout(user, rated.Item, item, filter) is Standing then)
            {
                exact.Add(new Counterfactual(item, one.Now, then) { Rating = rated });
            }
        }

        return exact.Best(count);
    }

    // Null if another thread has forgotten the rating.
    private Standing? TryWithout(int user, int ratedItem, int item, in RecommendationFilter filter)
    {
        try
        {
            return WithoutRating(user, ratedItem, item, filter);
        }
        catch (ArgumentException) when (Lists.RatingOf(user, ratedItem) is null)
        {
            return null;
        }
    }

    private LikeAdjustments AdjustmentsFor(int user, int more, in RecommendationFilter filter) =>
        Users is null ? default : Users.AdjustmentsFor(user, more, filter);
}
