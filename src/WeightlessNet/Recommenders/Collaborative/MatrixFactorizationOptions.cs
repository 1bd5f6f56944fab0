using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative;

/// <summary>How a <see cref="MatrixFactorizationRecommender"/> learns. The defaults suit ratings of the MovieLens kind.</summary>
/// <remarks>
/// There is no learning rate and no regularization to tune: how far each factor is shrunk is estimated from the ratings.
/// Lengths are in quarters of the rating range, about one star of five, so that they hold for any scale.
/// </remarks>
public sealed partial class MatrixFactorizationOptions
{
    private readonly int _factors = 16;
    private readonly int _iterations = 30;
    private readonly int _refreshes = 1;
    private readonly double _priorDeviation = 1;
    private readonly double _itemScatter = 0.2;
    private readonly double _driftRetention = 0.9;

    /// <summary>The seed of the items' first factors.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// The most factors that a user and an item have besides their biases: 0 to 256; 16 unless set. Factors that the ratings do
    /// not bear out shrink to nothing of themselves.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 256.</exception>
    public int Factors
    {
        get => _factors;
        init => _factors = OptionRange.Checked(value, 0, 256, nameof(Factors));
    }

    /// <summary>How often <see cref="MatrixFactorizationRecommender.Fit"/> goes over all ratings: 1 to 10000; 30 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 10000.</exception>
    public int Iterations
    {
        get => _iterations;
        init => _iterations = OptionRange.Checked(value, 1, 10_000, nameof(Iterations));
    }

    /// <summary>
    /// How many further users, and as many items, are brought up to date in turn whenever a rating is learned: 0 to 1000; 1 unless
    /// set. Without it, what is learned of one user does not reach the others through the items they share.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1000.</exception>
    public int RefreshesPerRating
    {
        get => _refreshes;
        init => _refreshes = OptionRange.Checked(value, 0, 1000, nameof(RefreshesPerRating));
    }

    /// <summary>How widely factors are thought to spread before the ratings tell: 0.001 to 100; 1 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0.001 to 100.</exception>
    public double PriorDeviation
    {
        get => _priorDeviation;
        init => _priorDeviation = OptionRange.Checked(value, 0.001, 100, nameof(PriorDeviation));
    }

    /// <summary>
    /// How far the factors of an item start from nothing, to either side: 0 to 10; 0.2 unless set. At 0 all factors stay at nothing,
    /// because none has a reason to differ from another.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 10.</exception>
    public double ItemScatter
    {
        get => _itemScatter;
        init => _itemScatter = OptionRange.Checked(value, 0, 10, nameof(ItemScatter));
    }

    /// <summary>
    /// What part of a user's drift remains at the user's next rating: 0 to 1; 0.9 unless set. The drift is a fading mean of the
    /// latest errors, for a user whose ratings of late run above or below the rest; 1 turns it off.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1.</exception>
    public double DriftRetention
    {
        get => _driftRetention;
        init => _driftRetention = OptionRange.Checked(value, 0, 1, nameof(DriftRetention));
    }
}
