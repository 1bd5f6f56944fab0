using WeightlessNet.Encoders;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>Options of a <see cref="RankingProtocol"/>. Immutable.</summary>
public sealed record RankingOptions
{
    /// <inheritdoc cref="HoldOutOptions.Split"/>
    public RatingSplit Split
    {
        get;
        init => field = value ?? throw new ArgumentNullException(nameof(Split));
    } = RatingSplit.RandomPerUser();

    /// <summary>The list lengths that figures are reported for; 10 by default.</summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The list is empty or a length repeats.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 1.</exception>
    public IReadOnlyList<int> ListLengths
    {
        get;
        init => field = OptionRange.Numbers(value, 1, nameof(ListLengths));
    } = Array.AsReadOnly([10]);

    /// <summary>
    /// The lowest rating that counts as liked. Held-out items that the user likes are relevant. <see langword="null"/>, the default,
    /// stands for the first level at three quarters of the scale or above: 4 of 5 stars.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a finite number.</exception>
    public float? RelevantFrom
    {
        get;
        init => field = value is null || float.IsFinite(value.Value)
            ? value
            : throw new ArgumentOutOfRangeException(nameof(RelevantFrom), value, "A rating must be a finite number.");
    }

    /// <summary>
    /// What a relevant item gains in NDCG, given its held-out value, such as <c>plays => Math.Log2(1 + plays)</c> where values are amounts:
    /// finite and 0 or more. <see langword="null"/>, the default, for 1. All other figures ask only whether an item is relevant.
    /// </summary>
    /// <remarks>
    /// Järvelin and Kekäläinen, "Cumulated Gain-Based Evaluation of IR Techniques" (ACM TOIS 20, 2002). A user whose relevant items all
    /// gain 0 has an NDCG of 0.
    /// </remarks>
    public Func<float, double>? Gain { get; init; }

    /// <summary>The items' patterns for diversity and calibration; without a catalog neither is reported.</summary>
    public ItemCatalog? Catalog { get; init; }

    /// <summary>The distance between two patterns of the <see cref="Catalog"/>; Jaccard by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public PatternDistance Distance { get; init => field = OptionRange.Defined(value, nameof(Distance)); } = PatternDistance.Jaccard;

    /// <summary>The name of the <see cref="Catalog"/>'s field for calibration, such as the genres; <see langword="null"/> reports no
    /// calibration.</summary>
    public string? CalibrationField { get; init; }

    /// <summary>The smoothing of <see cref="ListMetrics.CalibrationDivergence"/>, above 0 and below 1; 0.01 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 and below 1.</exception>
    public double CalibrationSmoothing
    {
        get;
        init => field = OptionRange.Share(value, nameof(CalibrationSmoothing));
    } = ListMetrics.DefaultSmoothing;

    /// <inheritdoc cref="KFoldOptions.Scale"/>
    public RatingScale? Scale { get; init => field = OptionRange.Scale(value, nameof(Scale)); }

    /// <summary>
    /// The names of the <see cref="PlainBaselines"/> to evaluate too: popularity and bias by default; an empty list for none.
    /// </summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">A name repeats or is not that of a baseline for rankings.</exception>
    public IReadOnlyList<string> Baselines
    {
        get;
        init => field = PlainBaselines.Chosen(value, PlainBaselines.RankingNames, nameof(Baselines));
    } = PlainBaselines.RankingNames;

    /// <inheritdoc cref="KFoldOptions.MaxDegreeOfParallelism"/>
    public int MaxDegreeOfParallelism { get; init => field = OptionRange.AtLeast(value, 1, nameof(MaxDegreeOfParallelism)); } = 1;

    /// <summary>The field for calibration, if any.</summary>
    /// <exception cref="ArgumentException">A field is named, but there is no catalog or no such field.</exception>
    internal FeatureField? FindCalibrationField()
    {
        if (CalibrationField is null)
        {
            return null;
        }

        foreach (FeatureField field in Catalog?.Fields ?? [])
        {
            if (field.Name == CalibrationField)
            {
                return field;
            }
        }

        throw new ArgumentException(
            Catalog is null ? "Calibration requires a catalog." : $"The catalog has no field '{CalibrationField}'.",
            nameof(CalibrationField));
    }
}
