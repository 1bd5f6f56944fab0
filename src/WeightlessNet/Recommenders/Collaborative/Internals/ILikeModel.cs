using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>The state of a recommender of likes. What was trained never changes once readers see it, so lists need no lock.</summary>
internal interface ILikeModel : IBatchModel
{
    /// <summary>All ratings, to be read with the lock held.</summary>
    LikedRatings Ratings { get; }

    /// <summary>Removes a user's rating of an item, or all of the user's ratings if it is null. What was trained stays.</summary>
    void Withdraw(int user, int? item);

    /// <summary>Offers the available items by their scores for a user. Thread-safe.</summary>
    /// <param name="user">The user.</param>
    /// <param name="question">The user's ratings, and the likes of all items.</param>
    /// <param name="unavailable">The items that are not offered.</param>
    /// <param name="best">Receives the items.</param>
    void Rank(int user, in LikeQuestion question, in UnavailableItems unavailable, ref TopItems best);
}
