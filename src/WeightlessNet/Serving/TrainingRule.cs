using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Serving;

/// <summary>When a <see cref="Recommender{TUser, TItem}"/> trains in the background.</summary>
/// <remarks>
/// Ratings count at once, trained or not. A training learns what all users have in common: the central models and how much each part of an
/// answer counts. Immutable and thread-safe.
/// </remarks>
public sealed record TrainingRule
{
    /// <summary>Trains only when <see cref="Recommender{TUser, TItem}.TrainAsync"/> is called.</summary>
    public static TrainingRule OnDemand { get; } = new() { Growth = double.PositiveInfinity };

    /// <summary>The number of changed ratings before the first training: 1 or more. The default is 500.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1.</exception>
    public int FirstAfter
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, nameof(FirstAfter));
            field = value;
        }
    } = 500;

    /// <summary>
    /// How many ratings must change before the next training, as a share of the ratings at the last one: above 0. The default is 0.25.
    /// Positive infinity: never.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above 0.</exception>
    public double Growth
    {
        get;
        init => field = value > 0
            ? value
            : throw new ArgumentOutOfRangeException(nameof(Growth), value, "The growth must be above 0; infinity means never.");
    } = 0.25;

    /// <summary>
    /// The longest time between a changed rating or item and the next training: above zero; null, the default, for no limit.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not above zero.</exception>
    public TimeSpan? AtLeastEvery
    {
        get;
        init => field = value is null || value > TimeSpan.Zero
            ? value
            : throw new ArgumentOutOfRangeException(nameof(AtLeastEvery), value, "The time must be above zero, or null for no limit.");
    }

    /// <summary>
    /// The maximum number of threads that train, also in <see cref="Recommender{TUser, TItem}.TrainAsync"/>: 1 to 1000; null, the default,
    /// for what <see cref="RecommenderOptions{TUser}.Ratings"/> and <see cref="RecommenderOptions{TUser}.Lists"/> say, which is the number
    /// of processors unless set. A lower number leaves processors to those who ask and learn, and a training takes longer. What is learned
    /// does not depend on it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 1000.</exception>
    public int? MaxDegreeOfParallelism
    {
        get;
        init => field = value is int threads ? OptionRange.Checked(threads, 1, 1000, nameof(MaxDegreeOfParallelism)) : null;
    }

    /// <summary>Whether a training is due.</summary>
    /// <param name="changes">How many times a rating, a description or an item has changed since the last training.</param>
    /// <param name="ratingsThen">The number of ratings and descriptions at the last training; null before the first one.</param>
    /// <param name="elapsed">The time since the last training, or since the recommender was opened.</param>
    public bool IsDue(long changes, int? ratingsThen, TimeSpan elapsed)
    {
        if (changes == 0)
        {
            return false;
        }

        bool hasGrown = double.IsFinite(Growth) && changes >= (ratingsThen is int ratings ? Math.Max(1, ratings * Growth) : FirstAfter);
        return hasGrown || elapsed >= AtLeastEvery;
    }
}
