using WeightlessNet.Recommenders;

namespace LiveTuning.Audience;

/// <summary>One thing that a visitor did, with what undoes it.</summary>
internal sealed record VisitorAction
{
    /// <summary>What was done, in words.</summary>
    public required string Words { get; init; }

    /// <summary>The film that was rated, or whose rating was taken back; null where controls were changed.</summary>
    public int? Film { get; init; }

    /// <summary>The rating before; null where there was none.</summary>
    public float? ValueBefore { get; init; }

    /// <summary>The time of the rating before.</summary>
    public long TimeBefore { get; init; }

    /// <summary>Whether a rating was learned, and its error written down.</summary>
    public bool HasError { get; init; }

    /// <summary>The controls before; null where a rating was changed.</summary>
    public IReadOnlyList<TuningControl>? ControlsBefore { get; init; }
}
