using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Storage;

namespace WeightlessNet.Recommenders.Collaborative;

/// <summary>How an <see cref="EaseRecommender"/> learns. The defaults suit ratings of the MovieLens kind.</summary>
/// <remarks>
/// The defaults were chosen on ml-latest-small by rankings of ratings held out within the training part. Immutable.
/// </remarks>
public sealed record EaseOptions
{
    private int _mostThreads = int.MaxValue;

    /// <summary>
    /// The weight of the squares of the weights in the loss: 0.01 to 1,000,000,000; 200 unless set. Use more for more users.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 0.01 to 1,000,000,000.</exception>
    public double Regularization { get; init => field = OptionRange.Checked(value, 0.01, 1e9, nameof(Regularization)); } = 200;

    /// <summary>
    /// How many items have weights, the most liked ones: 1 to 30,000; 3500 unless set. Training takes time in proportion to its cube,
    /// and memory of 8 bytes times its square; the trained weights take 4 bytes times its square.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">The value is not 1 to 30,000.</exception>
    public int MaximumItems { get; init => field = OptionRange.Checked(value, 1, 30_000, nameof(MaximumItems)); } = 3500;

    /// <inheritdoc cref="ImplicitFactorizationOptions.LikedFrom"/>
    public float? LikedFrom { get; init => field = LikeOptions.CheckedRating(value, nameof(LikedFrom)); }

    /// <inheritdoc cref="ImplicitFactorizationOptions.Weights"/>
    public LikeWeights Weights
    {
        get => Weighting.Amounts;
        init => Weighting = Weighting with { Amounts = LikeWeighting.CheckedAmounts(value, nameof(Weights)) };
    }

    /// <inheritdoc cref="ImplicitFactorizationOptions.HalfLife"/>
    public TimeSpan? HalfLife
    {
        get => Weighting.HalfLife;
        init => Weighting = Weighting with { HalfLife = LikeWeighting.CheckedHalfLife(value, nameof(HalfLife)) };
    }

    /// <inheritdoc cref="ImplicitFactorizationOptions.MaxDegreeOfParallelism"/>
    public int MaxDegreeOfParallelism { get; init => field = LikeOptions.CheckedParallelism(value, nameof(MaxDegreeOfParallelism)); } = -1;

    /// <summary>
    /// The most threads, or -1 for one for each processor: <see cref="MaxDegreeOfParallelism"/>, within the limit if there is one.
    /// </summary>
    internal int Threads => LikeOptions.Within(MaxDegreeOfParallelism, _mostThreads);

    /// <summary>How much likes count.</summary>
    internal LikeWeighting Weighting { get; init; }

    /// <summary>The same options for a training of at most so many threads. The limit is not stored.</summary>
    internal EaseOptions WithAtMost(int threads)
    {
        EaseOptions limited = this with { };
        limited._mostThreads = threads;
        return limited;
    }

    // Regularization, f64; most items, compact; 1, u8, and the lowest rating of a like, f32, where it is set, else 0, u8; threads, compact
    // and signed.
    // Layout 2 is the same; it says that likes weigh by amount. Layout 3 ends with how much they count.
    internal void WriteTo(SnapshotWriter writer)
    {
        writer.Write(Regularization);
        writer.WriteCompact((ulong)MaximumItems);
        writer.WriteOptional(LikedFrom);
        writer.WriteCompactSigned(MaxDegreeOfParallelism);
        Weighting.WriteTo(writer);
    }

    internal static EaseOptions Read(SnapshotReader reader, int layout) => new()
    {
        Regularization = reader.ReadDouble(),
        MaximumItems = reader.ReadCompact(int.MaxValue),
        LikedFrom = reader.ReadOptionalSingle(),
        MaxDegreeOfParallelism = checked((int)reader.ReadCompactSigned()),
        Weighting = LikeWeighting.Read(reader, layout),
    };
}
