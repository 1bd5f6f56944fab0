namespace LiveTuning.Audience;

/// <summary>A new rating of a film, or its removal.</summary>
/// <param name="Film">The film.</param>
/// <param name="Value">The stars; null if the rating is removed.</param>
/// <param name="Time">When the rating was given, in seconds since 1970.</param>
internal sealed record RatingChange(int Film, float? Value, long Time);
