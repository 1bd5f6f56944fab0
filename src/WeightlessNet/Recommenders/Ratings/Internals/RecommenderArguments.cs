namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>Checks the arguments that all recommenders take.</summary>
internal static class RecommenderArguments
{
    /// <summary>User ids are below this.</summary>
    public const int UserBound = 1 << 26;

    /// <summary>One more than an id, which may be the highest of all.</summary>
    public static int BoundOf(int id) => id + 1;

    /// <summary>Throws if something cannot be held for a user: the id is negative or too high.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="user"/> is not 0 to 2^26 - 1.</exception>
    public static void CheckUserIsHeld(int user)
    {
        if (user is < 0 or >= UserBound)
        {
            throw new ArgumentOutOfRangeException(
                nameof(user), user, $"A user's id must be 0 to {UserBound - 1}: map application keys to dense ids.");
        }
    }

    /// <summary>Throws where there are no items or no scale.</summary>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="itemCount"/> is below 1, or <paramref name="scale"/> was not made by its constructor.
    /// </exception>
    public static void Check(int itemCount, RatingScale scale)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(itemCount, 1);
        OptionRange.Scale(scale, nameof(scale));
    }

    /// <summary>Throws where there are no items or no scale.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="catalog"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="catalog"/> is empty, or <paramref name="scale"/> was not made by its constructor.
    /// </exception>
    public static void Check(ItemCatalog catalog, RatingScale scale)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        if (catalog.Count == 0)
        {
            throw new ArgumentOutOfRangeException(nameof(catalog), catalog.Count, "A catalog must have at least one item.");
        }

        Check(catalog.Count, scale);
    }

    /// <summary>Throws where an item is not in the catalog.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="item"/> is not one of <paramref name="itemCount"/>.</exception>
    public static void CheckItem(int item, int itemCount)
    {
        if ((uint)item >= (uint)itemCount)
        {
            throw new ArgumentOutOfRangeException(nameof(item), item, $"The item must be 0 to {itemCount - 1}.");
        }
    }

    /// <summary>Throws where what is held of a user cannot be imported.</summary>
    /// <exception cref="ArgumentNullException"><paramref name="personal"/> is null.</exception>
    /// <exception cref="ArgumentException">The scale is another one.</exception>
    /// <exception cref="ArgumentOutOfRangeException">
    /// <paramref name="user"/> is negative or too high, or an item is not one of <paramref name="itemCount"/>.
    /// </exception>
    public static void CheckImport(int user, PersonalRatings personal, RatingScale scale, int itemCount)
    {
        CheckUserIsHeld(user);
        ArgumentNullException.ThrowIfNull(personal);
        if (personal.Scale != scale)
        {
            throw new ArgumentException(
                $"The ratings are on a scale of {personal.Scale.Minimum} to {personal.Scale.Maximum} by {personal.Scale.Step}, not of "
                + $"{scale.Minimum} to {scale.Maximum} by {scale.Step}.",
                nameof(personal));
        }

        if (personal.Ratings.Length > 0)
        {
            CheckItem(personal.Ratings[^1].Item, itemCount);
        }
    }

    /// <summary>A shrinkage, which must be above 0 and finite.</summary>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="shrinkage"/> is not above 0 and finite.</exception>
    public static double Shrinkage(double shrinkage, string name) =>
        shrinkage > 0 && double.IsFinite(shrinkage)
            ? shrinkage
            : throw new ArgumentOutOfRangeException(name, shrinkage, "The shrinkage must be above 0 and finite.");

    /// <summary>Throws where a user's id is too high for tables that are indexed by user.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The user's id is not below <paramref name="bound"/>.</exception>
    public static void CheckUserBelow(int bound, in Rating rating)
    {
        if (rating.User >= bound)
        {
            throw new ArgumentOutOfRangeException(
                nameof(rating), rating.User, $"A user's id is below {bound}: map application keys to dense ids.");
        }
    }

    /// <summary>Throws where there is not one score for each item, or a rating is of an unknown item.</summary>
    /// <exception cref="ArgumentException">
    /// <paramref name="scores"/> has another length than there are items, or an item is not in the catalog.
    /// </exception>
    public static void CheckScoring(ReadOnlySpan<RatedItem> ratings, ReadOnlySpan<float> scores, int itemCount)
    {
        if (scores.Length != itemCount)
        {
            throw new ArgumentException(
                $"There are {itemCount} items, and room for {scores.Length} scores: pass a span of as many as items.", nameof(scores));
        }

        foreach (RatedItem rating in ratings)
        {
            if ((uint)rating.Item >= (uint)itemCount)
            {
                throw new ArgumentException($"An item must be 0 to {itemCount - 1}, not {rating.Item}.", nameof(ratings));
            }
        }
    }
}
