namespace MovieLensSample;

/// <summary>The curve of a system.</summary>
/// <param name="System">The name of the system.</param>
/// <param name="Legend">The text in the legend.</param>
/// <param name="Points">The points, from left to right.</param>
internal sealed record Curve(string System, string Legend, IReadOnlyList<(double X, Estimate Y)> Points)
{
    /// <summary>Whether each point has a marker; curves of very many points have none.</summary>
    public bool HasMarkers { get; init; } = true;
}
