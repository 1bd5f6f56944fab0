namespace WeightlessNet.Datasets;

/// <summary>One film of a <see cref="RatingDataset"/>.</summary>
/// <remarks>
/// Immutable and safe to share between threads, as long as the list of genres is not changed. Two films are equal if all their values are;
/// genres are compared one by one.
/// </remarks>
/// <param name="Id">The film's id in the original rating file, 1 or more. Not its dense id, which is its position in the dataset.</param>
/// <param name="Title">The title without the year; empty if the file has none.</param>
/// <param name="Year">The year of release, or null if unknown.</param>
/// <param name="Genres">The names of the film's genres in the file's order; empty if none are listed.</param>
/// <param name="Language">The original language's ISO 639-1 code, such as "en", or null if unknown.</param>
/// <param name="VoteAverage">The mean of the votes on TMDB, 0 to 10, or null if unknown.</param>
/// <param name="VoteCount">The number of votes on TMDB, or null if unknown.</param>
public sealed record Movie(
    int Id,
    string Title,
    int? Year,
    IReadOnlyList<string> Genres,
    string? Language = null,
    double? VoteAverage = null,
    int? VoteCount = null)
{
    /// <summary>Whether the other film has the same values, the genres compared one by one.</summary>
    /// <param name="other">The other film.</param>
    public bool Equals(Movie? other) =>
        other is not null
        && Id == other.Id
        && Title == other.Title
        && Year == other.Year
        && Genres.SequenceEqual(other.Genres, StringComparer.Ordinal)
        && Language == other.Language
        && VoteAverage == other.VoteAverage
        && VoteCount == other.VoteCount;

    /// <summary>A hash code that agrees with <see cref="Equals(Movie?)"/>.</summary>
    public override int GetHashCode() => HashCode.Combine(Id, Title, Year, Genres.Count);
}
