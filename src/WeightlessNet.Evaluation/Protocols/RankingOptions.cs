using WeightlessNet.Encoders;
using WeightlessNet.Evaluation.Metrics;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Protocols;

/// <summary>What a <see cref="RankingProtocol"/> does. Immutable.</summary>
public sealed record RankingOptions
{
    /// <summary>Which ratings are held out; a random fifth of each user's, seed 0, unless set.</summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    public RatingSplit Split
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value, nameof(Split));
            field = value;
        }
    } = RatingSplit.RandomPerUser();

    /// <summary>How many ranks of each list count: the figures of each length are reported; 10 unless set.</summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The list is empty or a length repeats.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A length is below 1.</exception>
    public IReadOnlyList<int> ListLengths
    {
        get;
        init => field = OptionRange.Numbers(value, 1, nameof(ListLengths));
    } = Array.AsReadOnly([10]);

    /// <summary>
    /// The lowest rating of an item that the user likes: such items are relevant where they are held out. <see langword="null"/>, the
    /// default, for the first level at three quarters of the <see cref="Scale"/> or above, which is 4 of 5 stars.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a finite number.</exception>
    public float? RelevantFrom
    {
        get;
        init
        {
            if (value is float rating && !float.IsFinite(rating))
            {
                throw new ArgumentOutOfRangeException(nameof(RelevantFrom), value, "A rating is a finite number.");
            }

            field = value;
        }
    }

    /// <summary>The items' patterns, of which diversity and calibration are; neither is reported where it is
    /// <see langword="null"/>.</summary>
    public ItemCatalog? Catalog { get; init; }

    /// <summary>How far two patterns of the <see cref="Catalog"/> are apart; Jaccard's unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the enumeration.</exception>
    public PatternDistance Distance
    {
        get;
        init => field = OptionRange.Defined(value, nameof(Distance));
    } = PatternDistance.Jaccard;

    /// <summary>The name of the field of the <see cref="Catalog"/>, such as the genres, that calibration is of; calibration is not
    /// reported where it is <see langword="null"/>.</summary>
    public string? CalibrationField { get; init; }

    /// <summary>The smoothing of <see cref="ListMetrics.CalibrationDivergence"/>, above 0 and below 1; 0.01 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 and below 1.</exception>
    public double CalibrationSmoothing
    {
        get;
        init => field = OptionRange.Share(value, nameof(CalibrationSmoothing));
    } = ListMetrics.DefaultSmoothing;

    /// <summary>The scale of the ratings, which the recommenders are made for; half stars unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is the default value, which is no scale.</exception>
    public RatingScale Scale
    {
        get;
        init => field = OptionRange.Scale(value, nameof(Scale));
    } = RatingScale.HalfStars;

    /// <summary>The lowest rating of an item that the user likes, whether it was set or not.</summary>
    internal float LikedFrom => RelevantFrom ?? Scale.LikedFrom;

    /// <summary>The field that calibration is of.</summary>
    /// <exception cref="ArgumentException">There is no such field, or no catalog.</exception>
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
            Catalog is null ? "Calibration needs a catalog." : $"The catalog has no field '{CalibrationField}'.",
            nameof(CalibrationField));
    }
}
