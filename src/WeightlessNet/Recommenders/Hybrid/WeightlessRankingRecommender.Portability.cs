using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <content>What is held of one user leaves and comes.</content>
public sealed partial class WeightlessRankingRecommender : IPortableRecommender
{
    /// <inheritdoc/>
    /// <remarks>The recency is <see cref="UserRecency.AsConfigured"/>.</remarks>
    public PersonalRatings Export(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        RatingStripe stripe = _ratings.Of(user);
        lock (stripe.Lock)
        {
            return new PersonalRatings(Scale, stripe.Log.OfUser(StripedRatings.IdOf(user)).ToArray(), UserRecency.AsConfigured);
        }
    }

    /// <summary>A user's rating of an item; null if there is none.</summary>
    internal RatedItem? RatingOf(int user, int item)
    {
        RatingStripe stripe = _ratings.Of(user);
        lock (stripe.Lock)
        {
            return stripe.Log.OfUser(StripedRatings.IdOf(user)).Find(item);
        }
    }

    /// <summary>The number of a user's ratings.</summary>
    internal int RatingCountOf(int user)
    {
        RatingStripe stripe = _ratings.Of(user);
        lock (stripe.Lock)
        {
            return stripe.Log.OfUser(StripedRatings.IdOf(user)).Length;
        }
    }

    /// <inheritdoc/>
    /// <remarks>The recency is ignored: rankings count all ratings alike, whatever their time.</remarks>
    public void Import(int user, PersonalRatings personal)
    {
        RecommenderArguments.CheckImport(user, personal, Scale, ItemCount);
        _changes.Replace(user, personal.OldestFirst(), UserRecency.AsConfigured);
    }
}
