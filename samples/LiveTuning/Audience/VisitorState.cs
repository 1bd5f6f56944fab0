namespace LiveTuning.Audience;

/// <summary>A snapshot of a visitor's ratings and actions.</summary>
/// <param name="Ratings">The stars, by film.</param>
/// <param name="Errors">The prediction minus the rating for each first rating of a film, in stars, oldest first.</param>
/// <param name="Undo">What Undo would undo, in words; null if there is nothing.</param>
/// <param name="LearnTime">The time to learn the last rating; null before the first since the start.</param>
internal sealed record VisitorState(
    IReadOnlyDictionary<int, float> Ratings, IReadOnlyList<float> Errors, string? Undo, TimeSpan? LearnTime)
{
    /// <summary>The state of a visitor without any action.</summary>
    public static VisitorState Nobody { get; } = new(new Dictionary<int, float>(), [], null, null);
}
