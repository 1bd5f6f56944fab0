namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>A trained model that keeps the ratings of its training, and stores them.</summary>
internal interface IRatingsOfTraining
{
    /// <summary>The ratings, as they are at one moment.</summary>
    Rating[] CopyRatings();

    /// <summary>
    /// Removes ratings, so that they are stored no longer. What was trained on them stays until the next training. Thread-safe.
    /// </summary>
    /// <param name="user">The user.</param>
    /// <param name="item">The item; null for all of the user's ratings.</param>
    void Withdraw(int user, int? item);
}
