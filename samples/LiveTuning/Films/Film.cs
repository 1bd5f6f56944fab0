namespace LiveTuning.Films;

/// <summary>A film. Immutable.</summary>
/// <param name="Id">Its number in the catalog, from 0.</param>
/// <param name="Title">The title.</param>
/// <param name="Year">The year; null if unknown.</param>
/// <param name="Genres">The genres.</param>
/// <param name="RatingCount">The number of the viewers' ratings.</param>
internal sealed record Film(int Id, string Title, int? Year, IReadOnlyList<string> Genres, int RatingCount);
