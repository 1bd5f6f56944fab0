namespace WeightlessNet.Serving;

/// <summary>A user who is similar to another one.</summary>
/// <typeparam name="TUser">The type of the users' keys.</typeparam>
/// <param name="User">The user's key.</param>
/// <param name="Similarity">The similarity, above 0 and at most 1: 1 if both rated the same items equally.</param>
/// <param name="ItemsInCommon">The number of items that both have rated.</param>
public readonly record struct SimilarUser<TUser>(TUser User, double Similarity, int ItemsInCommon);
