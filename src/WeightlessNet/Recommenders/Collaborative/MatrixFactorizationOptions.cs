using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

/// <summary>How a <see cref="MatrixFactorizationRecommender"/> learns. The defaults suit ratings of the MovieLens kind.</summary>
/// <remarks>
/// There is no learning rate and no regularization to tune: the shrinkage of each factor is estimated from the ratings.
/// Lengths are in quarters of the rating range, about one star of five, so that they hold for any scale.
/// </remarks>
public sealed record MatrixFactorizationOptions
{
    /// <summary>The seed of the items' first factors.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// The most factors that a user and an item have in addition to their biases: 0 to 256; 16 unless set. Factors that the ratings do not
    /// support shrink to 0.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 256.</exception>
    public int Factors { get; init => field = OptionRange.Checked(value, 0, 256, nameof(Factors)); } = 16;

    /// <summary>
    /// How many factors of who rates what, whatever the ratings, tell <see cref="MatrixFactorizationRecommender.Fit"/> what to expect of
    /// the factors of users and items: 0 to 256; 32 unless set. With 0 it uses averages over the other side, and so does a recommender that
    /// learns without having been trained.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 256.</exception>
    public int AudienceFactors { get; init => field = OptionRange.Checked(value, 0, 256, nameof(AudienceFactors)); } = 32;

    /// <summary>How often <see cref="MatrixFactorizationRecommender.Fit"/> goes over all ratings: 1 to 10000; 40 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 10000.</exception>
    public int Iterations { get; init => field = OptionRange.Checked(value, 1, 10_000, nameof(Iterations)); } = 40;

    /// <summary>
    /// How many further users, and as many items, are updated in turn whenever a rating is learned: 0 to 1000; 1 unless set. Without it,
    /// what is learned about one user does not reach the others through the items they share.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1000.</exception>
    internal int RefreshesPerRating { get; init => field = OptionRange.Checked(value, 0, 1000, nameof(RefreshesPerRating)); } = 1;

    /// <summary>The standard deviation of the factors before there are ratings: 0.001 to 100; 1 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0.001 to 100.</exception>
    internal double PriorDeviation { get; init => field = OptionRange.Checked(value, 0.001, 100, nameof(PriorDeviation)); } = 1;

    /// <summary>
    /// How far from 0 the factors of an item start, to either side: 0 to 10; 0.2 unless set. With 0 all factors stay at 0, because none
    /// differs from another.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 10.</exception>
    internal double ItemScatter { get; init => field = OptionRange.Checked(value, 0, 10, nameof(ItemScatter)); } = 0.2;

    /// <summary>
    /// What part of a user's drift remains at the user's next rating: 0 to 1; 0.9 unless set. The drift is an exponentially fading mean of
    /// the latest errors, for users whose recent ratings are higher or lower than their earlier ones; 1 turns it off.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0 to 1.</exception>
    internal double DriftRetention { get; init => field = OptionRange.Checked(value, 0, 1, nameof(DriftRetention)); } = 0.9;

    // Factors, iterations, refreshes for each rating, compact; prior deviation, scatter of items, retention of drift, f64 each; since
    // layout 2, audience factors, compact. The seed is in the head of the recommender.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)Factors);
        writer.WriteCompact((ulong)Iterations);
        writer.WriteCompact((ulong)RefreshesPerRating);
        writer.Write(PriorDeviation);
        writer.Write(ItemScatter);
        writer.Write(DriftRetention);
        writer.WriteCompact((ulong)AudienceFactors);
    }

    internal static MatrixFactorizationOptions Read(SnapshotReader reader, ulong seed, int layout) => new()
    {
        Factors = reader.ReadCompact(int.MaxValue),
        Iterations = reader.ReadCompact(int.MaxValue),
        RefreshesPerRating = reader.ReadCompact(int.MaxValue),
        PriorDeviation = reader.ReadDouble(),
        ItemScatter = reader.ReadDouble(),
        DriftRetention = reader.ReadDouble(),
        AudienceFactors = layout == 1 ? new MatrixFactorizationOptions().AudienceFactors : reader.ReadCompact(int.MaxValue),
        Seed = seed,
    };
}
