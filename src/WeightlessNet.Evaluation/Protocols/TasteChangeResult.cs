namespace WeightlessNet.Evaluation.Protocols;

/// <summary>The result of one recommender in a <see cref="TasteChangeProtocol"/>. Immutable and safe to share between threads.</summary>
public sealed class TasteChangeResult
{
    /// <inheritdoc cref="KFoldResult.Name"/>
    public required string Name { get; init; }

    /// <inheritdoc cref="KFoldResult.Kind"/>
    public required ResultKind Kind { get; init; }

    /// <summary>The root mean squared error of all predictions before the change, in the units of the ratings: the level to recover
    /// to.</summary>
    public required double RmseBefore { get; init; }

    /// <summary>The root mean squared error of all predictions after the change, in the units of the ratings.</summary>
    public required double RmseAfter { get; init; }

    /// <summary>
    /// How many ratings each user had given since the change at the end of the first window whose error exceeds
    /// <see cref="RmseBefore"/> by no more than the tolerance; <see langword="null"/> if there is no such window.
    /// </summary>
    public required int? RatingsToRecover { get; init; }

    /// <summary>The error around the change, one point per window in the order of time.</summary>
    public required IReadOnlyList<TasteChangePoint> Curve { get; init; }

    /// <inheritdoc cref="FoldResult.FitSeconds"/>
    public required double FitSeconds { get; init; }

    /// <summary>The name and the errors before and after the change, in one line.</summary>
    public override string ToString()
    {
        string recovered = RatingsToRecover is int ratings ? $"recovered at rating {ratings}" : "not recovered";
        return FormattableString.Invariant($"{Name}: RMSE {RmseBefore:0.0000} before, {RmseAfter:0.0000} after the change, {recovered}");
    }
}
