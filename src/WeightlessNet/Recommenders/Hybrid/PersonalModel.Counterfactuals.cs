using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <content>Standings and counterfactuals, which work on a copy of the user's ratings.</content>
public sealed partial class PersonalModel
{
    /// <summary>The score of an item and its rank among all that can be recommended.</summary>
    /// <param name="item">The item's id.</param>
    /// <param name="filter">The filter under which items are ranked.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not in the catalog.</exception>
    public Standing StandingOf(int item, in RecommendationFilter filter = default)
    {
        CheckItem(item);
        using UserReading reading = Read();
        return reading.StandingOf(item, filter);
    }

    /// <summary>Where an item would stand without one of the user's ratings. Nothing is forgotten.</summary>
    /// <param name="ratedItem">The rated item whose rating is left out; may be <paramref name="item"/> itself.</param>
    /// <param name="item">The item in question.</param>
    /// <param name="filter">The filter under which items are ranked.</param>
    /// <exception cref="ArgumentException">The user has not rated <paramref name="ratedItem"/>.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="ratedItem"/> is negative, or <paramref name="item"/> is not in the catalog.
    /// </exception>
    public Standing WithoutRating(int ratedItem, int item, in RecommendationFilter filter = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(ratedItem);
        CheckItem(item);
        (RatingLog log, UserRecency recency) = Copy();
        if (!log.Remove(User, ratedItem, out _))
        {
            throw new ArgumentException($"The user has not rated item {ratedItem}.", nameof(ratedItem));
        }

        using UserReading reading = StateOf(log.OfUser(User), recency).Read();
        return reading.StandingOf(item, filter);
    }

    /// <summary>
    /// Where an item would stand if a rating were learned; it replaces the earlier rating of that item, if any. Nothing is learned.
    /// </summary>
    /// <param name="rating">The hypothetical rating.</param>
    /// <param name="item">The item in question; may be the rated item.</param>
    /// <param name="filter">The filter under which items are ranked.</param>
    /// <exception cref="ArgumentOutOfRangeException">
    /// The rating is not valid, see <see cref="Learn"/>, or <paramref name="item"/> is not in the catalog.
    /// </exception>
    public Standing IfRated(in RatedItem rating, int item, in RecommendationFilter filter = default)
    {
        Check(rating);
        CheckItem(item);
        (RatingLog log, UserRecency recency) = Copy();
        Set(log, rating);
        using UserReading reading = StateOf(log.OfUser(User), recency).Read();
        return reading.StandingOf(item, filter);
    }

    /// <summary>The ratings whose removal would change the standing of an item most.</summary>
    /// <param name="item">The item's id.</param>
    /// <param name="count">The maximum number of results, 0 or more.</param>
    /// <param name="filter">The filter under which items are ranked.</param>
    /// <returns>As <see cref="ICounterfactualRecommender.WhatWouldChange"/>.</returns>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="count"/> is negative, or <paramref name="item"/> is not in the catalog.
    /// </exception>
    public IReadOnlyList<Counterfactual> WhatWouldChange(int item, int count, in RecommendationFilter filter = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        CheckItem(item);
        (RatingLog log, UserRecency recency) = Copy();
        State present = StateOf(log.OfUser(User), recency);
        int adjustment = filter.AdjustmentOf(item);
        RatedItem[] rated = CounterfactualList.MostChanging(
            log.OfUser(User).ToArray(),
            item,
            count,
            filter.MinimumScore,
            ScoreIn(present, item, adjustment),
            ratedItem => ScoreIn(Without(log, recency, ratedItem), item, adjustment));
        CounterfactualList found = new();
        foreach (RatedItem rating in rated)
        {
            using UserReading now = present.Read();
            using UserReading then = Without(log, recency, rating.Item).Read();
            found.Add(new Counterfactual(item, now.StandingOf(item, filter), then.StandingOf(item, filter)) { Rating = rating });
        }

        return found.Best(count);
    }

    private static double ScoreIn(State state, int item, int adjustment)
    {
        using UserReading reading = state.Read();
        return reading.ToRating(reading.AnswerOf(item) + adjustment);
    }

    private State Without(RatingLog log, UserRecency recency, int item)
    {
        log.Remove(User, item, out RatedItem removed);
        State state = StateOf(log.OfUser(User), recency);
        Set(log, removed);
        return state;
    }

    private (RatingLog Log, UserRecency Recency) Copy()
    {
        RatingLog log = new(_crowd.Scale);
        lock (_changing)
        {
            foreach (RatedItem rated in _log.OfUser(User))
            {
                log.Set(new Rating(User, rated.Item, rated.Value, rated.Timestamp), out _);
            }

            return (log, _recency);
        }
    }
}
