using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>Options of a <see cref="PrequentialProtocol"/>. Immutable.</summary>
public sealed record PrequentialOptions
{
    /// <summary>
    /// The number of evenly spaced points of the learning curve, 1 or more; 100 by default. There are never more points than predictions.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int CurvePoints { get; init => field = OptionRange.AtLeast(value, 1, nameof(CurvePoints)); } = 100;

    /// <inheritdoc cref="KFoldOptions.Scale"/>
    public RatingScale? Scale { get; init => field = OptionRange.Scale(value, nameof(Scale)); }

    /// <inheritdoc cref="KFoldOptions.Baselines"/>
    public IReadOnlyList<string> Baselines
    {
        get;
        init => field = PlainBaselines.Chosen(value, PlainBaselines.ErrorNames, nameof(Baselines));
    } = PlainBaselines.ErrorNames;

    /// <inheritdoc cref="KFoldOptions.MaxDegreeOfParallelism"/>
    public int MaxDegreeOfParallelism { get; init => field = OptionRange.AtLeast(value, 1, nameof(MaxDegreeOfParallelism)); } = 1;
}
