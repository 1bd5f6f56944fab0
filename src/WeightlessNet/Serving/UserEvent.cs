namespace WeightlessNet.Serving;

/// <summary>One event of one user with one item, for adding many at once.</summary>
/// <typeparam name="TUser">The type of the users' keys.</typeparam>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <param name="User">The user.</param>
/// <param name="Item">The item.</param>
/// <param name="Amount">How much: 1 for a click, or a number, seconds, a price; below 0 for a return.</param>
/// <param name="Time">The time of the event; null if unknown.</param>
public readonly record struct UserEvent<TUser, TItem>(TUser User, TItem Item, decimal Amount = 1, DateTimeOffset? Time = null);
