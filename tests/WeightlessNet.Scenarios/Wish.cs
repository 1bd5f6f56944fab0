namespace WeightlessNet.Scenarios;

/// <summary>A user's control, with the number of a film in place of the id inside.</summary>
/// <param name="Kind">Mute, boost, pin or ban.</param>
/// <param name="Genre">The genre that is muted or boosted; null for others.</param>
/// <param name="Film">The film that is pinned or banned; -1 for others.</param>
internal sealed record Wish(StepKind Kind, string? Genre, int Film);
