namespace WeightlessNet.Recommenders;

/// <summary>A recommender that reports which user ids it knows, so that none of them is assigned to a new user.</summary>
public interface IKnownUsersRecommender : IRecommender
{
    /// <summary>
    /// All known user ids are below this number: users with ratings, users with settings, and users whose ratings a model inside was
    /// trained on, even if those ratings have been forgotten since. 0 if no user is known.
    /// </summary>
    int UserIdBound { get; }
}
