namespace WeightlessNet.Recommenders.Ratings.Internals;

/// <summary>The state of a recommender whose lists are made while its lock is held.</summary>
internal interface IListingModel : ILoggedModel
{
    /// <summary>Offers the available items by their scores for a user.</summary>
    void Rank(int user, in UnavailableItems unavailable, ref TopItems best);
}
