using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Weightless;

/// <content>
/// Standings and counterfactuals. A counterfactual is answered from a version of what all users share, and from tables of the user, that no
/// other thread sees: nothing is forgotten or learned for it.
/// </content>
public sealed partial class WeightlessRecommender
{
    /// <inheritdoc/>
    public Standing StandingOf(int user, int item, in RecommendationFilter filter = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        CheckItem(item);
        using UserReading reading = Read(user);
        return reading.StandingOf(item, filter);
    }

    /// <inheritdoc/>
    public Standing WithoutRating(int user, int ratedItem, int item, in RecommendationFilter filter = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(ratedItem);
        CheckItem(item);
        Supposition without = new(this, user, supposed =>
        {
            if (!supposed.Forget(ratedItem))
            {
                throw new ArgumentException($"User {user} has not rated item {ratedItem}.", nameof(ratedItem));
            }
        });
        using UserReading reading = without.Then();
        return reading.StandingOf(item, filter);
    }

    /// <inheritdoc/>
    public Standing IfRated(in Rating rating, int item, in RecommendationFilter filter = default)
    {
        CheckItem(item);
        Scale.Validate(rating, ItemCount);
        RecommenderArguments.CheckUserBelow(RecommenderArguments.UserBound, rating);
        RatedItem rated = new(rating.Item, rating.Value, rating.Timestamp);
        int maximum = _options.MaximumRatingsPerUser ?? int.MaxValue;
        Supposition with = new(this, rating.User, supposed => supposed.Learn(rated, maximum));
        using UserReading reading = with.Then();
        return reading.StandingOf(item, filter);
    }

    /// <inheritdoc/>
    public IReadOnlyList<Counterfactual> WhatWouldChange(int user, int item, int count, in RecommendationFilter filter = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        CheckItem(item);
        int adjustment = filter.AdjustmentOf(item);
        double score = ScoreOf(item, adjustment, Read(user));
        RatedItem[] rated = CounterfactualList.MostChanging(
            RatingsOf(user), item, count, filter.MinimumScore, score, ratedItem => ScoreWithout(user, ratedItem, item, adjustment));
        CounterfactualList found = new();
        foreach (RatedItem one in rated)
        {
            // Another thread may have forgotten the rating since.
            RatedItem? held = null;
            int ratedItem = one.Item;
            Supposition without = new(this, user, supposed => held = supposed.Forget(ratedItem, out RatedItem removed) ? removed : null);
            if (held is RatedItem rating)
            {
                using UserReading now = without.Now();
                using UserReading then = without.Then();
                found.Add(new Counterfactual(item, now.StandingOf(item, filter), then.StandingOf(item, filter)) { Rating = rating });
            }
        }

        return found.Best(count);
    }

    private RatedItem[] RatingsOf(int user)
    {
        RatingStripe stripe = _ratings.Of(user);
        lock (stripe.Lock)
        {
            return stripe.Log.OfUser(StripedRatings.IdOf(user)).ToArray();
        }
    }

    private static double ScoreOf(int item, int adjustment, UserReading reading)
    {
        using (reading)
        {
            return reading.ToRating(reading.AnswerOf(item) + adjustment);
        }
    }

    private double ScoreWithout(int user, int ratedItem, int item, int adjustment)
    {
        Supposition without = new(this, user, supposed => supposed.Forget(ratedItem));
        return ScoreOf(item, adjustment, without.Then());
    }

    // A user and the crowd, at one moment, and as they would be after some changes of the user's ratings.
    private readonly struct Supposition
    {
        private readonly WeightlessRecommender _recommender;
        private readonly int _user;
        private readonly UserRecency _recency;
        private readonly (SharedModel Shared, RatingsCopy? Ratings) _now;
        private readonly (SharedModel Shared, RatingsCopy? Ratings) _then;

        public Supposition(WeightlessRecommender recommender, int user, Action<SupposedRatings> change)
        {
            _recommender = recommender;
            _user = user;
            SupposedRatings ratings = new(recommender.Scale, user);
            UserRecency recency = default;
            (SharedModel, RatingsCopy?) now = default;
            SharedModel supposed = recommender._versions.Supposing(user, stripe =>
            {
                // Until the supposed version is made, no other one is published.
                UserRatings present = stripe.Log.OfUser(StripedRatings.IdOf(user));
                now = (recommender._versions.Current, CopyOf(present));
                recency = stripe.RecencyOf(user);
                ratings.Begin(present);
                change(ratings);
                return ratings.Changes;
            });
            _recency = recency;
            _now = now;
            _then = (supposed, CopyOf(ratings.Current));
        }

        /// <summary>Reads the user as the user is.</summary>
        public UserReading Now() => Read(_now.Shared, _now.Ratings);

        /// <summary>Reads the user as the user would be.</summary>
        public UserReading Then() => Read(_then.Shared, _then.Ratings);

        private static RatingsCopy? CopyOf(UserRatings ratings) => ratings.IsEmpty ? null : ratings.Copy();

        private UserReading Read(SharedModel shared, RatingsCopy? ratings)
        {
            PersonalTables? tables = ratings is null ? null : _recommender._tables.Make(shared, _user, ratings, _recency);
            return new UserReading(shared, tables, _user, _recommender.Scale, _recommender._options.Reading);
        }
    }
}
