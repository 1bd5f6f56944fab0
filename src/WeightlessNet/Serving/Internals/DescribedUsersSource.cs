using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Serving.Internals;

/// <summary>What <see cref="IDescribedUsers"/> is made from.</summary>
/// <param name="Schema">The fields of users.</param>
/// <param name="Ratings">The model of ratings; from then on it is changed through what is made only.</param>
/// <param name="Lists">The model of lists.</param>
/// <param name="IsOfRatings">Whether ratings are predicted.</param>
/// <param name="Descriptions">What is known of users, now and later.</param>
/// <param name="Stored">What was learned; empty for nothing.</param>
internal readonly record struct DescribedUsersSource(
    UserSchema Schema,
    HybridRecommender Ratings,
    WeightlessRankingRecommender Lists,
    bool IsOfRatings,
    IReadOnlyDictionary<int, UserDescription> Descriptions,
    byte[] Stored);
