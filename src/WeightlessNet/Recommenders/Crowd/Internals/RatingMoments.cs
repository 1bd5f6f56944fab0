using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Crowd.Internals;

/// <summary>
/// Sums over all ratings, from which follows how much users differ from each other, compared with how much the ratings of one user vary.
/// </summary>
/// <remarks>
/// A function of the ratings alone: a rating that is taken away leaves the sums as if it had never been added. The variances are those of
/// Henderson's method I (1953) for the model rating = mean + user + item + noise. Immutable.
/// </remarks>
internal readonly record struct RatingMoments
{
    /// <summary>The highest shrinkage.</summary>
    public const int MostShrinkage = 30;

    // Users who differ little in how high they rate mostly differ little in what they like. There are exceptions, so the gain depends less
    // on the shrinkage than the level does: from 15 where the shrinkage is 5 or less, to 65 where it is 15 or more.
    private const int LeastOfGain = 5;
    private const int MostOfGain = 15;
    private const int GainOfShrinkage = 5;
    private const int GainOffset = -10;

    private const double LeastDecay = 2;
    private const double MostDecay = 3;

    // What is expected before any rating: so many ratings say that users have a variance of 0.01, and the noise one of 0.03, where the
    // range of the scale is 1. That is a shrinkage of 4.
    private const long PriorRatings = 1000;
    private const long PriorUsers = (long)(0.01 * RatingUnits.Range * RatingUnits.Range);
    private const long PriorNoise = (long)(0.03 * RatingUnits.Range * RatingUnits.Range);

    /// <summary>The number of ratings.</summary>
    public long Ratings { get; init; }

    /// <summary>The sum of the ratings.</summary>
    public long Sum { get; init; }

    /// <summary>The sum of the squares of the ratings.</summary>
    public long Squares { get; init; }

    /// <summary>The sums over users.</summary>
    public TotalsMoments Users { get; init; }

    /// <summary>The sums over items.</summary>
    public TotalsMoments Items { get; init; }

    /// <summary>
    /// How many ratings of the average user are added to a user's own: noise / variance of users, and 1 more because the means of items
    /// are not known exactly.
    /// </summary>
    public int UserShrinkage
    {
        get
        {
            (long users, long noise, long known) = Variances();
            long divisor = (known * users) + (PriorRatings * PriorUsers);
            if (divisor <= 0)
            {
                return MostShrinkage;
            }

            long ratio = ((known * noise) + (PriorRatings * PriorNoise) + (divisor / 2)) / divisor;
            return (int)Math.Clamp(ratio + 1, 1, MostShrinkage);
        }
    }

    /// <summary>The number of ratings with which a user's network has half of its gain: 15 to 65.</summary>
    public int GainShrinkage => (GainOfShrinkage * Math.Clamp(UserShrinkage, LeastOfGain, MostOfGain)) + GainOffset;

    /// <summary>How much the weights of a trained network decay: 2 to 3.</summary>
    public double WeightDecay => Math.Clamp(UserShrinkage / 2.0, LeastDecay, MostDecay);

    /// <summary>The sums of ratings of which the totals of all items are known.</summary>
    /// <param name="counts">The number of ratings of each item.</param>
    /// <param name="sums">The sum of each item's ratings, in units.</param>
    /// <param name="squares">The sum of the squares of the ratings, in units.</param>
    /// <param name="users">The sums over users.</param>
    public static RatingMoments Of(ReadOnlySpan<int> counts, ReadOnlySpan<long> sums, long squares, TotalsMoments users)
    {
        long ratings = 0;
        long sum = 0;
        TotalsMoments items = default;
        for (int item = 0; item < counts.Length; item++)
        {
            ratings += counts[item];
            sum += sums[item];
            items = items.With(new RatingTotals(counts[item], sums[item]), 1);
        }

        return new RatingMoments { Ratings = ratings, Sum = sum, Squares = squares, Users = users, Items = items };
    }

    /// <summary>The sums after a change of one rating.</summary>
    /// <param name="user">The totals of the rating's user before it.</param>
    /// <param name="item">The totals of the rating's item before it.</param>
    /// <param name="units">The rating, in units.</param>
    /// <param name="sign">1 if it is added, -1 if it is taken away.</param>
    public RatingMoments With(RatingTotals user, RatingTotals item, int units, int sign) => new()
    {
        Ratings = Ratings + sign,
        Sum = Sum + (sign * (long)units),
        Squares = Squares + (sign * (long)units * units),
        Users = Users.With(user, -1).With(user.With(units, sign), 1),
        Items = Items.With(item, -1).With(item.With(units, sign), 1),
    };

    // Of users and of the noise, in squared units, and how many ratings these are known from.
    private (long Users, long Noise, long Known) Variances()
    {
        long ofUsers = Ratings - Users.Count;
        long ofItems = Ratings - Items.Count;
        if (ofUsers <= 0 || ofItems <= 0)
        {
            return default;
        }

        long userMean = Users.SquaredCounts / Ratings;
        long itemMean = Items.SquaredCounts / Ratings;
        long divisor = Ratings + 1 - userMean - itemMean;
        if (2 * divisor <= Ratings)
        {
            // Most ratings are of one user, or of one item.
            return default;
        }

        long itemsAndNoise = (Squares - Users.Squares) / ofUsers;
        long usersAndNoise = (Squares - Items.Squares) / ofItems;
        long total = Squares - (long)((Int128)Sum * Sum / Ratings);
        long noise = ((usersAndNoise * (Ratings - userMean)) + (itemsAndNoise * (Ratings - itemMean)) - total) / divisor;
        noise = Math.Max(noise, 0);
        return (usersAndNoise - noise, noise, Math.Min(ofUsers, ofItems));
    }
}
