using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>Ratings that a factorization is trained on, and what was learned of them before.</summary>
/// <remarks>The training only reads it.</remarks>
/// <param name="ByUser">The ratings by user.</param>
/// <param name="ByItem">The ratings by item; the item of an entry is the user.</param>
/// <param name="Audience">Who rates what, if it has been trained for several factorizations to share.</param>
internal sealed record TrainingRatings(RatingLog ByUser, RatingLog ByItem, AudienceFactors? Audience);
