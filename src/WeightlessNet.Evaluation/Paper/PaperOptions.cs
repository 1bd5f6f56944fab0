using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Paper;

/// <summary>Options of a <see cref="PaperProtocol"/>; the defaults are those of the paper. Immutable.</summary>
public sealed record PaperOptions
{
    /// <summary>The number of sampled users, 1 or more; 100 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Users { get; init => field = OptionRange.AtLeast(value, 1, nameof(Users)); } = 100;

    /// <summary>The numbers of reviews sampled per user, each of which is one experiment; 5, 10, 25, 50 and 100 by default.</summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The list is empty or a number repeats.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 2.</exception>
    public IReadOnlyList<int> ReviewsPerUser
    {
        get;
        init => field = OptionRange.Numbers(value, 2, nameof(ReviewsPerUser));
    } = Array.AsReadOnly([5, 10, 25, 50, 100]);

    /// <summary>
    /// The share of each user's sampled reviews to train on, rounded down to whole reviews; above 0 and below 1, 0.8 by default.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 and below 1.</exception>
    public double TrainShare { get; init => field = OptionRange.Share(value, nameof(TrainShare)); } = 0.8;

    /// <summary>The seed of the first repetition; each further repetition uses the next number.</summary>
    public ulong Seed { get; init; }

    /// <summary>How many times users and reviews are sampled, each time with another seed; 1 by default.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Repetitions { get; init => field = OptionRange.AtLeast(value, 1, nameof(Repetitions)); } = 1;

    /// <summary>How stars become levels; by default whole stars, as in the paper's code.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public PaperTruncation Truncation { get; init => field = OptionRange.Defined(value, nameof(Truncation)); } = PaperTruncation.WholeStars;

    /// <summary>
    /// The scale in stars that recommenders are created for: 0 to 5 if half stars are cut off, because half a star then becomes 0,
    /// otherwise 0.5 to 5.
    /// </summary>
    public RatingScale Scale => Truncation == PaperTruncation.WholeStars ? new RatingScale(0f, 5f, 0.5f) : RatingScale.HalfStars;

    /// <summary>How many of a user's sampled reviews are for training.</summary>
    internal int TrainCount(int reviews)
    {
        // Shares such as 0.29 have no exact binary form: 0.29 * 100 is slightly below 29.
        const double Rounding = 1e-9;
        return (int)Math.Floor((reviews * TrainShare) + Rounding);
    }
}
