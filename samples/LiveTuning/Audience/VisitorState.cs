namespace LiveTuning.Audience;

/// <summary>A copy of what a visitor has rated and done, of one moment.</summary>
/// <param name="Ratings">The stars, by film.</param>
/// <param name="Errors">Each first rating of a film against its prediction, in stars, oldest first.</param>
/// <param name="Undo">What would be undone, in words; null where there is nothing.</param>
/// <param name="LearnTime">How long the last rating took to learn; null before the first since the start.</param>
internal sealed record VisitorState(
    IReadOnlyDictionary<int, float> Ratings, IReadOnlyList<float> Errors, string? Undo, TimeSpan? LearnTime)
{
    /// <summary>Of whoever has done nothing yet.</summary>
    public static VisitorState Nobody { get; } = new(new Dictionary<int, float>(), [], null, null);
}
