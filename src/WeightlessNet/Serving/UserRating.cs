namespace WeightlessNet.Serving;

/// <summary>One user's rating of one item, for learning many at once.</summary>
/// <typeparam name="TUser">The type of the users' keys.</typeparam>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <param name="User">The user.</param>
/// <param name="Item">The item.</param>
/// <param name="Value">The rating, on the recommender's scale.</param>
/// <param name="Time">The time of the rating; null if unknown.</param>
public readonly record struct UserRating<TUser, TItem>(TUser User, TItem Item, float Value, DateTimeOffset? Time = null);
