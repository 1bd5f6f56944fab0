using WeightlessNet.Recommenders.Collaborative.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>What was trained without a part of the users, and so can be asked about their ratings.</summary>
/// <param name="Models">For each central model, what answers from a user's ratings.</param>
/// <param name="Audience">Who rates what, without these users; null if the central models do not use it.</param>
internal sealed record HeldOutUsers(IFoldInModel[] Models, ItemAudience? Audience);
