namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>Keeps sums over the ratings of a log: it is told of every rating that enters or leaves.</summary>
internal interface IRatingObserver
{
    /// <summary>Counts a rating. It must not read the log, which may or may not hold the rating at this moment.</summary>
    /// <param name="user">The user who gave the rating.</param>
    /// <param name="rated">The rating.</param>
    /// <param name="sign">1 where the rating enters the log, -1 where it leaves.</param>
    void Count(int user, in RatedItem rated, int sign);
}
