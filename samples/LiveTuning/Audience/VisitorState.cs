namespace LiveTuning.Audience;

/// <summary>A snapshot of what the page shows of a visitor.</summary>
/// <param name="Errors">The prediction minus the rating for each first rating of a film, in stars, oldest first.</param>
/// <param name="Undo">What Undo would undo, in words; null if there is nothing.</param>
/// <param name="LearnTime">The time to learn and store the last rating; null before the first since the start.</param>
internal sealed record VisitorState(IReadOnlyList<float> Errors, string? Undo, TimeSpan? LearnTime)
{
    /// <summary>The state of a visitor without any action.</summary>
    public static VisitorState Nobody { get; } = new([], null, null);
}
