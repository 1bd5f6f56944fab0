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
        RecommenderArguments.CheckUserIsHeld(user);
        ArgumentNullException.ThrowIfNull(personal);
        if (personal.Scale != Scale)
        {
            throw new ArgumentException(
                $"The ratings are on a scale of {personal.Scale.Minimum} to {personal.Scale.Maximum} by {personal.Scale.Step}, not of "
                + $"{Scale.Minimum} to {Scale.Maximum} by {Scale.Step}.",
                nameof(personal));
        }

        if (personal.Ratings.Length > 0)
        {
            CheckItem(personal.Ratings[^1].Item);
        }

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
