using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Evaluation.Paper;

/// <summary>What a <see cref="PaperProtocol"/> does; the defaults are the paper's. Immutable.</summary>
public sealed record PaperOptions
{
    /// <summary>How many users are sampled, 1 or more; 100 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Users
    {
        get;
        init => field = OptionRange.AtLeast(value, 1, nameof(Users));
    } = 100;

    /// <summary>How many reviews of each user are sampled: one experiment for each number; 5, 10, 25, 50 and 100 unless set.</summary>
    /// <exception cref="ArgumentNullException">The value is <see langword="null"/>.</exception>
    /// <exception cref="ArgumentException">The list is empty or a number repeats.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A number is below 2.</exception>
    public IReadOnlyList<int> ReviewsPerUser
    {
        get;
        init => field = OptionRange.Numbers(value, 2, nameof(ReviewsPerUser));
    } = Array.AsReadOnly([5, 10, 25, 50, 100]);

    /// <summary>
    /// The share of each user's sampled reviews that train, rounded down to whole reviews; above 0 and below 1, 0.8 unless set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0 and below 1.</exception>
    public double TrainShare
    {
        get;
        init => field = OptionRange.Share(value, nameof(TrainShare));
    } = 0.8;

    /// <summary>The seed of the first repetition; each further one takes the next number.</summary>
    public ulong Seed { get; init; }

    /// <summary>How many times users and reviews are sampled anew, each time with a seed of its own; 1 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int Repetitions
    {
        get;
        init => field = OptionRange.AtLeast(value, 1, nameof(Repetitions));
    } = 1;

    /// <summary>How stars become levels; whole stars, as in the paper's code, unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not one of the enumeration.</exception>
    public PaperTruncation Truncation
    {
        get;
        init => field = OptionRange.Defined(value, nameof(Truncation));
    } = PaperTruncation.WholeStars;

    /// <summary>
    /// The scale that recommenders are made for, in stars: 0 to 5 where half stars are cut off, as there can be none then, else 0.5 to 5.
    /// </summary>
    public RatingScale Scale => Truncation == PaperTruncation.WholeStars ? new RatingScale(0f, 5f, 0.5f) : RatingScale.HalfStars;

    /// <summary>How many of a user's sampled reviews train.</summary>
    internal int TrainCount(int reviews)
    {
        // Shares such as 0.29 have no exact binary form: 0.29 * 100 is a hair below 29.
        const double Hair = 1e-9;
        return (int)Math.Floor((reviews * TrainShare) + Hair);
    }
}
