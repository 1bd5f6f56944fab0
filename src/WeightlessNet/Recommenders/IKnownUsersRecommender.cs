namespace WeightlessNet.Recommenders;

/// <summary>A recommender that can tell which user ids it knows, so that none of them is given to a new user.</summary>
public interface IKnownUsersRecommender : IRecommender
{
    /// <summary>
    /// Every user of whom it knows anything has an id below this: one who has rated, one with settings, or one whose ratings a model
    /// inside was trained on, even if they are forgotten since. 0 where it knows nobody.
    /// </summary>
    int UserIdBound { get; }
}
