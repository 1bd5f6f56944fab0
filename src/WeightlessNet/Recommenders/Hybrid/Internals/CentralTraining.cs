using WeightlessNet.Recommenders.Collaborative.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>What the training of a central model leaves for the calibration of a hybrid.</summary>
/// <param name="Central">The central model.</param>
/// <param name="Inner">For each recommender, what answers without the held-out ratings; null for one without fold-in.</param>
/// <param name="OtherUsers">The same for each further part of the users, if there are any.</param>
/// <param name="Audience">Who rates what, if the central model uses it.</param>
internal sealed record CentralTraining(
    CentralModel Central, IFoldInModel?[] Inner, IReadOnlyList<HeldOutUsers> OtherUsers, TrainedAudience? Audience);
