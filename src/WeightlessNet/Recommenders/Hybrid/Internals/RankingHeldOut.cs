using WeightlessNet.Recommenders.Collaborative.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>What a ranking that was trained without some likes says of them.</summary>
/// <param name="Known">The ratings that it was trained on.</param>
/// <param name="Users">The number of users with such ratings.</param>
/// <param name="Likes">The held-out likes, by user and then by item.</param>
/// <param name="Questions">Some users and their candidates, held-out likes among them.</param>
/// <param name="Weights">The weight of each feature of the candidates, with which a sum is a score in bits.</param>
/// <param name="Seed">The seed of what is drawn.</param>
internal sealed record RankingHeldOut(
    LikedRatings Known, int Users, Rating[] Likes, IReadOnlyList<RankingQuestion> Questions, double[] Weights, ulong Seed);
