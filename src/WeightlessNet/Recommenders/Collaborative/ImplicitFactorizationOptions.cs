using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

/// <summary>How an <see cref="ImplicitFactorizationRecommender"/> learns. The defaults suit ratings of the MovieLens kind.</summary>
/// <remarks>
/// The defaults were chosen on ml-latest-small by rankings of ratings held out within the training part. Immutable.
/// </remarks>
public sealed record ImplicitFactorizationOptions
{
    private int _mostThreads = int.MaxValue;

    /// <summary>The seed of the items' first factors.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>How many factors a user and an item have: 1 to 512; 64 unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 512.</exception>
    public int Factors { get; init => field = OptionRange.Checked(value, 1, 512, nameof(Factors)); } = 64;

    /// <summary>
    /// How often <see cref="ImplicitFactorizationRecommender.Fit"/> solves for all users and all items: 1 to 1000; 10 unless set.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 1000.</exception>
    public int Iterations { get; init => field = OptionRange.Checked(value, 1, 1000, nameof(Iterations)); } = 10;

    /// <summary>
    /// How much more a like weighs than an item that the user has not liked, which weighs 1: 0.001 to 1,000,000; 10 unless set. The alpha
    /// of Hu, Koren and Volinsky.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0.001 to 1,000,000.</exception>
    public double Confidence { get; init => field = OptionRange.Checked(value, 0.001, 1e6, nameof(Confidence)); } = 10;

    /// <summary>
    /// The weight of the squares of the factors in the loss: 0.001 to 1,000,000; 60 unless set. The lambda of Hu, Koren and Volinsky.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0.001 to 1,000,000.</exception>
    public double Regularization { get; init => field = OptionRange.Checked(value, 0.001, 1e6, nameof(Regularization)); } = 60;

    /// <summary>
    /// The lowest rating of an item that the user likes; <see langword="null"/>, the default, for the first level at three quarters of
    /// the scale or above, which is 4 of 5 stars. The lowest rating of the scale makes every rating a like.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not a finite number.</exception>
    public float? LikedFrom { get; init => field = LikeOptions.CheckedRating(value, nameof(LikedFrom)); }

    /// <summary>How much each like counts; <see cref="LikeWeights.Equal"/> unless set.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not defined.</exception>
    public LikeWeights Weights
    {
        get => Weighting.Amounts;
        init => Weighting = Weighting with { Amounts = LikeWeighting.CheckedAmounts(value, nameof(Weights)) };
    }

    /// <summary>
    /// After what time a like counts half as much: 1 second to 20,000 days; null, the default, for likes that do not age. The age of a like
    /// is the time from it to the user's latest like, so that nothing changes while a user is away. A like of unknown time counts in full,
    /// and none counts less than 1/64.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 second to 20,000 days.</exception>
    public TimeSpan? HalfLife
    {
        get => Weighting.HalfLife;
        init => Weighting = Weighting with { HalfLife = LikeWeighting.CheckedHalfLife(value, nameof(HalfLife)) };
    }

    /// <summary>
    /// The most threads of the training, 1 or more, or -1, the default, for one for each processor. The result does not depend on it. Like
    /// the other options, a snapshot stores it, and the recommender that is loaded trains with it.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is below -1 or 0.</exception>
    public int MaxDegreeOfParallelism { get; init => field = LikeOptions.CheckedParallelism(value, nameof(MaxDegreeOfParallelism)); } = -1;

    /// <summary>
    /// The most threads, or -1 for one for each processor: <see cref="MaxDegreeOfParallelism"/>, within the limit if there is one.
    /// </summary>
    internal int Threads => LikeOptions.Within(MaxDegreeOfParallelism, _mostThreads);

    /// <summary>How much likes count.</summary>
    internal LikeWeighting Weighting { get; init; }

    /// <summary>The same options for a training of at most so many threads. The limit is not stored.</summary>
    internal ImplicitFactorizationOptions WithAtMost(int threads)
    {
        ImplicitFactorizationOptions limited = this with { };
        limited._mostThreads = threads;
        return limited;
    }

    // Factors, iterations, both compact; confidence, regularization, f64 each; 1, u8, and the lowest rating of a like, f32, where it is
    // set, else 0, u8; threads, compact and signed. The seed is in the head of the recommender.
    // Layout 2 is the same; it says that likes weigh by amount. Layout 3 ends with how much they count.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.WriteCompact((ulong)Factors);
        writer.WriteCompact((ulong)Iterations);
        writer.Write(Confidence);
        writer.Write(Regularization);
        writer.WriteOptional(LikedFrom);
        writer.WriteCompactSigned(MaxDegreeOfParallelism);
        Weighting.WriteTo(writer);
    }

    internal static ImplicitFactorizationOptions Read(SnapshotReader reader, ulong seed, int layout) => new()
    {
        Factors = reader.ReadCompact(int.MaxValue),
        Iterations = reader.ReadCompact(int.MaxValue),
        Confidence = reader.ReadDouble(),
        Regularization = reader.ReadDouble(),
        LikedFrom = reader.ReadOptionalSingle(),
        MaxDegreeOfParallelism = checked((int)reader.ReadCompactSigned()),
        Weighting = LikeWeighting.Read(reader, layout),
        Seed = seed,
    };
}
