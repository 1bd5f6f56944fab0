namespace LiveTuning.Audience;

/// <summary>That a film has a rating from now on, or none.</summary>
/// <param name="Film">The film.</param>
/// <param name="Value">The stars; null where the rating is taken back.</param>
/// <param name="Time">When the rating was given, in seconds since 1970.</param>
internal sealed record RatingChange(int Film, float? Value, long Time);
