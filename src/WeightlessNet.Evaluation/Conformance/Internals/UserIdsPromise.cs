using WeightlessNet.Recommenders;

namespace WeightlessNet.Evaluation.Conformance.Internals;

/// <summary>Every user who has rated has an id below the bound.</summary>
internal static class UserIdsPromise
{
    public static Promise Bound { get; } = new(
        "user ids",
        (world, history) =>
        {
            IRecommender recommender = world.Fresh();
            IKnownUsersRecommender known = recommender.GetRequired<IKnownUsersRecommender>();
            foreach (Rating rating in history.Ratings)
            {
                recommender.Learn(rating);
                Expect.True(known.UserIdBound > rating.User, $"User {rating.User} has rated, but UserIdBound is {known.UserIdBound}.");
            }
        },
        Promise.Needs<IKnownUsersRecommender>);
}
