namespace WeightlessNet.Orleans.Storage;

/// <summary>Some of the users of a store.</summary>
/// <param name="Users">The users with their keys, as each was at one moment; there may be none although others follow.</param>
/// <param name="Next">Where the next page begins; null if there is none.</param>
public sealed record UserPage(IReadOnlyList<KeyValuePair<string, StoredUser>> Users, string? Next);
