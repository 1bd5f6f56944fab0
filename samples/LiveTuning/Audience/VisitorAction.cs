using WeightlessNet.Recommenders.Controls;

namespace LiveTuning.Audience;

/// <summary>One thing that a visitor did, with what undoes it.</summary>
internal sealed record VisitorAction
{
    /// <summary>What was done, in words.</summary>
    public required string Words { get; init; }

    /// <summary>The rating as it was before; null where controls were changed.</summary>
    public RatingChange? RatingBefore { get; init; }

    /// <summary>Whether the error of the rating was written down, which is so for the first rating of a film.</summary>
    public bool HasError { get; init; }

    /// <summary>The controls before; null where a rating was changed.</summary>
    public IReadOnlyList<TuningControl>? ControlsBefore { get; init; }
}
