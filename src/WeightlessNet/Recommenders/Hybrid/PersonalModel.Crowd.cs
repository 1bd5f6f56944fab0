using WeightlessNet.Recommenders.Crowd.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid;

/// <content>The user's part of the crowd.</content>
public sealed partial class PersonalModel
{
    // What the crowd would be told if it had the user's present ratings in place of those that it knows.
    private List<CrowdChange> ChangesTo(UserRatings ratings)
    {
        List<CrowdChange> changes = [];
        int next = 0;
        foreach (RatedItem rated in ratings)
        {
            for (; next < _known.Length && _known[next].Item < rated.Item; next++)
            {
                changes.Add(Change(_known[next], -1));
            }

            bool isKnown = next < _known.Length && _known[next].Item == rated.Item;
            if (!isKnown || _known[next].Value != rated.Value)
            {
                if (isKnown)
                {
                    changes.Add(Change(_known[next], -1));
                }

                changes.Add(Change(rated, 1));
            }

            next += isKnown ? 1 : 0;
        }

        for (; next < _known.Length; next++)
        {
            changes.Add(Change(_known[next], -1));
        }

        return changes;
    }

    // The totals of the user's ratings that the crowd knows. Only learned shrinkages need them.
    private RatingTotals KnownTotals()
    {
        RatingTotals totals = default;
        foreach (RatedItem rated in _known)
        {
            totals = totals.With(Change(rated, 1).Units, 1);
        }

        return totals;
    }

    private CrowdChange Change(in RatedItem rated, int sign) => new(
        User,
        rated.Item,
        new RatingUnits(_crowd.Scale).FromRating(rated.Value),
        (short)_crowd.Scale.LevelOf(rated.Value),
        (sbyte)sign);

    private void CheckFit(PersonalRatings ratings)
    {
        RatingScale scale = _crowd.Scale;
        if (ratings.Scale != scale)
        {
            throw new ArgumentException(
                $"The ratings are on a scale of {ratings.Scale.Minimum} to {ratings.Scale.Maximum} by {ratings.Scale.Step}, not of "
                + $"{scale.Minimum} to {scale.Maximum} by {scale.Step}.",
                nameof(ratings));
        }

        if (!ratings.Ratings.IsEmpty)
        {
            Check(ratings.Ratings[^1]);
        }

        CatalogVersion catalog = _crowd.Crowd.Shared.Catalog;
        long[] levels = _crowd.Crowd.Shared.LevelCounts.ToArray();
        foreach (RatedItem known in ratings.Known)
        {
            Check(known);
            CrowdChange change = Change(known, -1);
            long least = change.Units;
            long most = least + ((catalog.CountOf(known.Item) - 1L) * RatingUnits.Range);
            if (catalog.CountOf(known.Item) == 0 || catalog.SumOf(known.Item) < least || catalog.SumOf(known.Item) > most
                || --levels[change.Level] < 0)
            {
                throw new ArgumentException(
                    $"The crowd does not know the user's rating of item {known.Item}: it was copied at another time.", nameof(ratings));
            }
        }
    }
}
