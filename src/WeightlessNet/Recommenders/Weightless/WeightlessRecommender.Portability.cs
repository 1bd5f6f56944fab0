using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Weightless;

/// <content>What is held of one user leaves and comes.</content>
public sealed partial class WeightlessRecommender : IPortableRecommender
{
    /// <inheritdoc/>
    public PersonalRatings Export(int user)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(user);
        RatingStripe stripe = _ratings.Of(user);
        lock (stripe.Lock)
        {
            return new PersonalRatings(Scale, stripe.Log.OfUser(StripedRatings.IdOf(user)).ToArray(), stripe.RecencyOf(user));
        }
    }

    /// <inheritdoc/>
    /// <remarks>Of more ratings than <see cref="WeightlessOptions.MaximumRatingsPerUser"/>, the newest are kept.</remarks>
    public void Import(int user, PersonalRatings personal)
    {
        RecommenderArguments.CheckImport(user, personal, Scale, ItemCount);
        _changes.Replace(user, personal.OldestFirst(), personal.Recency);
    }

    /// <summary>What all users share, with all ratings learned so far.</summary>
    internal SharedContent Share()
    {
        lock (_changingCatalog)
        {
            _versions.Publish();
            ItemCatalog catalog = _ownsCatalog ? _catalog.Copy() : _catalog;
            return SharedContent.Of(_versions.Current, Scale, _options, catalog, Calibrated);
        }
    }
}
