using WeightlessNet.Recommenders.Controls;

namespace LiveTuning.Audience;

/// <summary>One action of a visitor, with what undoes it.</summary>
internal sealed record VisitorAction
{
    /// <summary>The action in words.</summary>
    public required string Words { get; init; }

    /// <summary>The rating before the action; null if controls were changed.</summary>
    public RatingChange? RatingBefore { get; init; }

    /// <summary>Whether the error of the rating was recorded, which happens for the first rating of a film.</summary>
    public bool HasError { get; init; }

    /// <summary>The controls before the action; null if a rating was changed.</summary>
    public IReadOnlyList<TuningControl>? ControlsBefore { get; init; }
}
