using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <content>
/// Standings and counterfactuals. A counterfactual is answered from a version of what all users share, and from tables of the user, that no
/// other thread sees: nothing is forgotten or learned for it. No lock is held while items are scored.
/// </content>
public sealed partial class WeightlessRankingRecommender
{
    /// <inheritdoc/>
    public Standing StandingOf(int user, int item, in RecommendationFilter filter = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        RecommenderArguments.CheckItem(item, ItemCount);
        RankingUser? known = Read(user, out RankingVersion shared);
        using RankingReading reading = new(shared, known, Scale);
        return reading.StandingOf(item, filter);
    }

    /// <summary>
    /// Where an item would stand without one of the user's ratings. Central models score the other ratings. They and the bits made from
    /// ratings stay as they are, even if they were trained on that rating.
    /// </summary>
    /// <inheritdoc/>
    public Standing WithoutRating(int user, int ratedItem, int item, in RecommendationFilter filter = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(ratedItem);
        RecommenderArguments.CheckItem(item, ItemCount);
        Supposition without = new(this, user, supposed =>
        {
            if (!supposed.Forget(ratedItem))
            {
                throw new ArgumentException($"User {user} has not rated item {ratedItem}.", nameof(ratedItem));
            }
        });
        using RankingReading then = without.Then();
        return then.StandingOf(item, filter);
    }

    /// <inheritdoc/>
    public Standing IfRated(in Rating rating, int item, in RecommendationFilter filter = default)
    {
        RecommenderArguments.CheckItem(item, ItemCount);
        Validate(rating);
        RatedItem rated = new(rating.Item, rating.Value, rating.Timestamp);
        Supposition with = new(this, rating.User, supposed => supposed.Learn(rated, int.MaxValue));
        using RankingReading then = with.Then();
        return then.StandingOf(item, filter);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Counterfactual> WhatWouldChange(int user, int item, int count, in RecommendationFilter filter = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        RecommenderArguments.CheckItem(item, ItemCount);
        RankingUser? known = Read(user, out RankingVersion shared);
        using RankingReading present = new(shared, known, Scale);
        long adjustment = present.AdjustmentOf(item, filter);
        RatedItem[] rated = CounterfactualList.MostChanging(
            present.Ratings.ToArray(),
            item,
            count,
            filter.MinimumScore,
            present.ScoreOf(item, adjustment),
            ratedItem => ScoreWithout(user, ratedItem, item, adjustment));
        CounterfactualList found = new();
        foreach (RatedItem one in rated)
        {
            // Another thread may have forgotten the rating since.
            RatedItem? held = null;
            int ratedItem = one.Item;
            Supposition without = new(this, user, supposed => held = supposed.Forget(ratedItem, out RatedItem removed) ? removed : null);
            if (held is RatedItem rating)
            {
                using RankingReading now = without.Now();
                using RankingReading then = without.Then();
                found.Add(new Counterfactual(item, now.StandingOf(item, filter), then.StandingOf(item, filter)) { Rating = rating });
            }
        }

        return found.Best(count);
    }

    private double ScoreWithout(int user, int ratedItem, int item, long adjustment)
    {
        Supposition without = new(this, user, supposed => supposed.Forget(ratedItem));
        using RankingReading then = without.Then();
        return then.ScoreOf(item, adjustment);
    }

    // A user and what all users share, at one moment, and as they would be after some changes of the user's ratings.
    private readonly struct Supposition
    {
        private readonly RatingScale _scale;
        private readonly (RankingVersion Shared, RankingUser? User) _now;
        private readonly (RankingVersion Shared, RankingUser? User) _then;

        public Supposition(WeightlessRankingRecommender recommender, int user, Action<SupposedRatings> change)
        {
            _scale = recommender.Scale;
            SupposedRatings ratings = new(recommender.Scale, user, recommender._likedFrom);
            (RankingVersion, RankingUser?) now = default;
            RankingVersion supposed = recommender._versions.Supposing(user, stripe =>
            {
                // Until the supposed version is made, no other one is published.
                UserRatings present = stripe.Log.OfUser(StripedRatings.IdOf(user));
                RankingVersion current = recommender._versions.Current;
                now = (current, UserOf(current, present));
                ratings.Begin(present);
                change(ratings);
                return ratings.Changes;
            });
            _now = now;
            _then = (supposed, UserOf(supposed, ratings.Current));
        }

        /// <summary>Reads the user as the user is.</summary>
        public RankingReading Now() => new(_now.Shared, _now.User, _scale);

        /// <summary>Reads the user as the user would be.</summary>
        public RankingReading Then() => new(_then.Shared, _then.User, _scale);

        private static RankingUser? UserOf(RankingVersion shared, UserRatings ratings) =>
            ratings.IsEmpty ? null : new RankingUser(shared.Model, shared.Version, ratings.Copy());
    }
}
